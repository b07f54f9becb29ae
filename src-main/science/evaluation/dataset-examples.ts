// Dataset examples: which pictures of a split answer an objective most and least, and how all of them are spread.
import { tf } from '../../tensorflow/tf.ts'
import { batches, type Labels, type Pictures } from '../training/batches.ts'
import { compileWithNetwork } from '../networks/compile-with-network.ts'
import { picturesWithin } from '../networks/memory.ts'
import { pictureShape } from '../../../src-shared/network/network-info.ts'
import type { Network } from '../networks/network.ts'
import { type Judged, readingsOf } from './ranking.ts'
import type { Given } from '../visualization/functionals/kind.ts'
import { tapsRead } from '../visualization/objective.ts'

/** Pictures in one call, where they fit into memory. */
const together = 256
/** Bars of a histogram. */
const bars = 64

/**
 * Scores of all pictures named for all of `judged`, [judged, indices.length], in one pass, and where each is largest; yields how many
 * pictures are done. Stopped early, it has scored the first of them. `given`: what the network answers to the pictures that objectives are
 * about.
 */
export function* scoreAll(
  judged: readonly Judged[],
  network: Network,
  data: Pictures,
  indices: Uint32Array,
  given?: Given,
): Generator<number, Scores> {
  const read = readingsOf(judged, network.info, given)
  const wanted = tapsRead(
    judged.map((one) => one.objective),
    network.info,
  )
  const batchSize = picturesWithin({ info: network.info, wanted }, together)
  const example = tf.zeros([batchSize, ...pictureShape(network.info)])
  const compiled = compileWithNetwork(network, (look, pictures) => read(look(pictures.div<tf.Tensor4D>(255), wanted)), [example], {
    name: 'examples',
    uint8Inputs: [0],
  })
  try {
    const scores = new Float32Array(judged.length * indices.length)
    const places = judged.some((one) => one.measure === 'max') ? placesFor(network, wanted, scores.length) : null
    let done = 0
    for (const batch of batches(data, indices, batchSize)) {
      const outputs = compiled.run([batch.pictures])
      const [values, where] = outputs.map((one) => one.dataSync()) as [Float32Array, Int32Array | undefined]
      tf.dispose(outputs)
      const count = batch.indices.length
      for (let row = 0; row < judged.length; row++) {
        scores.set(values.subarray(row * batchSize, row * batchSize + count), row * indices.length + done)
        if (places && where) places.set(where.subarray(row * batchSize, row * batchSize + count), row * indices.length + done)
      }
      done += count
      yield done
    }
    return { scores, places }
  } finally {
    example.dispose()
    compiled.dispose()
  }
}

export interface Scores {
  /** Row by row. */
  scores: Float32Array
  /** y * width + x of the strongest place, for the rows that are read there; null when none is. */
  places: Uint16Array | Uint32Array | null
}

/** Room for places: two bytes each where no layer that is read has more than those can tell. */
function placesFor({ info }: Network, wanted: readonly string[], count: number): Uint16Array | Uint32Array {
  const most = info.taps.reduce(
    (most, { name, shape: [height = 1, width = 1] }) => (wanted.includes(name) ? Math.max(most, height * width) : most),
    0,
  )
  return most <= 2 ** 16 ? new Uint16Array(count) : new Uint32Array(count)
}

export interface Ranked {
  index: number
  score: number
  label: number
  /** Where it stands in the list that was ranked. */
  at: number
}
export interface Distribution {
  mean: number
  /** Standard deviation, divided by n. */
  std: number
  median: number
  /** 99.9 % of the pictures are at or below this. */
  high: number
  /** How many pictures lie in each of 64 equal parts of [low, high]. */
  histogram: { low: number; high: number; counts: number[] }
}

/** The `top` highest scores, highest first, and the lowest, lowest first; equal scores in the order of the dataset. */
export function rank(scores: Float32Array, indices: Uint32Array, labels: Labels, top: number): { top: Ranked[]; bottom: Ranked[] } {
  const named = (place: number): Ranked => ({ index: indices[place]!, score: scores[place]!, label: labels[indices[place]!]!, at: place })
  return { top: extremes(scores, top, 1).map(named), bottom: extremes(scores, top, -1).map(named) }
}

/** Places of the `count` largest (sign 1) or smallest (sign -1) values in order, earlier places first among equals. */
function extremes(values: Float32Array, count: number, sign: 1 | -1): number[] {
  const places: number[] = []
  for (let place = 0; place < values.length; place++) {
    const value = sign * values[place]!
    if (places.length === count && value <= sign * values[places[count - 1]!]!) continue
    let at = places.length
    while (at > 0 && value > sign * values[places[at - 1]!]!) at--
    places.splice(at, 0, place)
    if (places.length > count) places.pop()
  }
  return places
}

/** Mean score over the pictures of each of `classes`, in their order; six digits, which is what float32 holds. */
export function meanByClass(
  scores: Float32Array,
  indices: Uint32Array,
  labels: Labels,
  classes: readonly { label: number; count: number }[],
): number[] {
  const sums = new Map(classes.map(({ label }) => [label, 0]))
  for (let place = 0; place < scores.length; place++) {
    const label = labels[indices[place]!]!
    sums.set(label, (sums.get(label) ?? 0) + scores[place]!)
  }
  return classes.map(({ label, count }) => Number((sums.get(label)! / count).toPrecision(6)))
}

/** The classes that the pictures named show, by rising number, and how many there are of each. */
export function classesAmong(indices: Uint32Array, labels: Labels): { label: number; count: number }[] {
  const counts = new Map<number, number>()
  for (const index of indices) counts.set(labels[index]!, (counts.get(labels[index]!) ?? 0) + 1)
  return [...counts].map(([label, count]) => ({ label, count })).sort((a, b) => a.label - b.label)
}

/** How scores are spread. Quantiles are the nearest rank: the smallest score with at least that share of the pictures at or below it. */
export function distribution(scores: Float32Array): Distribution {
  const sorted = scores.slice().sort()
  const count = sorted.length
  let sum = 0
  for (const one of sorted) sum += one
  const mean = sum / count
  let squares = 0
  for (const one of sorted) squares += (one - mean) ** 2
  const quantile = (share: number): number => sorted[Math.max(0, Math.ceil(share * count) - 1)]!
  const low = sorted[0]!
  const high = sorted[count - 1]!
  const counts = new Array<number>(bars).fill(0)
  for (const one of sorted) counts[high > low ? Math.min(bars - 1, Math.floor((bars * (one - low)) / (high - low))) : 0]!++
  return { mean, std: Math.sqrt(squares / count), median: quantile(0.5), high: quantile(0.999), histogram: { low, high, counts } }
}
