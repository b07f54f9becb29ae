// Values of an ONNX network: known numbers, or what is computed of the picture. ONNX has the channels before the pixels; the lab has them
// last. A value therefore carries the order in which its numbers really lie, and is rearranged only where an operation needs another one.
import { size } from '../../../../src-shared/network/layer-shapes.ts'
import type { Draft, Origin } from '../draft.ts'
import type { Weights } from '../kind.ts'
import { refused } from '../refusal.ts'
import type { Known } from './tensor.ts'

export interface Value {
  /** Its operation in the draft. */
  readonly id: string
  /** Its shape as ONNX has it, the batch first. */
  readonly dims: readonly number[]
  /** Its axes of ONNX but the batch, in the order in which they lie: 2, 3, 1 for a picture with its channels last. */
  readonly order: readonly number[]
  /** Whether the file has dropped the batch of one picture, which `dims` still has. */
  readonly bare?: boolean | undefined
  /** What it is another shape of. */
  readonly source?: Value | undefined
}
export type Any = Value | Known
export const isKnown = (one: Any): one is Known => 'values' in one

/** Where operations are added, and for whom. */
export interface Bench {
  readonly draft: Draft
  readonly origin: Origin
}

export const shapeOf = ({ dims, order }: Value): number[] => order.map((axis) => dims[axis]!)
const same = (a: readonly number[], b: readonly number[]): boolean => a.length === b.length && a.every((one, at) => one === b[at])
/** The axes as ONNX has them. */
export const asIs = (rank: number): number[] => Array.from({ length: rank - 1 }, (_, at) => at + 1)
/** The channels, which ONNX has first, last. */
export const channelsLast = (rank: number): number[] => [...asIs(rank).slice(1), 1]
/** With one axis last. */
export const withLast = (order: readonly number[], axis: number): number[] => [...order.filter((one) => one !== axis), axis]

/** The value with its numbers in another order. */
export function arranged({ draft, origin }: Bench, value: Value, order: readonly number[]): Value {
  if (same(value.order, order)) return value
  const { dims } = value
  const long = (axis: number): boolean => dims[axis] !== 1
  const shape = order.map((axis) => dims[axis]!)
  const inputs: [string] = [value.id]
  const helps = { ...origin, helps: true }
  if (!same(value.order.filter(long), order.filter(long)))
    return { id: draft.add({ op: 'transpose', inputs, order: order.map((axis) => value.order.indexOf(axis)) }, helps), dims, order }
  // Sides of one pixel move nothing.
  return { id: same(shapeOf(value), shape) ? value.id : draft.add({ op: 'reshape', inputs, shape }, helps), dims, order }
}

/** The value in another shape of ONNX. Where it can, its numbers stay where they are. */
export function reshaped(bench: Bench, value: Value, dims: readonly number[]): Value {
  if (same(value.dims, dims)) return value
  if (dims.length < 2 || dims[0] !== value.dims[0])
    throw refused(`it mixes the pictures of a batch at "${bench.origin.path || bench.origin.word}"`)
  if (size(dims) !== size(value.dims))
    throw refused(`it makes the shape ${dims.join(' x ')} of ${value.dims.join(' x ')} at "${bench.origin.path || bench.origin.word}"`)
  for (let source = value.source; source; source = source.source) if (same(source.dims, dims)) return source
  const groups = grouped(value.dims, dims)
  const places = value.order.filter((axis) => value.dims[axis] !== 1)
  const starts = groups.map(({ from }) => places.indexOf(from[0]!))
  const stays = groups.every(({ from }, at) => from.every((axis, step) => places[starts[at]! + step] === axis))
  const given = stays ? value : arranged(bench, value, asIs(value.dims.length))
  const moved = stays ? groups.toSorted((a, b) => places.indexOf(a.from[0]!) - places.indexOf(b.from[0]!)) : groups
  const long = moved.flatMap(({ to }) => to)
  const order = orderAround(long, dims)
  const shape = order.map((axis) => dims[axis]!)
  const id = same(shapeOf(given), shape)
    ? given.id
    : bench.draft.add({ op: 'reshape', inputs: [given.id], shape }, { ...bench.origin, helps: false })
  return { id, dims, order, source: value }
}

/**
 * The value after some work on one or two of its axes as on the height and width of a picture: `work` is given the operation of a picture
 * with these sides, and answers with another and its sides.
 */
