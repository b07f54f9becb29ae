// How the colours of a parameterization vary together: by a constant, or as in the pictures that the network was trained on.
import { type DatasetSpec, seedOf } from '../../../src-shared/domains/dataset.ts'
import { random } from '../../../src-shared/math/random.ts'
import { invalid } from '../../../src-shared/rpc/fault.ts'
import { datasetOf, decodeModel } from '../../../src-shared/network/model-file.ts'
import type { Colour } from '../../../src-shared/recipe/parameterizations/colour.ts'
import type { AscendRecipe } from '../../../src-shared/recipe/recipe.ts'
import { noColours } from '../../../src-shared/recipe/recipe-check.ts'
import { colourCovariance, type ColourMatrix, coloursOf, imagenetColours } from '../../science/visualization/colour.ts'
import { copyPicture, trainingPictures } from './dataset-cache.ts'
import type { JobContext } from './job.ts'

/** Training pictures whose colours are counted: drawn by lot, always the same, and enough for three digits of the covariance. */
const counted = 1024

/** The matrix of a recipe; null where each colour moves by itself. */
export function coloursFor(
  colour: Colour | undefined,
  { model }: Pick<AscendRecipe, 'model'>,
  context: Pick<JobContext, 'blob'>,
): ColourMatrix | null {
  if (colour === undefined || colour === 'identity') return null
  if (colour === 'imagenet') return imagenetColours
  const dataset = datasetOf(decodeModel(context.blob(model)).header)
  if (!dataset) throw invalid(noColours)
  return datasetColours(dataset)
}

/**
 * The colours of the training pictures of a dataset; of one that was brought they are read before. Bytes are summed as whole numbers, so
 * that every machine comes to the same.
 */
export function datasetColours(dataset: DatasetSpec): ColourMatrix {
  const train = trainingPictures(dataset)
  const each = dataset.size ** 2 * 3
  const lot = random(seedOf(dataset), 'colours')
  const pictures = new Uint8Array(counted * each)
  for (let at = 0; at < counted; at++) copyPicture(dataset, train[lot.integer(train.length)]!, pictures, at * each)
  return coloursOf(colourCovariance(pictures))
}
