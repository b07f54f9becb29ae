// Operations on numbers of the file alone, carried out while the file is read: the arithmetic of shapes that exporters write down, and
// weights that are turned or scaled before they are used.
import { size } from '../../../../src-shared/network/layer-shapes.ts'
import { cutOf, shapeAsked, squeezed, unsqueezed } from './operators/arrangement.ts'
import { axisOf, cannot, float, integer, integers, isDecimalCast, known, listed, optional, type Reader, type Site } from './site.ts'
import type { Known } from './tensor.ts'
import { broadcast, permuted } from './value.ts'

const made = (dims: readonly number[], values: Float64Array, whole: boolean): Known => ({ dims, values, whole })

function mapped(site: Site, change: (number: number) => number, whole = known(site, 0).whole): Known[] {
  const { dims, values } = known(site, 0)
  return [made(dims, Float64Array.from(values, change), whole)]
}
const each =
  (change: (number: number) => number): Reader =>
  (site) =>
    mapped(site, change)

/** Numbers joined one by one, of shapes that broadcast; `truth` answers 1 or 0. */
function zipped(site: Site, one: Known, other: Known, join: (a: number, b: number, whole: boolean) => number, truth = false): Known {
  const dims = broadcast(one.dims, other.dims)
  if (!dims) throw cannot(site, `joins the shapes ${one.dims.join(' x ')} and ${other.dims.join(' x ')}`)
  site.spend(size(dims))
  const whole = one.whole && other.whole
  const [left, right] = [spread(one, dims), spread(other, dims)]
  return made(
    dims,
    Float64Array.from({ length: size(dims) }, (_, at) => join(left(at), right(at), whole)),
    truth || whole,
  )
}

/** The numbers as those of a larger shape, by their place in it. */
function spread({ dims, values }: Known, wide: readonly number[]): (at: number) => number {
  if (values.length === 1) return () => values[0]!
  if (size(wide) === values.length) return (at) => values[at]!
  const full = [...new Array<number>(wide.length - dims.length).fill(1), ...dims]
  const steps = full.map((side, axis) => (side === 1 ? 0 : size(full.slice(axis + 1))))
  return (at) => {
    let rest = at
    let from = 0
    for (let axis = wide.length - 1; axis >= 0; axis--) {
      from += (rest % wide[axis]!) * steps[axis]!
      rest = Math.floor(rest / wide[axis]!)
    }
    return values[from]!
  }
}

const two =
  (join: (a: number, b: number, whole: boolean) => number, truth = false): Reader =>
  (site) => [
    site.inputs
      .slice(1)
      .map((_, at) => known(site, at + 1))
      .reduce((sum, one) => zipped(site, sum, one, join, truth), known(site, 0)),
  ]

/** The parts of a tensor around an axis: how many before it, along it, and after it. */
function around(site: Site, axis: number, { dims }: Known): { axis: number; outer: number; length: number; inner: number } {
  const at = axisOf(site, axis, dims.length)
  return { axis: at, outer: size(dims.slice(0, at)), length: dims[at]!, inner: size(dims.slice(at + 1)) }
}

/** Those of the numbers along an axis that are at these places. */
function taken(site: Site, given: Known, along: number, places: readonly number[]): Known {
  const { axis, outer, length, inner } = around(site, along, given)
  if (places.some((place) => !(place >= 0 && place < length))) throw cannot(site, 'takes what is not there')
  site.spend(outer * places.length * inner)
  const values = new Float64Array(outer * places.length * inner)
  let at = 0
  for (let before = 0; before < outer; before++)
    for (const place of places)
      for (let after = 0; after < inner; after++) values[at++] = given.values[(before * length + place) * inner + after]!
  return made(given.dims.toSpliced(axis, 1, places.length), values, given.whole)
}

const gather: Reader = (site) => {
  const given = known(site, 0)
  const places = known(site, 1)
  const { axis, length } = around(site, integer(site, 'axis', 0), given)
  const list = Array.from(places.values, (place) => (place < 0 ? place + length : place))
  const { dims, values, whole } = taken(site, given, axis, list)
  return [made(dims.toSpliced(axis, 1, ...places.dims), values as Float64Array, whole)]
}

const slice: Reader = (site) => {
  let given = known(site, 0)
  const rank = given.dims.length
  const starts = listed(site, 1, 'starts') ?? []
  const ends = listed(site, 2, 'ends') ?? []
  const axes = listed(site, 3, 'axes') ?? starts.map((_, at) => at)
  const steps = listed(site, 4, 'steps') ?? axes.map(() => 1)
  for (const [at, told] of axes.entries()) {
    const axis = axisOf(site, told, rank)
    const { begin, count, step } = cutOf(starts[at] ?? 0, ends[at] ?? 0, steps[at] ?? 1, given.dims[axis]!)
    const places = Array.from({ length: count }, (_, one) => begin + one * step)
    given = taken(site, given, axis, places)
  }
  return [given]
}

