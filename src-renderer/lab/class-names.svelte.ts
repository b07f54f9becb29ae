// What the classes of a run's network are called, where they are not the lab's own.
import { isShapes } from '../../src-shared/domains/dataset.ts'
import { datasetOf, isLookedInto } from '../../src-shared/network/model-file.ts'
import { modelInfo } from '../../src-shared/network/model-info.ts'
import { classNamer } from '../../src-shared/network/network-info.ts'
import type { Recipe } from '../../src-shared/recipe/recipe.ts'
import { headerOf } from './model-header.svelte.ts'

/** Undefined while it is not known, and for the lab's own classes. To be called while a component is made. */
export function classNamesOf(recipe: () => Recipe): { readonly current: ((index: number) => string) | undefined } {
  const asked = headerOf(() => {
    const of = recipe()
    return of.kind === 'ascend' || of.kind === 'search' || of.kind === 'examples' ? of.model : null
  })
  const current = $derived.by(() => {
    const header = asked.value
    if (!header || !isLookedInto(header)) return undefined
    const dataset = datasetOf(header)
    return dataset && isShapes(dataset) ? undefined : classNamer(modelInfo(header))
  })
  return {
    get current() {
      return current
    },
  }
}
