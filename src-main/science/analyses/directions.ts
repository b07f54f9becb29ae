// Directions in the space of a layer's channels, and how well pictures that were drawn for them agree with them.
import { cosine, lengthOf } from './activations.ts'

/** Shorter than this share of the longest, a direction is nothing but rounding. */
const silent = 1e-4

export interface Direction {
  /** Length of the activations that it was taken from. */
  readonly strength: number
  /** Of length 1; null where nothing fires. */
  readonly unit: Float32Array | null
}

export function directionsOf(vectors: readonly Float32Array[]): Direction[] {
  const lengths = vectors.map(lengthOf)
  const most = lengths.reduce((max, one) => Math.max(max, one), 0)
  return vectors.map((vector, at) => {
    const strength = lengths[at]!
    return strength > silent * most ? { strength, unit: vector.map((one) => one / strength) } : { strength: 0, unit: null }
  })
}

/**
 * Means of blocks of neighbouring places of one picture's activations, [height, width, channels], so that no side has more than `most`
 * blocks; the last ones of a row or column may be smaller.
 */
export function blockMeans(
  activations: ArrayLike<number>,
  [height, width, channels]: readonly [number, number, number],
  most: number,
): { rows: number; columns: number; block: [number, number]; means: Float32Array[] } {
  const block: [number, number] = [Math.ceil(height / most), Math.ceil(width / most)]
  const [rows, columns] = [Math.ceil(height / block[0]), Math.ceil(width / block[1])]
  const means = Array.from({ length: rows * columns }, () => new Float32Array(channels))
  const counts = new Uint32Array(rows * columns)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const to = Math.floor(y / block[0]) * columns + Math.floor(x / block[1])
      counts[to]! += 1
      for (let channel = 0; channel < channels; channel++) means[to]![channel]! += activations[(y * width + x) * channels + channel]!
    }
  return { rows, columns, block, means: means.map((mean, at) => mean.map((one) => one / counts[at]!)) }
}

export interface Agreement {
  /** Cosine with the direction that the picture was drawn for. */
  agreement: number | null
  /** Mean cosine with the directions that other pictures were drawn for. */
  others: number | null
  /** Whether it agrees with its own more than with any other. */
  first: boolean | null
}

/** Of each direction: how well the activations of its picture agree with it, and with the others. `drawn` is null where none was drawn. */
export function agreements(directions: readonly Direction[], drawn: readonly (Float32Array | null)[]): Agreement[] {
  return directions.map(({ unit }, at) => {
    const own = drawn[at]
    if (!unit || !own) return { agreement: null, others: null, first: null }
    const rest = directions.filter((other, place) => place !== at && other.unit !== null)
    const agreement = cosine(own, unit)
    const all = rest.map((other) => cosine(own, other.unit!))
    const others = all.length > 0 ? all.reduce((total, one) => total + one, 0) / all.length : null
    return { agreement, others, first: all.every((one) => one < agreement) }
  })
}

/** Means of what is known, 0 where nothing is; and how many agree most with their own. */
export function meanAgreement(list: readonly Agreement[]): { agreement: number; others: number; first: number } {
  const mean = (values: (number | null)[]): number => {
    const known = values.filter((one) => one !== null)
    return known.length > 0 ? known.reduce((sum, one) => sum + one, 0) / known.length : 0
  }
  return {
    agreement: mean(list.map((one) => one.agreement)),
    others: mean(list.map((one) => one.others)),
    first: list.filter((one) => one.first).length,
  }
}
