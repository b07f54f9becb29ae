// Rows of numbers laid out flat by their two principal axes, and gathered into the cells of a grid.
import { random } from '../../../src-shared/math/random.ts'
import { quantile } from '../../../src-shared/math/quantile.ts'
import { lengthOf } from './activations.ts'

/** Rounds of subspace iteration: enough for axes whose variances differ by a twentieth to come apart. */
const rounds = 100
/** The ends of the grid: what lies beyond goes into the outer cells, so that a few far rows do not leave the rest in one cell. */
const ends = 0.01

export interface FlatMap {
  /** [rows][2], from the mean. */
  readonly places: [number, number][]
  /** Share of the variance along each axis. */
  readonly explained: [number, number]
}

/**
 * The two principal axes by subspace iteration (Golub and Van Loan, Matrix Computations, 8.2), which needs no matrix of all pairs of
 * channels: a layer may have thousands. Signs are fixed: the largest entry of an axis is positive.
 */
export function flatMap(rows: readonly Float32Array[], seed: number): FlatMap {
  const width = rows[0]!.length
  const mean = new Float64Array(width)
  for (const row of rows) for (let at = 0; at < width; at++) mean[at]! += row[at]! / rows.length
  const centred = rows.map((row) => Float64Array.from(row, (one, at) => one - mean[at]!))
  const total = centred.reduce((sum, row) => sum + lengthOf(row) ** 2, 0)
  if (total === 0) return { places: rows.map(() => [0, 0]), explained: [0, 0] }
  const stream = random(seed, 'axes')
  let axes: Float64Array[] = [0, 1].map(() => Float64Array.from({ length: width }, () => stream.normal()))
  for (let round = 0; round < rounds; round++) axes = apart(axes.map((axis) => timesCovariance(centred, axis)))
  const along = (axis: Float64Array): number[] => centred.map((row) => row.reduce((sum, one, at) => sum + one * axis[at]!, 0))
  const found = axes
    .map((axis) => {
      const largest = axis.reduce((best, one) => (Math.abs(one) > Math.abs(best) ? one : best), 0)
      const signed = largest < 0 ? axis.map((one) => -one) : axis
      const places = along(signed)
      return { places, variance: places.reduce((sum, one) => sum + one ** 2, 0) }
    })
    .sort((a, b) => b.variance - a.variance)
  return {
    places: rows.map((_, at) => [found[0]!.places[at]!, found[1]!.places[at]!]),
    explained: [found[0]!.variance / total, found[1]!.variance / total],
  }
}

function timesCovariance(rows: readonly Float64Array[], axis: Float64Array): Float64Array {
  const out = new Float64Array(axis.length)
  for (const row of rows) {
    let product = 0
    for (let at = 0; at < axis.length; at++) product += row[at]! * axis[at]!
    for (let at = 0; at < axis.length; at++) out[at]! += product * row[at]!
  }
  return out
}

/** Two directions of length 1 at a right angle; zeros where there is none left. */
function apart([first, second]: Float64Array[]): Float64Array[] {
  const a = ofLengthOne(first!)
  const product = a.reduce((sum, one, at) => sum + one * second![at]!, 0)
  return [a, ofLengthOne(second!.map((one, at) => one - product * a[at]!))]
}
function ofLengthOne(values: Float64Array): Float64Array {
  const length = lengthOf(values)
  return length > 0 ? values.map((one) => one / length) : values
}

/** Which rows lie in each cell of a grid of side x side cells over the map, row by row of the grid. */
export function cellsOf({ places }: FlatMap, side: number): number[][] {
  const cells = Array.from({ length: side * side }, (): number[] => [])
  const spans = ([0, 1] as const).map((axis) => {
    const values = places.map((place) => place[axis]).sort((a, b) => a - b)
    return [quantile(values, ends), quantile(values, 1 - ends)] as const
  })
  places.forEach((place, at) => {
    const [column, row] = place.map((one, axis) => {
      const [low, high] = spans[axis]!
      return high > low ? Math.min(side - 1, Math.max(0, Math.floor((side * (one - low)) / (high - low)))) : 0
    })
    cells[row! * side + column!]!.push(at)
  })
  return cells
}
