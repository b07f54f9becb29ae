// What can be known of a question about a layer before it is carried out.
import { datasetOf, type LookedInto } from '../network/model-file.ts'
import { modelInfo } from '../network/model-info.ts'
import { pictureShape } from '../network/network-info.ts'
import type { AtlasRecipe, EigendistortionsRecipe, GridRecipe, MetamersRecipe } from './analyses.ts'
import { bytesIn } from './asked-picture.ts'
import { isGradientFree } from './optimizers/index.ts'

const noLearnt = 'An atlas is made of the pictures that a network was trained on, and the lab does not have those of this one.'
const count = (value: number): string => value.toLocaleString('en-US')

/** What a question about a layer needs of the network, a sentence for each fault. */
export function analysisFaults(
  recipe: GridRecipe | AtlasRecipe | MetamersRecipe | EigendistortionsRecipe,
  model: LookedInto,
  { noColours }: { noColours: string },
): string[] {
  const info = modelInfo(model)
  const layers = info.taps.slice(1).map(({ name }) => name)
  const shape = pictureShape(info)
  const size = shape.reduce((product, one) => product * one, 1)
  const faults: string[] = []
  if (!layers.includes(recipe.layer)) faults.push(`This network has no layer "${recipe.layer}". It has: ${layers.join(', ')}.`)
  if (recipe.kind === 'atlas' && !datasetOf(model)) faults.push(noLearnt)
  if ('optimizer' in recipe && isGradientFree(recipe.optimizer))
    faults.push('These pictures are made by gradients, and this rule takes none. Choose Adam, or another rule with a gradient.')
  if ('parameterization' in recipe) {
    const space = recipe.parameterization
    if (space.kind === 'decoder')
      faults.push('Directions of a layer are drawn in pixels or waves, not by a generator. Choose one of those.')
    if ('colour' in space && space.colour === 'dataset' && !datasetOf(model)) faults.push(noColours)
  }
  if (!('picture' in recipe)) return faults
  const { picture } = recipe
  const bytes = picture.kind === 'drawn' ? picture.dataset.size ** 2 * 3 : bytesIn(picture).length
  if (bytes !== size)
    faults.push(`The picture has ${count(bytes)} bytes, and this network looks at ${shape.join(' x ')}, which are ${count(size)}.`)
  if (picture.kind === 'drawn' && picture.index >= picture.dataset.count)
    faults.push(`There is no picture ${picture.index}: this dataset has pictures 0 to ${picture.dataset.count - 1}.`)
  return faults
}
