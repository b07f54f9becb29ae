// Dataset examples: which pictures of a split answer an objective most and least, and how all of them are spread.
import type { Architecture } from '../../../src-shared/recipe/recipe.ts'
import { compileStep } from '../../tensorflow/compile.ts'
import { tf } from '../../tensorflow/tf.ts'
import { batches, type Labels, type Pictures } from '../training/batches.ts'
import { forward } from '../networks/sequential.ts'
import { type Judged, readingsOf } from './ranking.ts'
import { deepestTap } from '../visualization/objective.ts'

/** Pictures in one call. */
const batchSize = 256
/** Bars of a histogram. */
const bars = 64

/**
 * Scores of all pictures named for all of `judged`, [judged, indices.length], in one pass, and where each is largest; yields how many
 * pictures are done. Stopped early, it has scored the first of them.
 */
export function* scoreAll(
  judged: readonly Judged[],
  architecture: Architecture,
  weights: readonly tf.Tensor[],
  data: Pictures,
  indices: Uint32Array,
): Generator<number, Scores> {
  const read = readingsOf(judged, architecture)
  const until = deepestTap(
    judged.map((one) => one.objective),
    architecture,
  )
  const example = tf.zeros([batchSize, ...architecture.input])
  const compiled = compileStep((pictures) => read(forward(architecture, weights, pictures!.div(255), until)), [example], {
    name: 'examples',
    uint8Inputs: [0],
  })
  try {
    const scores = new Float32Array(judged.length * indices.length)
    const places = judged.some((one) => one.measure === 'max') ? new Uint16Array(scores.length) : null
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
  /** y * width + x of the strongest place, for the rows that are read there; null when none is. No layer has more than 65,535 places. */
  places: Uint16Array | null
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