const concat: Reader = (site) => {
  const parts = site.inputs.map((_, at) => known(site, at))
  const first = parts[0]!
  const { axis, outer } = around(site, integer(site, 'axis', 0), first)
  const fits = parts.every(
    ({ dims }) => dims.length === first.dims.length && dims.every((side, at) => at === axis || side === first.dims[at]),
  )
  if (!fits) throw cannot(site, 'joins shapes that do not fit')
  const length = parts.reduce((sum, { dims }) => sum + dims[axis]!, 0)
  const dims = first.dims.toSpliced(axis, 1, length)
  site.spend(size(dims))
  const values = new Float64Array(size(dims))
  let at = 0
  for (let before = 0; before < outer; before++)
    for (const part of parts) {
      const step = part.values.length / outer
      values.set(part.values.subarray(before * step, (before + 1) * step), at)
      at += step
    }
  return [
    made(
      dims,
      values,
      parts.every(({ whole }) => whole),
    ),
  ]
}

const transpose: Reader = (site) => {
  const { dims, values, whole } = known(site, 0)
  const order = integers(site, 'perm') ?? dims.map((_, at) => dims.length - 1 - at)
  if (order.length !== dims.length || new Set(order).size !== dims.length || order.some((axis) => dims[axis] === undefined))
    throw cannot(site, 'names sides that are not there')
  site.spend(values.length)
  // Numbers of 32 bits, as weights are, and shapes, whose numbers are small.
  return [{ dims: order.map((axis) => dims[axis]!), values: permuted(values, dims, order), whole }]
}

/** Lists of sizes, such as a shape that is asked for, become numbers by which memory is taken: bounded, whole and not negative. */
function shapeIn(site: Site, at: number): number[] {
  const shape = Array.from(known(site, at).values)
  if (shape.length > 8 || shape.some((side) => !Number.isInteger(side) || side < 0)) throw cannot(site, 'makes an impossible shape')
  site.spend(size(shape))
  return shape
}

const constantOfShape: Reader = (site) => {
  const attribute = site.node.attributes.get('value')
  const fill = attribute ? site.tensor(attribute) : made([], Float64Array.of(0), false)
  const dims = shapeIn(site, 0)
  return [made(dims, new Float64Array(size(dims)).fill(fill.values[0] ?? 0), fill.whole)]
}

const constant: Reader = (site) => {
  const { attributes } = site.node
  const one = attributes.get('value')
  if (one) return [site.tensor(one)]
  const numbers = attributes.get('value_floats')?.floats ?? attributes.get('value_ints')?.integers
  if (numbers) return [made([numbers.length], Float64Array.from(numbers), attributes.has('value_ints'))]
  const whole = attributes.has('value_int')
  if (!whole && !attributes.has('value_float')) throw cannot(site, 'holds something other than numbers')
  return [made([], Float64Array.of(whole ? integer(site, 'value_int', 0) : float(site, 'value_float', 0)), whole)]
}

const range: Reader = (site) => {
  const [start, limit, step] = [0, 1, 2].map((at) => known(site, at).values[0] ?? 0) as [number, number, number]
  const count = Math.max(0, Math.ceil((limit - start) / step))
  if (!Number.isFinite(count)) throw cannot(site, 'counts without end')
  site.spend(count)
  return [
    made(
      [count],
      Float64Array.from({ length: count }, (_, at) => start + at * step),
      known(site, 0).whole,
    ),
  ]
}

const expand: Reader = (site) => {
  const shape = shapeIn(site, 1)
  return [zipped(site, known(site, 0), { dims: shape, values: new Float64Array(size(shape)), whole: known(site, 0).whole }, (a) => a)]
}

const where: Reader = (site) => {
  const [condition, yes, no] = [known(site, 0), known(site, 1), known(site, 2)]
  const dims = broadcast(broadcast(condition.dims, yes.dims) ?? [], no.dims)
  if (!dims) throw cannot(site, 'joins shapes that do not fit')
  site.spend(size(dims))
  const [if_, one, other] = [spread(condition, dims), spread(yes, dims), spread(no, dims)]
  return [
    made(
      dims,
      Float64Array.from({ length: size(dims) }, (_, at) => (if_(at) ? one(at) : other(at))),
      yes.whole && no.whole,
    ),
  ]
}

