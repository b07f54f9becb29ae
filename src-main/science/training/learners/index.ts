// What is trained, and how: a learner for every kind of training recipe, and for every method of a generator's. One that has none does not
// compile.
import type { LoadedDataset } from '../../../../src-shared/domains/dataset.ts'
import { indicesOf } from '../../../../src-shared/domains/shapes/dataset.ts'
import { type GeneratorMethod, methodOf } from '../../../../src-shared/recipe/generators/index.ts'
import type { AutoencoderRecipe, TrainingRecipe } from '../../../../src-shared/recipe/recipe.ts'
import type { Pictures } from '../batches.ts'
import type { Learner } from '../learner.ts'
import { startTraining, type Training } from '../train.ts'
import { autoencoderLearner } from './autoencoder.ts'
import { classifierLearner } from './classifier.ts'
import { vaeLearner } from './vae.ts'

const generators: {
  readonly [K in GeneratorMethod['kind']]: (recipe: AutoencoderRecipe, method: Extract<GeneratorMethod, { kind: K }>) => Learner
} = { autoencoder: autoencoderLearner, vae: vaeLearner }

function generatorLearner(recipe: AutoencoderRecipe): Learner {
  const method = methodOf(recipe)
  return (generators[method.kind] as (recipe: AutoencoderRecipe, method: GeneratorMethod) => Learner)(recipe, method)
}

const learners: { readonly [K in TrainingRecipe['kind']]: (recipe: Extract<TrainingRecipe, { kind: K }>) => Learner } = {
  classifier: classifierLearner,
  autoencoder: generatorLearner,
}

/** The learner that a recipe describes, at its start. */
export const learnerOf = (recipe: TrainingRecipe): Learner => (learners[recipe.kind] as (recipe: TrainingRecipe) => Learner)(recipe)

/** The training of a recipe on its dataset, from its first step or from a snapshot; and the pictures as it takes them. */
export function trainingOf(recipe: TrainingRecipe, dataset: LoadedDataset, snapshot?: Uint8Array): { training: Training; data: Pictures } {
  const { size } = recipe.dataset
  const data: Pictures = { pictures: dataset.images, labels: dataset.labels, shape: [size, size, 3] }
  const training = startTraining(learnerOf(recipe), { ...data, indices: indicesOf(dataset.split, 'train') }, recipe, snapshot)
  return { training, data }
}