export function onPlane(
  bench: Bench,
  value: Value,
  [down, across]: readonly [number, (number | undefined)?],
  work: (id: string, sides: readonly [number, number]) => { id: string; sides: readonly [number, number] },
): Value {
  const rest = asIs(value.dims.length).filter((axis) => axis !== down && axis !== across)
  const order = across === undefined ? [down, ...rest] : [down, across, ...rest]
  const given = arranged(bench, value, order)
  const helps = { ...bench.origin, helps: true }
  const as = (id: string, shape: number[], had: number[]): string =>
    same(shape, had) ? id : bench.draft.add({ op: 'reshape', inputs: [id], shape }, helps)
  const before = [value.dims[down]!, across === undefined ? 1 : value.dims[across]!] as const
  const channels = size(rest.map((axis) => value.dims[axis]!))
  const { id, sides } = work(as(given.id, [...before, channels], shapeOf(given)), before)
  const dims = value.dims.map((side, axis) => (axis === down ? sides[0] : axis === across ? sides[1] : side))
  const shape = order.map((axis) => dims[axis]!)
  return { id: as(id, shape, [...sides, channels]), dims, order }
}

/** Which axes of one shape are which of the other: groups whose numbers are as many, sides of 1 left out. */
function grouped(from: readonly number[], to: readonly number[]): { from: number[]; to: number[] }[] {
  const long = (dims: readonly number[]): number[] => asIs(dims.length).filter((axis) => dims[axis] !== 1)
  const [left, right] = [long(from), long(to)]
  const groups: { from: number[]; to: number[] }[] = []
  let [a, b] = [0, 0]
  while (a < left.length && b < right.length) {
    const group = { from: [left[a++]!], to: [right[b++]!] }
    let [x, y] = [from[group.from[0]!]!, to[group.to[0]!]!]
    while (x !== y && (x < y ? a < left.length : b < right.length)) {
      const axis = x < y ? left[a++]! : right[b++]!
      if (x < y) {
        group.from.push(axis)
        x *= from[axis]!
      } else {
        group.to.push(axis)
        y *= to[axis]!
      }
    }
    groups.push(group)
  }
  return groups
}

/** An order of all axes in which these follow each other; for a picture the usual one, if it is such. */
function orderAround(long: readonly number[], dims: readonly number[]): number[] {
  const usual = [channelsLast(dims.length), asIs(dims.length)].slice(dims.length === 4 ? 0 : 1)
  const fitting = usual.find((order) =>
    same(
      order.filter((axis) => dims[axis] !== 1),
      long,
    ),
  )
  return fitting ?? [...asIs(dims.length).filter((axis) => dims[axis] === 1), ...long]
}

/** Numbers in another order of their axes. */
export function permuted(values: ArrayLike<number>, dims: readonly number[], order: readonly number[]): Float32Array {
  const moved = new Float32Array(values.length)
  if (moved.length === 0) return moved
  const shape = order.map((axis) => dims[axis]!)
  const steps = order.map((axis) => size(dims.slice(axis + 1)))
  const [length, step] = [shape.at(-1) ?? 1, steps.at(-1) ?? 1]
  const places = new Array<number>(shape.length).fill(0)
  let row = 0
  for (let to = 0; to < moved.length; ) {
    for (let at = 0, from = row; at < length; at++, from += step) moved[to++] = values[from]!
    for (let axis = shape.length - 2; axis >= 0; axis--) {
      row += steps[axis]!
      if (++places[axis]! < shape[axis]!) break
      row -= steps[axis]! * shape[axis]!
      places[axis] = 0
    }
  }
  return moved
}

/** The shape that two shapes broadcast to, their last sides aligned; null when they do not. */
export function broadcast(a: readonly number[], b: readonly number[]): number[] | null {
  const rank = Math.max(a.length, b.length)
  const joined: number[] = []
  for (let at = 0; at < rank; at++) {
    const [x, y] = [a[a.length - rank + at] ?? 1, b[b.length - rank + at] ?? 1]
    if (x !== y && x !== 1 && y !== 1) return null
    joined.push(x === 1 ? y : x)
  }
  return joined
}

/**
 * Numbers of the file as they are joined with a value: in its order, without the batch and without leading sides of 1. Null when they do
 * not fit or differ from picture to picture.
 */
export function besides({ dims, values }: Known, rank: number, order: readonly number[]): Weights | null {
  const full = [...new Array<number>(Math.max(0, rank - dims.length)).fill(1), ...dims]
  if (full.length > rank || full[0] !== 1) return null
  const shape = order.map((axis) => full[axis]!)
  const first = shape.findIndex((side) => side !== 1)
  return { shape: first < 0 ? [1] : shape.slice(first), values: permuted(values, full, [0, ...order]) }
}
