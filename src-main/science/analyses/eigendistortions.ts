// The changes of a picture that a layer notices most and least: eigenvectors of J'J (Berardino, Ballé, Laparra and Simoncelli,
// Eigen-Distortions of Hierarchical Representations, 2017).
import { random } from '../../../src-shared/math/random.ts'
import { lengthOf } from './activations.ts'
import type { LayerDerivative } from './layer-derivative.ts'

/** Numbers of a whole J that are held at once; 64 MB as float64. */
const mostNumbers = 8e6
/** Rounds of power iteration and of conjugate gradients, with the whole matrix and without it. */
const [roundsWhole, roundsWithout] = [150, 60]
/** Random changes whose mean gain is the yardstick. */
const randomChanges = 16
/** A change is not looked for further once it moves the layer by this share of what a random one does. */
const unnoticed = 1e-4

export interface Distortion {
  /** Of length 1, a number for each number of the picture. */
  readonly direction: Float64Array
  /** Length of J v. */
  readonly gain: number
}
export interface Distortions {
  readonly most: Distortion
  readonly least: Distortion
  /** One change drawn by lot; its gain is the root mean square over several. */
  readonly random: Distortion
  /** Whether the whole J was used; else what was found is as good as power iteration gets it. */
  readonly exact: boolean
}

type Steps<T> = Generator<{ done: number; total: number }, T>

/** Yields how many of `total` parts of the work are done. */
export function* eigendistortions(derivative: LayerDerivative, seed: number, numbers = mostNumbers): Steps<Distortions> {
  const { inputs, outputs } = derivative
  const noise = (name: string, at = 0): Float64Array => {
    const stream = random(seed, name, at)
    return unit(Float64Array.from({ length: inputs }, () => stream.normal()))
  }
  const exact = outputs * inputs <= numbers
  const rounds = exact ? roundsWhole : roundsWithout
  const total = 2 * rounds + (exact ? outputs : 0)
  let { forward, backward } = derivative
  if (exact) {
    const rows: Float64Array[] = []
    while (rows.length < outputs) {
      for (const row of derivative.rows(rows.length)) rows.push(Float64Array.from(row))
      yield { done: rows.length, total }
    }
    forward = (v) => Float64Array.from(rows, (row) => dot(row, v))
    backward = (u) => {
      const out = new Float64Array(inputs)
      rows.forEach((row, at) => {
        if (u[at] !== 0) addTo(out, row, u[at]!)
      })
      return out
    }
  }
  const begun = total - 2 * rounds
  let most = noise('most')
  for (let round = 0; round < rounds; round++) {
    const next = unit(backward(forward(most)))
    const moved = lengthOf(next.map((one, at) => one - most[at]!))
    most = next
    yield { done: begun + round, total }
    if (moved < 1e-6) break
  }
  const least = yield* leastNoticed({ forward, backward }, noise('least'), rounds, begun + rounds)
  const told = (direction: Float64Array): Distortion => ({ direction: signed(direction), gain: lengthOf(forward(direction)) })
  return { most: told(most), least: told(least), random: randomOf(noise, forward), exact }
}

/**
 * A random change without all of it that the layer notices: what is left of it when conjugate gradients (Hestenes and Stiefel 1952, as
 * CGLS) have found the smallest change that moves the layer as it does. Where the picture has more numbers than the layer, this is an
 * eigenvector with the eigenvalue 0, one of very many; elsewhere the little that is left lies along the smallest ones.
 */
function* leastNoticed(
  { forward, backward }: Pick<LayerDerivative, 'forward' | 'backward'>,
  start: Float64Array,
  rounds: number,
  begun: number,
): Steps<Float64Array> {
  const rest = forward(start)
  const [left, first] = [start.slice(), lengthOf(rest)]
  let best = { share: 1, change: start }
  let slope = backward(rest)
  let search = slope.slice()
  let square = lengthOf(slope) ** 2
  for (let round = 0; round < rounds && square > 0; round++) {
    const moved = forward(search)
    const length = square / lengthOf(moved) ** 2
    if (!Number.isFinite(length)) break
    addTo(left, search, -length)
    addTo(rest, moved, -length)
    const share = lengthOf(rest) / first / lengthOf(left)
    if (!(share < Infinity)) break
    if (share < best.share) best = { share, change: unit(left) }
    yield { done: begun + round, total: begun + rounds }
    if (share < unnoticed) break
    slope = backward(rest)
    const next = lengthOf(slope) ** 2
    const kept = next / square
    search = slope.map((one, at) => one + kept * search[at]!)
    square = next
  }
  return best.change
}

function randomOf(noise: (name: string, at?: number) => Float64Array, forward: (v: Float64Array) => Float64Array): Distortion {
  const gains = Array.from({ length: randomChanges }, (_, at) => lengthOf(forward(noise('random', at))))
  const square = gains.reduce((sum, one) => sum + one ** 2, 0) / randomChanges
  return { direction: noise('random', 0), gain: Math.sqrt(square) }
}

/** The sign of an eigenvector is free: the sum of its numbers is not negative, so that it brightens rather than darkens. */
const signed = (v: Float64Array): Float64Array => (v.reduce((sum, one) => sum + one, 0) < 0 ? v.map((one) => -one) : v)
function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let at = 0; at < a.length; at++) sum += a[at]! * b[at]!
  return sum
}
function addTo(to: Float64Array, from: Float64Array, times: number): void {
  for (let at = 0; at < to.length; at++) to[at]! += times * from[at]!
}
function unit(v: Float64Array): Float64Array {
  const length = lengthOf(v)
  return length > 0 ? v.map((one) => one / length) : v
}
