// Pairs the units of a layer of two classifiers by how alike they answer the same unseen pictures.
import { type ClassifierHeader, decodeModel, type Model } from '../../../../src-shared/network/model-file.ts'
import { type LoadedDataset, seedOf } from '../../../../src-shared/domains/dataset.ts'
import { invalid } from '../../../../src-shared/rpc/fault.ts'
import { random } from '../../../../src-shared/math/random.ts'
import { keepTable } from '../../../../src-shared/run/results/form.ts'
import { matchResults } from '../../../../src-shared/run/results/match.ts'
import { batches } from '../../../science/training/batches.ts'
import { matchBaselines, matchUnits } from '../../../science/evaluation/unit-matching.ts'
import { modelNetwork } from '../../../science/networks/model-network.ts'
import { picturesWithin } from '../../../science/networks/memory.ts'
import { pictureShape, shapesOf } from '../../../../src-shared/network/network-info.ts'
import { datasetOf } from '../dataset-cache.ts'
import type { Job, JobContext } from '../job.ts'
import { unitRange } from '../../../image/unit-range.ts'
import { tf } from '../../../tensorflow/tf.ts'
import { tidied } from '../../../tensorflow/tidied.ts'
import { unseenPictures } from '../unseen-pictures.ts'

/** Pictures in one call, where they fit into memory. */
const together = 64

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
  const order = random(seedOf(here.header.dataset), 'match baseline').shuffle(Uint32Array.from({ length: indices.length }, (_, at) => at))
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
  model: Model<ClassifierHeader>,
  layer: string,
  { images, labels }: LoadedDataset,
  indices: Uint32Array,
  context: JobContext,
  words: string,
  before: number,
): Promise<{ values: Float32Array; units: number } | null> {
  const network = modelNetwork(model)
  try {
    const units = shapesOf(network.info)[layer]?.at(-1)
    if (units === undefined) throw invalid(`One of these classifiers has no layer "${layer}".`)
    const shape = pictureShape(network.info)
    const count = picturesWithin({ info: network.info, wanted: [layer] }, together)
    const values = new Float32Array(indices.length * units)
    let done = 0
    for (const batch of batches({ pictures: images, labels, shape }, indices, count)) {
      const means = tidied(() => {
        const pictures = tf.tensor4d(unitRange(batch.pictures), [count, ...shape])
        const tap = network.run(pictures, [layer])[layer]!
        return (tap.rank === 4 ? tap.mean([1, 2]) : tap).dataSync<'float32'>()
      })
      values.set(means.subarray(0, batch.indices.length * units), done * units)
      done += batch.indices.length
      context.progress(words, before + done, 2 * indices.length)
      if (await context.yieldTurn()) return null
    }
    return { values, units }
  } finally {
    network.dispose()
  }
}
