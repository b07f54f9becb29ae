// What is wrong with the pictures that an ascent is to begin with.
import { datasetOf, type LookedInto } from '../network/model-file.ts'
import { spacePictures } from './dataset-in-recipe.ts'
import type { AscendRecipe } from './recipe.ts'

/** What there is to say where an ascent needs pictures that the lab does not have: to begin with, or for the strength of its waves. */
export const noPicturesToClimbWith =
  'The lab does not have the pictures that this network was trained on. Start from grey or noise, and choose waves as in photographs.'
const count = (value: number): string => value.toLocaleString('en-US')

/** What keeps an ascent from the pictures that it is to begin with. */
export function startFaults(recipe: AscendRecipe, model: LookedInto): string[] {
  if (recipe.parameterization.kind === 'decoder' || spacePictures(recipe) === null) return []
  const dataset = datasetOf(model)
  if (!dataset) return [noPicturesToClimbWith]
  const picture = 'picture' in recipe.parameterization ? recipe.parameterization.picture : undefined
  if (picture === undefined || picture < dataset.count) return []
  return [`Picture ${count(picture)} is not in the dataset of this network, whose pictures are 0 to ${count(dataset.count - 1)}.`]
}
