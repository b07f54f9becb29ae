// Values joined number by number, with each other or with numbers of the file; and products with matrices.
import { size } from '../../../../../src-shared/network/layer-shapes.ts'
import type { Combine, Constant } from '../../../../../src-shared/network/operations/arithmetic.ts'
import { cannot, float, integer, known, optional, type Reader, type Site, value } from '../site.ts'
import type { Known } from '../tensor.ts'
import { type Any, arranged, besides, broadcast, isKnown, permuted, reshaped, shapeOf, type Value, withLast } from '../value.ts'

type Both = Combine['by'] & Constant['by']

/** Two values, of one rank, number by number. */
export function joined(site: Site, by: Combine['by'], one: Value, other: Value): Value {
  const dims = broadcast(one.dims, other.dims)
  if (!dims || one.dims.length !== other.dims.length || dims[0] !== one.dims[0])
    throw cannot(site, `joins the shapes ${one.dims.join(' x ')} and ${other.dims.join(' x ')}`)
  // The larger one stays as it lies.
  const { order } = size(shapeOf(one)) >= size(shapeOf(other)) ? one : other
  const inputs = [one, other].map((part) => arranged(site, part, order).id)
  return { id: site.draft.add({ op: 'combine', inputs, by }, site.origin), dims, order }
}

/** A value with numbers of the file; `first` when they stand on the left. */
export function joinedWith(site: Site, by: Constant['by'], given: Value, numbers: Known, first = false): Value {
  const neutral = by === 'add' || by === 'subtract' ? 0 : 1
  if (!first && (['add', 'subtract', 'multiply', 'divide', 'power'] as string[]).includes(by))
    if (broadcast(given.dims, numbers.dims)?.join() === given.dims.join() && numbers.values.every((one) => one === neutral)) return given
  const dims = broadcast(given.dims, numbers.dims)
  const constant = dims && besides(numbers, given.dims.length, given.order)
  if (!dims || !constant) throw cannot(site, `joins the shapes ${given.dims.join(' x ')} and ${numbers.dims.join(' x ')}`)
  const name = site.draft.weigh('constant', constant.shape, () => constant.values)
  return { id: site.draft.add({ op: 'constant', inputs: [given.id], by, constant: name, first }, site.origin), dims, order: given.order }
}

function both(site: Site, by: Both, one: Any, other: Any): Value {
  if (isKnown(one)) return joinedWith(site, by, other as Value, one, true)
  return isKnown(other) ? joinedWith(site, by, one, other) : joined(site, by, one, other)
}

const two =
  (by: Both): Reader =>
  (site) => {
    const [one, other] = site.inputs
    if (!one || !other) throw cannot(site, 'lacks what it should join')
    return [both(site, by, one, other)]
  }

const several =
  (by: Both): Reader =>
  (site) => {
    const parts = site.inputs.filter((part) => part !== null)
    // What is computed of the picture first, so that each step has something of it.
    const [first, ...rest] = parts.toSorted((a, b) => Number(isKnown(a)) - Number(isKnown(b)))
    return [rest.reduce<Value>((sum, part) => both(site, by, sum, part), first as Value)]
  }

const single = (number: number): Known => ({ dims: [], values: Float32Array.of(number), whole: false })

const mean: Reader = (site) => {
  const [sum] = several('add')(site)
  return [joinedWith(site, 'divide', sum as Value, single(site.inputs.length))]
}

const power: Reader = (site) => {
  const [base, exponent] = site.inputs
  if (base && exponent && isKnown(base)) return [joinedWith(site, 'power', exponent as Value, base, true)]
  return [joinedWith(site, 'power', value(site), known(site, 1))]
}

/** A matrix product along one axis, with a matrix of the file [in, out], and perhaps a bias. */
function product(
  site: Site,
  given: Value,
  axis: number,
  matrix: () => Float32Array,
  sides: readonly [number, number],
  bias?: Float32Array,
): Value {
  if (given.dims[axis] !== sides[0]) throw cannot(site, `has a matrix for ${sides[0]} numbers, and is given ${given.dims[axis]}`)
  const { id, dims, order } = arranged(site, given, withLast(given.order, axis))
  const kernel = site.draft.weigh('kernel', sides, matrix)
  const offset = bias ? { bias: site.draft.weigh('bias', [sides[1]], () => bias) } : {}
  const made = site.draft.add({ op: 'dense', inputs: [id], kernel, ...offset }, site.origin)
  return { id: made, dims: dims.map((side, at) => (at === axis ? sides[1] : side)), order }
}

