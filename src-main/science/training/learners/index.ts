// What is trained, and how: a learner for every kind of training recipe. A kind that has none does not compile.
import type { LoadedDataset } from '../../../../src-shared/domains/dataset.ts'
import { indicesOf } from '../../../../src-shared/domains/shapes/dataset.ts'
import type { TrainingRecipe } from '../../../../src-shared/recipe/recipe.ts'
import type { Pictures } from '../batches.ts'
import type { Learner } from '../learner.ts'
import { startTraining, type Training } from '../train.ts'
import { autoencoderLearner } from './autoencoder.ts'
import { classifierLearner } from './classifier.ts'

const learners: { readonly [K in TrainingRecipe['kind']]: (recipe: Extract<TrainingRecipe, { kind: K }>) => Learner } = {
  classifier: classifierLearner,
  autoencoder: autoencoderLearner,
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
