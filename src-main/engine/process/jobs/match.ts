// Pairs the units of a layer of two networks by how alike they answer the same pictures.
import {
  datasetOf as learntFrom,
  decodeModel,
  isLookedInto,
  type LookedInto,
  type Model,
} from '../../../../src-shared/network/model-file.ts'
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
import { seenPictures } from '../seen-pictures.ts'
import { unseenPictures } from '../unseen-pictures.ts'

/** Pictures in one call, where they fit into memory. */
const together = 64
/** Pictures that both are asked about, at most, taken evenly from more: a correlation is then known to about 0.02. */
const mostPictures = 4096

export const matchJob: Job<'match'> = async (recipe, context) => {
  const [here, there] = [recipe.model, recipe.other].map((hash) => decodeModel(context.blob(hash)))
  if (!here || !there || !isLookedInto(here.header) || !isLookedInto(there.header))
    throw invalid('Units are matched between two networks that are looked into; one of these models is a generator.')
  // Both look at the same pictures, so that a difference is one of the networks.
  const spec = recipe.among ?? learntFrom(here.header) ?? learntFrom(there.header)
  if (!spec) throw invalid('The pictures of these networks are not known here. Choose a dataset of pictures to match them on.')
  const dataset = await datasetOf(spec, context)
  if (dataset === null) return {}
  const unseen = unseenPictures(dataset, spec, learntFrom(there.header), recipe.split, context)
  const indices = evenly(unseen, mostPictures)
  if (indices.length < 2) throw invalid(`The ${recipe.split} pictures are too few to match units on. Choose other pictures.`)
  const layers = [recipe.layer, recipe.otherLayer ?? recipe.layer] as const
  const a = await responses(here as Model<LookedInto>, layers[0], dataset, indices, context, 'asking the first network', 0)
  const b =
    a && (await responses(there as Model<LookedInto>, layers[1], dataset, indices, context, 'asking the second network', indices.length))
  if (!a || !b) return {}
  const pairs = matchUnits(a.values, a.units, b.values, b.units)
  const order = random(seedOf(spec), 'match baseline').shuffle(Uint32Array.from({ length: indices.length }, (_, at) => at))
  const { chance, unmatched } = matchBaselines(a.values, a.units, b.values, b.units, order)
  const table = {
    layer: recipe.layer,
    ...(recipe.otherLayer === undefined ? {} : { otherLayer: recipe.otherLayer }),
    pictures: indices.length,
    pairs,
    chance,
    unmatched,
  }
  keepTable(context.artifact, matchResults.artifacts.pairs, '', table, { layer: recipe.layer, units: a.units })
  context.complete()
  return {
    units: a.units,
    meanCorrelation: pairs.reduce((sum, one) => sum + one.correlation, 0) / pairs.length,
    chanceCorrelation: chance,
    unmatchedCorrelation: unmatched,
  }
}

function evenly(all: Uint32Array, most: number): Uint32Array {
  return all.length <= most ? all : Uint32Array.from({ length: most }, (_, at) => all[Math.floor((at * all.length) / most)]!)
}

/** Mean activation over space of every unit of a layer on each picture, [count, units]; null when asked to stop. */
async function responses(
  model: Model<LookedInto>,
  layer: string,
  dataset: LoadedDataset,
  indices: Uint32Array,
  context: JobContext,
  words: string,
  before: number,
): Promise<{ values: Float32Array; units: number } | null> {
  const network = modelNetwork(model)
  try {
    const units = shapesOf(network.info)[layer]?.at(-1)
    if (units === undefined) throw invalid(`One of these networks has no layer "${layer}".`)
    const shape = pictureShape(network.info)
    const data = seenPictures(dataset, shape)
    if (data.pictures.length !== dataset.labels.length * shape.reduce((product, side) => product * side, 1))
      throw invalid('These networks look at pictures of different sizes and cannot be matched.')
    const count = picturesWithin({ info: network.info, wanted: [layer] }, together)
    const values = new Float32Array(indices.length * units)
    let done = 0
    for (const batch of batches(data, indices, count)) {
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
