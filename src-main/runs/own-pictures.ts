// Pictures that were brought and that a recipe needs, on their way to the engine: their index with the recipe, their packs one by one.
import { invalid } from '../../src-shared/rpc/fault.ts'
import { type DatasetSpec, isPictures } from '../../src-shared/domains/dataset.ts'
import { readPicturesIndex } from '../../src-shared/domains/pictures/pictures-index.ts'
import { datasetOf, decodeModel } from '../../src-shared/network/model-file.ts'
import { ascentPictures } from '../../src-shared/recipe/dataset-in-recipe.ts'
import { aboutExamples } from '../../src-shared/recipe/objective-pictures.ts'
import type { EngineRecipe } from '../../src-shared/recipe/recipe.ts'
import type { GivenPictures } from '../engine/client.ts'
import type { Store } from '../store/open.ts'

/** The dataset whose pictures a recipe looks at, where there is one; `blobs` holds its networks. */
function datasetIn(recipe: EngineRecipe, blobs: Readonly<Record<string, Uint8Array>>): DatasetSpec | null {
  const learntFrom = (hash: string): DatasetSpec | null => {
    try {
      return datasetOf(decodeModel(blobs[hash]!).header)
    } catch {
      // The engine, which needs the whole network, says what is wrong with it.
      return null
    }
  }
  switch (recipe.kind) {
    case 'dataset':
    case 'classifier':
    case 'autoencoder':
    case 'nearest':
      return recipe.dataset
    case 'examples':
      return recipe.among ?? learntFrom(recipe.model)
    case 'match':
      return recipe.among ?? learntFrom(recipe.model) ?? learntFrom(recipe.other)
    case 'reconstructions':
    case 'encoding':
      return learntFrom(recipe.generator)
    case 'ascend': {
      const model = ascentPictures(recipe)
      return model === null ? null : learntFrom(model)
    }
    case 'atlas':
      return learntFrom(recipe.model)
    case 'grid': {
      const { parameterization: space } = recipe
      return 'colour' in space && space.colour === 'dataset' ? learntFrom(recipe.model) : null
    }
    case 'search':
      return aboutExamples(recipe.objectives) ? learntFrom(recipe.model) : null
    case 'metamers':
    case 'eigendistortions':
      return null
  }
}

/**
 * What the engine is given besides the parents of a recipe; null where the lab draws its pictures. Throws `invalid` where they are gone.
 */
export function picturesFor(
  recipe: EngineRecipe,
  blobs: Readonly<Record<string, Uint8Array>>,
  store: Pick<Store, 'artifacts'>,
): GivenPictures | null {
  const dataset = datasetIn(recipe, blobs)
  if (!dataset || !isPictures(dataset)) return null
  const gone = () =>
    invalid(
      `The pictures of “${dataset.name}” are not in this library any more. Import the run that brought them, or the same folder ` +
        'again, and start this again.',
    )
  const index = store.artifacts.read(dataset.index)
  if (!index) throw gone()
  const { packs } = readPicturesIndex(index.bytes)
  return {
    dataset,
    index: index.bytes,
    packs,
    read(hash) {
      const pack = store.artifacts.read(hash)
      if (!pack) throw gone()
      return pack.bytes
    },
  }
}
