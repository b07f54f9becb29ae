// Sizes that a graph works out from sizes: worked out once, so that only what depends on the picture is left. A batch counts as -1.
import { derived, isNumbers, type Numbers, type Site } from './site.ts'

const numbers = (site: Site, shape: readonly number[], values: readonly number[]): Numbers =>
  derived(`${site.node.name}/value`, shape, () => Float32Array.from(values))

const mostFolded = 4096

function read(site: Site, at: number): Float32Array {
  const given = site.numbers(at)
  if (given.shape.reduce((product, side) => product * side, 1) > mostFolded)
    throw site.refused('works out many numbers from numbers of the file, which is not read')
  return given.read()
}

const shapeOf = (site: Site): Numbers => {
  const value = site.inputs[0]
  const shape = value !== undefined && isNumbers(value) ? value.shape : [-1, ...site.shape(0)]
  return numbers(site, [shape.length], shape)
}

function sliced(site: Site): Numbers {
  const values = [...read(site, 0)]
  const [begin, end, step] = [site.whole(1), site.whole(2), site.whole(3)]
  if (begin.length !== 1 || step[0] !== 1 || site.numbers(0).shape.length !== 1)
    throw site.refused('cuts numbers in a way that is not read')
  const { whole } = site.attributes
  const from = whole('begin_mask', 0) & 1 ? 0 : begin[0]!
  const part = values.slice(
    from,
    whole('shrink_axis_mask', 0) & 1 ? (from === -1 ? undefined : from + 1) : whole('end_mask', 0) & 1 ? undefined : end[0],
  )
  return numbers(site, whole('shrink_axis_mask', 0) & 1 ? [] : [part.length], part)
}

const packed = (site: Site): Numbers =>
  numbers(
    site,
    [site.inputs.length],
    site.inputs.map((_, at) => read(site, at)[0] ?? 0),
  )

function concatenated(site: Site): Numbers {
  const values = site.inputs.slice(0, -1).flatMap((_, at) => [...read(site, at)])
  return numbers(site, [values.length], values)
}

const product = (site: Site): Numbers => numbers(site, [], [read(site, 0).reduce((all, one) => all * one, 1)])

const each =
  (of: (a: number, b: number) => number) =>
  (site: Site): Numbers => {
    const [a, b] = [read(site, 0), read(site, 1)]
    const longer = a.length >= b.length ? 0 : 1
    if (Math.min(a.length, b.length) !== 1 && a.length !== b.length) throw site.refused('joins numbers that do not fit')
    const count = Math.max(a.length, b.length)
    return numbers(
      site,
      site.numbers(longer).shape,
      Array.from({ length: count }, (_, at) => of(a[a.length === 1 ? 0 : at]!, b[b.length === 1 ? 0 : at]!)),
    )
  }

const inShape = (site: Site): Numbers => {
  const given = site.numbers(0)
  const target = site.node.op === 'Reshape' ? site.whole(1) : null
  const count = given.shape.reduce((all, side) => all * side, 1)
  const known = target?.filter((one) => one >= 0).reduce((all, one) => all * one, 1) ?? 1
  return { ...given, shape: target?.map((one) => (one < 0 ? count / known : one)) ?? [...given.shape.filter((side) => side !== 1)] }
}

/** Operations on nothing but numbers of the file. */
export const foldings: Readonly<Record<string, (site: Site) => Numbers>> = {
  StridedSlice: sliced,
  Pack: packed,
  ConcatV2: concatenated,
  Prod: product,
  Add: each((a, b) => a + b),
  AddV2: each((a, b) => a + b),
  Sub: each((a, b) => a - b),
  Mul: each((a, b) => a * b),
  RealDiv: each((a, b) => a / b),
  FloorDiv: each((a, b) => Math.floor(a / b)),
  Maximum: each(Math.max),
  Minimum: each(Math.min),
  Reshape: inShape,
  Squeeze: inShape,
}
/** The sizes of a value are numbers too. */
export const sizesOf = shapeOf