/** alpha * A * B + beta * C. */
const gemm: Reader = (site) => {
  const given = value(site)
  const matrix = known(site, 1)
  const flipped = integer(site, 'transB', 0) !== 0
  if (given.dims.length !== 2 || matrix.dims.length !== 2 || integer(site, 'transA', 0) !== 0)
    throw cannot(site, 'is not the product of one row of numbers for each picture with a matrix of the file')
  const [rows, columns] = matrix.dims as [number, number]
  const [alpha, beta] = [float(site, 'alpha', 1), float(site, 'beta', 1)]
  const sides = flipped ? ([columns, rows] as const) : ([rows, columns] as const)
  const offset = optional(site, 2)
  const around = offset && broadcast([1, sides[1]], offset.dims)
  if (around && around.join() !== `1,${sides[1]}`) throw cannot(site, 'has biases that do not fit its matrix')
  const bias = offset
    ? Float32Array.from({ length: sides[1] }, (_, at) => beta * offset.values[offset.values.length === 1 ? 0 : at]!)
    : undefined
  const kernel = (): Float32Array => {
    const numbers = permuted(matrix.values, matrix.dims, flipped ? [1, 0] : [0, 1])
    return alpha === 1 ? numbers : numbers.map((number) => alpha * number)
  }
  return [product(site, given, 1, kernel, sides, bias)]
}

const matMul: Reader = (site) => {
  const [left, right] = site.inputs
  if (left && right && !isKnown(left) && !isKnown(right))
    throw cannot(site, 'multiplies two values that depend on the picture, as attention does')
  const onLeft = left !== null && left !== undefined && isKnown(left)
  const given = value(site, onLeft ? 1 : 0)
  const matrix = known(site, onLeft ? 0 : 1)
  const rank = given.dims.length
  if (matrix.dims.length === 1 && !onLeft) {
    const answer = product(site, given, rank - 1, () => Float32Array.from(matrix.values), [matrix.dims[0]!, 1])
    return [reshaped(site, answer, answer.dims.slice(0, -1))]
  }
  const sides = matrix.dims.slice(-2) as [number, number]
  if (matrix.dims.length < 2 || size(matrix.dims) !== sides[0] * sides[1])
    throw cannot(site, 'multiplies with something other than one matrix')
  if (!onLeft) return [product(site, given, rank - 1, () => Float32Array.from(matrix.values), sides)]
  if (rank < 3) throw cannot(site, 'mixes the pictures of a batch')
  return [product(site, given, rank - 2, () => permuted(matrix.values, sides, [1, 0]), [sides[1], sides[0]])]
}

/** 1 where the first is larger and 0 elsewhere; no gradient passes. */
function larger(site: Site, one: Any, other: Any): Value {
  const { id, dims, order } = joinedWith(site, 'multiply', both(site, 'subtract', one, other), single(1e30))
  return { id: site.draft.add({ op: 'activation', inputs: [id], of: { kind: 'clip', low: 0, high: 1 } }, site.origin), dims, order }
}

const not = (site: Site, mask: Value): Value => joinedWith(site, 'subtract', mask, single(1), true)

const compare =
  (turned: boolean, negated: boolean): Reader =>
  (site) => {
    const [first, second] = site.inputs
    if (!first || !second) throw cannot(site, 'lacks what it should compare')
    const mask = turned ? larger(site, second, first) : larger(site, first, second)
    return [negated ? not(site, mask) : mask]
  }

/** One value where a comparison is true, and another elsewhere. */
const where: Reader = (site) => {
  const [condition, yes, no] = site.inputs
  if (!condition || !yes || !no) throw cannot(site, 'lacks what it should choose from')
  const mask = value(site)
  return [both(site, 'add', both(site, 'multiply', mask, yes), both(site, 'multiply', not(site, mask), no))]
}

/** More of the same numbers along sides of 1. */
const expand: Reader = (site) => {
  const given = value(site)
  const dims = broadcast(given.dims, Array.from(known(site, 1).values))
  if (dims?.length !== given.dims.length || dims[0] !== given.dims[0])
    throw cannot(site, 'makes a shape that does not fit what it is given')
  if (dims.join() === given.dims.join()) return [given]
  const missing = dims.map((side, at) => (side === given.dims[at] ? 1 : side))
  site.spend(size(missing))
  const zeros = { dims: missing, values: new Float32Array(size(missing)), whole: false }
  return [joinedWith(site, 'add', given, zeros)]
}

export const arithmetic: Readonly<Record<string, Reader>> = {
  Add: two('add'),
  Sub: two('subtract'),
  Mul: two('multiply'),
  Div: two('divide'),
  Max: several('maximum'),
  Min: several('minimum'),
  Sum: several('add'),
  Mean: mean,
  Pow: power,
  Sqrt: (site) => [joinedWith(site, 'power', value(site), single(0.5))],
  Reciprocal: (site) => [joinedWith(site, 'power', value(site), single(-1))],
  Neg: (site) => [joinedWith(site, 'multiply', value(site), single(-1))],
  Greater: compare(false, false),
  Less: compare(true, false),
  GreaterOrEqual: compare(true, true),
  LessOrEqual: compare(false, true),
  Not: (site) => [not(site, value(site))],
  Where: where,
  Gemm: gemm,
  MatMul: matMul,
  Expand: expand,
}
