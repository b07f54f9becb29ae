// What the classes of a network are called, for the names of runs that look into it.
import { isShapes } from '../../src-shared/domains/dataset.ts'
import { datasetOf, decodeModel, isLookedInto } from '../../src-shared/network/model-file.ts'
import { modelInfo } from '../../src-shared/network/model-info.ts'
import { classNamer } from '../../src-shared/network/network-info.ts'
import { objectiveName, type ObjectiveSpec } from '../../src-shared/recipe/objective.ts'
import type { Recipe } from '../../src-shared/recipe/recipe.ts'
import type { Store } from '../store/open.ts'

/** Names of the classes that the objectives of a recipe are about; undefined where they are the lab's own, or not known. */
export function classNamesFor(recipe: Recipe, { artifacts }: Pick<Store, 'artifacts'>): ((index: number) => string) | undefined {
  if (recipe.kind !== 'ascend' || !asksForClass(recipe.objectives[0])) return undefined
  const file = artifacts.read(recipe.model)
  if (!file) return undefined
  try {
    const { header } = decodeModel(file.bytes)
    const dataset = datasetOf(header)
    return !isLookedInto(header) || (dataset && isShapes(dataset)) ? undefined : classNamer(modelInfo(header))
  } catch {
    // A network that cannot be read is told of by the run itself.
    return undefined
  }
}

const mark = '\u0000'
const asksForClass = (one: ObjectiveSpec | undefined): boolean => one !== undefined && objectiveName(one, () => mark).includes(mark)
