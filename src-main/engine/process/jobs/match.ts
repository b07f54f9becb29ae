// Pairs the units of a layer of two classifiers by how alike they answer the same unseen pictures.
import { type ClassifierHeader, decodeModel, type Model } from '../../../../src-shared/network/model-file.ts'
import type { Dataset } from '../../../../src-shared/domains/shapes/dataset.ts'
import { invalid } from '../../../../src-shared/rpc/fault.ts'
import { random } from '../../../../src-shared/math/random.ts'
import { keepTable } from '../../../../src-shared/run/results/form.ts'
import { matchResults } from '../../../../src-shared/run/results/match.ts'
import { batches } from '../../../science/training/batches.ts'
import { matchBaselines, matchUnits } from '../../../science/evaluation/unit-matching.ts'
import { forward, tapShapes } from '../../../science/networks/sequential.ts'
import { datasetOf } from '../dataset-cache.ts'
import type { Job, JobContext } from '../job.ts'
import { tf } from '../../../tensorflow/tf.ts'
import { tidied } from '../../../tensorflow/tidied.ts'
import { unseenPictures } from '../unseen-pictures.ts'

export const matchJob: Job<'match'> = async (recipe, context) => {
  const [here, there] = [recipe.model, recipe.other].map((hash) => decodeModel(context.blob(hash)))
  if (here?.header.kind !== 'classifier' || there?.header.kind !== 'classifier')
    throw invalid('Units are matched between two classifiers; one of these models is a generator.')
  // Both look at the pictures of the first one's dataset, so that a difference is one of the networks.
  const dataset = await datasetOf(here.header.dataset, context)
  if (dataset === null) return {}
  if (here.header.dataset.size !== there.header.dataset.size)
    throw invalid('These classifiers look at pictures of different sizes and cannot be matched.')
  const indices = unseenPictures(dataset, here.header.dataset, there.header.dataset, recipe.split, context)
  const a = await responses(here as Model<ClassifierHeader>, recipe.layer, dataset, indices, context, 'asking the first classifier', 0)
  const b =
    a &&
    (await responses(
      there as Model<ClassifierHeader>,
      recipe.layer,
      dataset,
      indices,
      context,
      'asking the second classifier',
      indices.length,
    ))
  if (!a || !b) return {}
  const pairs = matchUnits(a.values, a.units, b.values, b.units)
  const order = random(here.header.dataset.seed, 'match baseline').shuffle(Uint32Array.from({ length: indices.length }, (_, at) => at))
  const { chance, unmatched } = matchBaselines(a.values, a.units, b.values, b.units, order)
  const table = { layer: recipe.layer, pairs, chance, unmatched }
  keepTable(context.artifact, matchResults.artifacts.pairs, '', table, { layer: recipe.layer, units: a.units })
  context.complete()
  return {
    units: a.units,
    meanCorrelation: pairs.reduce((sum, one) => sum + one.correlation, 0) / pairs.length,
    chanceCorrelation: chance,
    unmatchedCorrelation: unmatched,
  }
}

/** Mean activation over space of every unit of a layer on each picture, [count, units]; null when asked to stop. */
async function responses(
  { header, weights }: Model<ClassifierHeader>,
  layer: string,
  { images, labels }: Dataset,
  indices: Uint32Array,
  context: JobContext,
  words: string,
  before: number,
): Promise<{ values: Float32Array; units: number } | null> {
  const shapes = tapShapes(header.architecture)
  const shape = Object.hasOwn(shapes, layer) ? shapes[layer] : undefined
  if (!shape) throw invalid(`One of these classifiers has no layer "${layer}".`)
  const units = shape.at(-1)!
  const tensors = weights.map((values, at) => tf.tensor(values, header.weights[at]!.shape))
  try {
    const values = new Float32Array(indices.length * units)
    let done = 0
    for (const batch of batches({ pictures: images, labels, shape: header.architecture.input as [number, number, number] }, indices, 64)) {
      const means = tidied(() => {
        const pictures = tf.tensor(
          Float32Array.from(batch.pictures, (value) => value / 255),
          [64, ...header.architecture.input],
        )
        const tap = forward(header.architecture, tensors, pictures, layer)[layer]!
        return (tap.rank === 4 ? tap.mean([1, 2]) : tap).dataSync<'float32'>()
      })
      values.set(means.subarray(0, batch.indices.length * units), done * units)
      done += batch.indices.length
      context.progress(words, before + done, 2 * indices.length)
      if (await context.breathe()) return null
    }
    return { values, units }
  } finally {
    tf.dispose(tensors)
  }
}
