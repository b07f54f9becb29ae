// All that was made of a network, from the runs that look into it: however many others the library has.
import type { VisualizationPage, VisualizationQuery } from '../../src-shared/contract.ts'
import type { Run } from '../../src-shared/run/run.ts'
import {
  looksInto,
  type RunVisualizations,
  visualizationKinds,
  type VisualizationRecipe,
  visualizationsOf,
} from '../../src-shared/run/visualization.ts'
import { ascentMethod } from '../../src-shared/recipe/form/ascent.ts'
import { methodIn, methodKey, presetKind } from '../../src-shared/recipe/saved-preset.ts'
import { createNeed } from '../../src-shared/run/visualization-shelf.ts'
import type { Store } from '../store/open.ts'

/** Runs read for one answer, and UTF-16 units in it: a moment of this process, and a small part of what one message carries. */
const [mostRuns, mostUnits] = [500, 2 * 2 ** 20]
/** UTF-16 units of what is kept between answers. */
const keptUnits = 16 * 2 ** 20

interface Read {
  made: RunVisualizations
  units: number
}

/**
 * Answers with runs outside the Trash and the archive, parts of reproductions too, that finished or were stopped with some of their
 * pictures. The results of a run that is over do not change: they are read once, as long as there is room for what was read.
 */
export function createVisualizations(store: Store): (query: VisualizationQuery) => VisualizationPage {
  const known = new Map<string, Read>()
  let kept = 0
  function read(run: Run, recipe: VisualizationRecipe): Read {
    const key = JSON.stringify([run.id, run.state, run.finished, run.name])
    const before = known.get(key)
    if (before) return before
    const made = visualizationsOf(run, recipe, store.artifacts.of(run.id))
    const found = { made, units: JSON.stringify(made).length }
    known.set(key, found)
    kept += found.units
    for (const [oldest, { units }] of known) {
      if (kept <= keptUnits) break
      known.delete(oldest)
      kept -= units
    }
    return found
  }

  /** Cells of a sweep try settings out, and are shown on its own page. */
  const swept = (parent: string | null): boolean => parent !== null && store.runs.get(parent)?.recipe.kind === 'sweep'

  return ({ model, origins, before }) => {
    const runs: RunVisualizations[] = []
    const needed = createNeed()
    const presets = savedPresets(store)
    let [looked, units] = [0, 0]
    const all = store.runs.each({ input: model, kinds: [...visualizationKinds], states: ['finished', 'cancelled'], origins, before })
    for (const { run, place } of all) {
      const recipe = looksInto(run.recipe, model)
      const preset = recipe?.kind === 'ascend' && presets.size > 0 ? (presets.get(methodKey(methodIn(recipe))) ?? null) : null
      if (recipe && !swept(run.parent) && needed(recipe, run.state, preset)) {
        const one = read(run, recipe)
        if (one.made.pictures.length > 0) runs.push({ ...one.made, run: { ...one.made.run, preset } })
        units += one.units
      }
      looked += 1
      if (looked >= mostRuns || units >= mostUnits) return { runs, next: place }
    }
    return { runs, next: null }
  }
}

/** Ids of the saved presets, by how they make pictures; of two alike the newer. What cannot be read is left out. */
function savedPresets(store: Store): ReadonlyMap<string, string> {
  return new Map(
    store.saved
      .list(presetKind)
      .toReversed()
      .flatMap(({ id, body }): [string, string][] => {
        const read = ascentMethod.safeParse(body)
        return read.success ? [[methodKey(read.data), id]] : []
      }),
  )
}
