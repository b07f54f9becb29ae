// How far a picture lies from those a classifier knows, by what its units answer: the distance to the nearest of some test pictures, held
// against how far these lie from each other (nearest neighbours in activations as in Sun et al. 2022, "Out-of-Distribution Detection with
// Deep Nearest Neighbors"; here over all layers before the logits, since the first ones notice a strange background most).
import { quantile } from '../../../src-shared/math/quantile.ts'
import { count, percent } from '../../text/format.ts'

/** By layer, the activation of each unit for one picture. */
export type Activations = ReadonlyMap<string, readonly number[]>
/** By layer, [pictures][units]. */
export type Sample = ReadonlyMap<string, readonly (readonly number[])[]>

export interface Yardstick {
  /** Pictures of the sample. */
  count: number
  /** Distances from each picture of the sample to its nearest other one: half of them, 95 of 100, and all of them lie no farther. */
  usual: number
  high: number
  farthest: number
  /** Share of the sample that lies nearer than `distance` to its nearest other picture. */
  nearer(distance: number): number
  /**
   * Distance of another picture to the nearest of the sample, root mean square over layers and units, each in its own standard deviations.
   */
  distanceOf(picture: Activations): number
}

/** Fewer pictures say nothing about how far apart pictures usually are. */
const fewest = 20
const logits = 'logits'

/** Null where the sample is too small, or all its pictures are answered alike. */
export function yardstickOf(sample: Sample): Yardstick | null {
  const layers = [...sample].filter(([layer, rows]) => layer !== logits && (rows[0]?.length ?? 0) > 0)
  const pictures = layers[0]?.[1].length ?? 0
  if (pictures < fewest) return null
  // Each unit divided by its deviation and each layer by its number of units, so that every layer counts alike; what never differs is left
  // out.
  const scales = layers.map(([layer, rows]) => {
    const deviations = rows[0]!.map((_, unit) => deviation(rows.map((row) => row[unit]!)))
    const live = deviations.filter((one) => one > 0).length
    return { layer, scale: deviations.map((one) => (one > 0 ? 1 / (one * Math.sqrt(live * layers.length)) : 0)) }
  })
  const scaled = (of: (layer: string) => readonly number[] | undefined): Float64Array =>
    Float64Array.from(
      scales.flatMap(({ layer, scale }) => {
        const row = of(layer)
        return scale.map((one, unit) => one * (row?.[unit] ?? 0))
      }),
    )
  const points = Array.from({ length: pictures }, (_, at) => scaled((layer) => sample.get(layer)?.[at]))
  const nearest = (point: Float64Array, but: number): number =>
    Math.sqrt(points.reduce((least, other, at) => (at === but ? least : squareWithin(point, other, least)), Infinity))
  const own = points.map((point, at) => nearest(point, at)).sort((a, b) => a - b)
  if (!(quantile(own, 0.5) > 0)) return null
  return {
    count: pictures,
    usual: quantile(own, 0.5),
    high: quantile(own, 0.95),
    farthest: own.at(-1)!,
    nearer: (distance) => own.filter((one) => one < distance).length / own.length,
    distanceOf: (picture) =>
      nearest(
        scaled((layer) => picture.get(layer)),
        -1,
      ),
  }
}

function deviation(values: readonly number[]): number {
  const mean = values.reduce((sum, one) => sum + one, 0) / values.length
  return Math.sqrt(values.reduce((sum, one) => sum + (one - mean) ** 2, 0) / values.length)
}
/** The squared distance, or `most` as soon as it is known to be no smaller. */
function squareWithin(a: Float64Array, b: Float64Array, most: number): number {
  let sum = 0
  for (let at = 0; at < a.length; at++) {
    sum += (a[at]! - b[at]!) ** 2
    if (sum >= most) return most
  }
  return sum
}

export interface Familiarity {
  grade: 'known' | 'edge' | 'unlike'
  title: string
  text: string
}

/** A distance in words, with its yardstick: how far test pictures lie from their own nearest neighbours. All distances in one unit. */
export function familiarity(
  distance: number,
  { count: pictures, usual, high, farthest, nearer }: Omit<Yardstick, 'distanceOf'>,
): Familiarity {
  const times = (value: number): string => {
    const ratio = value / usual
    return ratio >= 10 ? String(Math.round(ratio)) : String(Number(ratio.toFixed(1)))
  }
  const text =
    `By the activations of all its layers, it is ${times(distance) === '1' ? '' : `${times(distance)} times `}as far from ` +
    `the nearest of ${count(pictures, 'test picture')} as a test picture usually is from its own nearest neighbour. ` +
    `${percent(nearer(distance), 0)} of the test pictures are nearer to theirs; 95\u00a0% are within ` +
    `${times(high)} times, and all within ${times(farthest)} times.`
  if (distance > farthest) return { grade: 'unlike', title: 'This is unlike anything it learnt from; its certainty means nothing.', text }
  if (distance > high) return { grade: 'edge', title: 'This is at the edge of what it learnt from; take its certainty with care.', text }
  return {
    grade: 'known',
    title: 'To the network, this is no stranger than some of its test pictures.',
    text: `${text} It can still be a picture of no class, or be named wrongly: whatever the network sees, it names one of its classes.`,
  }
}