const reduce =
  (join: (sum: number, one: number) => number, first: number, last: (sum: number, count: number) => number = (sum) => sum): Reader =>
  (site) => {
    const { dims, values, whole } = known(site, 0)
    const told = listed(site, 1, 'axes')
    const axes = (told?.length ? told : dims.map((_, at) => at)).map((axis) => axisOf(site, axis, dims.length))
    const order = [...dims.map((_, at) => at).filter((axis) => !axes.includes(axis)), ...axes]
    site.spend(values.length)
    const moved = permuted(values, dims, order)
    const count = size(axes.map((axis) => dims[axis]!))
    const answer = Float64Array.from({ length: count === 0 ? 0 : values.length / count }, (_, at) =>
      last(moved.subarray(at * count, (at + 1) * count).reduce(join, first), count),
    )
    const keeps = integer(site, 'keepdims', 1) !== 0
    return [
      made(
        dims.flatMap((side, axis) => (axes.includes(axis) ? (keeps ? [1] : []) : [side])),
        answer,
        whole,
      ),
    ]
  }

const same =
  (shape: (site: Site, dims: readonly number[]) => number[]): Reader =>
  (site) => {
    const given = known(site, 0)
    const dims = shape(site, given.dims)
    if (size(dims) !== given.values.length) throw cannot(site, 'makes a shape that does not fit its numbers')
    return [{ ...given, dims }]
  }

/** As in C: towards 0 between whole numbers. */
const divide = (a: number, b: number, whole: boolean): number => (whole ? Math.trunc(a / b) : a / b)

export const folding: ReadonlyMap<string, Reader> = new Map<string, Reader>(
  Object.entries({
    Constant: constant,
    ConstantOfShape: constantOfShape,
    Range: range,
    Gather: gather,
    Slice: slice,
    Concat: concat,
    Transpose: transpose,
    Expand: expand,
    Where: where,
    Reshape: same((site, dims) => shapeAsked(site, listed(site, 1, 'shape') ?? [], dims)),
    Flatten: same((site, dims) => [size(dims.slice(0, integer(site, 'axis', 1))), size(dims.slice(integer(site, 'axis', 1)))]),
    Squeeze: same(squeezed),
    Unsqueeze: same(unsqueezed),
    Identity: same((_, dims) => [...dims]),
    Dropout: same((_, dims) => [...dims]),
    Cast: (site: Site) => mapped(site, isDecimalCast(site) ? (one) => one : Math.trunc, !isDecimalCast(site)),
    Clip: (site: Site) => {
      const [low, high] = [optional(site, 1)?.values[0] ?? -Infinity, optional(site, 2)?.values[0] ?? Infinity]
      return mapped(site, (one) => Math.min(high, Math.max(low, one)))
    },
    Add: two((a, b) => a + b),
    Sub: two((a, b) => a - b),
    Mul: two((a, b) => a * b),
    Div: two(divide),
    Mod: two((a, b) => a - b * Math.floor(a / b)),
    Pow: two((a, b) => a ** b),
    Max: two((a, b) => Math.max(a, b)),
    Min: two((a, b) => Math.min(a, b)),
    Sum: two((a, b) => a + b),
    Equal: two((a, b) => Number(a === b), true),
    Less: two((a, b) => Number(a < b), true),
    Greater: two((a, b) => Number(a > b), true),
    LessOrEqual: two((a, b) => Number(a <= b), true),
    GreaterOrEqual: two((a, b) => Number(a >= b), true),
    And: two((a, b) => Number(a !== 0 && b !== 0), true),
    Or: two((a, b) => Number(a !== 0 || b !== 0), true),
    Not: each((one) => Number(one === 0)),
    Neg: each((one) => -one),
    Abs: each(Math.abs),
    Sqrt: each(Math.sqrt),
    Exp: each(Math.exp),
    Log: each(Math.log),
    Floor: each(Math.floor),
    Ceil: each(Math.ceil),
    Reciprocal: each((one) => 1 / one),
    ReduceSum: reduce((sum, one) => sum + one, 0),
    ReduceMean: reduce(
      (sum, one) => sum + one,
      0,
      (sum, count) => sum / count,
    ),
    ReduceProd: reduce((sum, one) => sum * one, 1),
    ReduceMax: reduce((sum, one) => Math.max(sum, one), -Infinity),
    ReduceMin: reduce((sum, one) => Math.min(sum, one), Infinity),
    ReduceL2: reduce((sum, one) => sum + one * one, 0, Math.sqrt),
  }),
)
