// What only rearranges, cuts or joins numbers.
import { size } from '../../../../../src-shared/network/layer-shapes.ts'
import { cannot, integer, integers, isDecimalCast, known, listed, optional, ownAxis, type Reader, type Site, text, value } from '../site.ts'
import { arranged, onPlane, reshaped, type Value } from '../value.ts'

const concat: Reader = (site) => {
  const parts = site.inputs.map((_, at) => value(site, at))
  const [first] = parts
  if (!first) throw cannot(site, 'is given nothing')
  const rank = first.dims.length
  const axis = ownAxis(site, integer(site, 'axis', 1), rank)
  const fits = parts.every(({ dims }) => dims.length === rank && dims.every((side, at) => at === axis || side === first.dims[at]))
  if (!fits) throw cannot(site, 'joins shapes that do not fit')
  if (parts.length === 1) return [first]
  const inputs = parts.map((part) => arranged(site, part, first.order).id)
  const id = site.draft.add({ op: 'concat', inputs, axis: first.order.indexOf(axis) }, site.origin)
  const length = parts.reduce((sum, { dims }) => sum + dims[axis]!, 0)
  return [{ id, dims: first.dims.map((side, at) => (at === axis ? length : side)), order: first.order }]
}

/** A part of a value along one axis. */
function part(site: Site, given: Value, axis: number, begin: number, length: number): Value {
  const { id, dims, order } = given
  if (length < 1 || begin < 0 || begin + length > dims[axis]!) throw cannot(site, 'cuts out what is not there')
  if (length === dims[axis]) return given
  const cut = dims.map((side, at) => (at === axis ? length : side))
  const node = {
    op: 'slice',
    inputs: [id] as [string],
    begin: order.map((one) => (one === axis ? begin : 0)),
    length: order.map((one) => cut[one]!),
  } as const
  return { id: site.draft.add(node, site.origin), dims: cut, order }
}

const split: Reader = (site) => {
  const given = value(site)
  const axis = ownAxis(site, integer(site, 'axis', 0), given.dims.length)
  const count = site.node.outputs.length
  const each = Math.ceil(given.dims[axis]! / count)
  const lengths = listed(site, 1, 'split') ?? Array.from({ length: count }, (_, at) => Math.min(each, given.dims[axis]! - at * each))
  let begin = 0
  return lengths.slice(0, count).map((length) => {
    begin += length
    return part(site, given, axis, begin - length, length)
  })
}

/** Every so many numbers along an axis, forwards; or a few of them in another order. */
function stepped(site: Site, given: Value, axis: number, begin: number, step: number, count: number): Value {
  if (step === 1) return part(site, given, axis, begin, count)
  if (step < 1)
    return picked(
      site,
      given,
      axis,
      Array.from({ length: Math.min(count, mostPicked + 1) }, (_, at) => begin + step * at),
    )
  const cut = part(site, given, axis, begin, (count - 1) * step + 1)
  // A pool whose window is one pixel takes every so many of them.
  return onPlane(site, cut, [axis], (id) => ({
    id: site.draft.add(
      { op: 'pool', inputs: [id], mode: 'max', size: [1, 1], strides: [step, 1], pads: [0, 0, 0, 0], countsPads: false },
      site.origin,
    ),
    sides: [count, 1],
  }))
}

const mostPicked = 64

function picked(site: Site, given: Value, axis: number, places: number[]): Value {
  if (places.length > mostPicked) throw cannot(site, `puts more than ${mostPicked} parts into another order, which cannot be read here`)
  const parts = places.map((place) => part(site, given, axis, place, 1))
  const inputs = parts.map(({ id }) => id)
  const dims = given.dims.map((side, at) => (at === axis ? places.length : side))
  if (inputs.length === 1) return parts[0]!
  return { id: site.draft.add({ op: 'concat', inputs, axis: given.order.indexOf(axis) }, site.origin), dims, order: given.order }
}

const slice: Reader = (site) => {
  let given = value(site)
  const rank = given.dims.length
  const starts = listed(site, 1, 'starts')
  const ends = listed(site, 2, 'ends')
  const axes = listed(site, 3, 'axes') ?? (starts ?? []).map((_, at) => at)
  const steps = listed(site, 4, 'steps') ?? axes.map(() => 1)
  if (!starts || ends?.length !== starts.length || axes.length !== starts.length || steps.length !== starts.length)
    throw cannot(site, 'does not say what it cuts out')
  for (const [at, told] of axes.entries()) {
    const axis = told < 0 ? told + rank : told
    const side = given.dims[axis]
    if (side === undefined || !Number.isInteger(axis)) throw cannot(site, `names side ${told} of ${rank}`)
    const { begin, count, step } = cutOf(starts[at]!, ends[at]!, steps[at]!, side)
    if (count < 1) throw cannot(site, 'cuts out nothing')
    if (begin === 0 && step === 1 && count === side) continue
    given = stepped(site, given, ownAxis(site, axis, rank), begin, step, count)
  }
  return [given]
}

/** Where a cut begins and how many numbers it takes, of a start and an end that may be counted from the end. */
export function cutOf(start: number, end: number, step: number, side: number): { begin: number; count: number; step: number } {
  const from = (place: number): number => (place < 0 ? place + side : place)
  const [low, high] = step < 0 ? [-1, side - 1] : [0, side]
  const within = (place: number): number => Math.min(high, Math.max(low, place))
  const begin = within(from(start))
  const stop = within(from(end))
  return { begin, count: step === 0 ? 0 : Math.max(0, Math.ceil((stop - begin) / step)), step }
}

/** All numbers of one picture by a table, as PyTorch writes down a picture that lies in memory in some way; those that change nothing. */
function tabled(site: Site, given: Value): Value {
  const { dims, values } = known(site, 1)
  const changes = dims[0] !== 1 || values.length !== size(given.dims) || values.some((place, at) => place !== at)
  if (changes) throw cannot(site, 'takes numbers by a table, which cannot be read here')
  return reshaped(site, given, dims)
}

const gather: Reader = (site) => {
  const { bare, ...given } = value(site)
  if (bare) return [tabled(site, given)]
  const axis = ownAxis(site, integer(site, 'axis', 0), given.dims.length)
  const places = known(site, 1)
  if (places.dims.length > 1 || places.values.length === 0) throw cannot(site, 'takes parts by a table, which cannot be read here')
  const list = Array.from(places.values, (place) => (place < 0 ? place + given.dims[axis]! : place))
  const follows = list.every((place, at) => place === list[0]! + at)
  const taken = follows ? part(site, given, axis, list[0]!, list.length) : picked(site, given, axis, list)
  return [places.dims.length === 0 ? reshaped(site, taken, given.dims.toSpliced(axis, 1)) : taken]
}

const transpose: Reader = (site) => {
  const { id, dims, order } = value(site)
  const turned = integers(site, 'perm') ?? dims.map((_, at) => dims.length - 1 - at)
  if (turned.length !== dims.length || new Set(turned).size !== dims.length || turned.some((axis) => dims[axis] === undefined))
    throw cannot(site, 'names sides that are not there')
  if (turned[0] !== 0) throw cannot(site, 'mixes the pictures of a batch')
  // The numbers stay where they lie; only what they are called changes.
  return [{ id, dims: turned.map((axis) => dims[axis]!), order: order.map((axis) => turned.indexOf(axis)) }]
}

/** The shape that is asked for: 0 keeps a side, -1 is what is left. Throws 'invalid' for what cannot be. */
export function shapeAsked(site: Site, asked: readonly number[], dims: readonly number[]): number[] {
  const keeps = integer(site, 'allowzero', 0) === 0
  const told = asked.map((side, at) => (side === 0 && keeps ? (dims[at] ?? 0) : side))
  const rest = size(dims) / told.reduce((product, side) => (side === -1 ? product : product * side), 1)
  const shape = told.map((side) => (side === -1 ? rest : side))
  const impossible = shape.length > 8 || shape.some((side) => !Number.isInteger(side) || side < 0)
  if (impossible || size(shape) !== size(dims)) throw cannot(site, `makes ${asked.slice(0, 8).join(' x ')} of ${dims.join(' x ')}`)
  return shape
}

const reshape: Reader = (site) => {
  const { bare, ...given } = value(site)
  const asked = listed(site, 1, 'shape')
  if (!asked) throw cannot(site, 'does not say which shape it makes')
  if (asked.length === 1 && given.dims[0] === 1) {
    const [all] = shapeAsked(site, asked, bare ? given.dims.slice(1) : given.dims)
    return [{ ...reshaped(site, given, [1, all!]), bare: true }]
  }
  return [reshaped(site, given, shapeAsked(site, asked, given.dims))]
}

const flatten: Reader = (site) => {
  const given = value(site)
  const axis = integer(site, 'axis', 1)
  const at = axis < 0 ? axis + given.dims.length : axis
  return [reshaped(site, given, [size(given.dims.slice(0, at)), size(given.dims.slice(at))])]
}

/** The shape without the sides of 1 that are named, or without all of them. */
export function squeezed(site: Site, dims: readonly number[]): number[] {
  const axes = listed(site, 1, 'axes')?.map((axis) => (axis < 0 ? axis + dims.length : axis))
  if (axes?.some((axis) => dims[axis] !== 1)) throw cannot(site, 'leaves out a side that is not 1')
  return dims.filter((side, at) => (axes ? !axes.includes(at) : side !== 1))
}

export function unsqueezed(site: Site, dims: readonly number[]): number[] {
  const axes = listed(site, 1, 'axes') ?? []
  const rank = dims.length + axes.length
  const places = axes.map((axis) => (axis < 0 ? axis + rank : axis))
  const rest = [...dims]
  return Array.from({ length: rank }, (_, at) => (places.includes(at) ? 1 : (rest.shift() ?? 1)))
}

const depthToSpace: Reader = (site) => {
  const given = value(site)
  const block = integer(site, 'blocksize', 0)
  const [batch, channels, height, width] = given.dims as [number, number, number, number]
  const left = channels / block ** 2
  if (given.dims.length !== 4 || block < 1 || !Number.isInteger(left)) throw cannot(site, 'has a block that does not fit what it is given')
  const across = text(site, 'mode', 'DCR') === 'CRD'
  const apart = reshaped(site, given, across ? [batch, left, block, block, height, width] : [batch, block, block, left, height, width])
  const [rows, columns, depth] = across ? [2, 3, 1] : [1, 2, 3]
  const turned = [0, depth, 4, rows, 5, columns] as number[]
  const moved = { ...apart, dims: turned.map((axis) => apart.dims[axis]!), order: apart.order.map((axis) => turned.indexOf(axis)) }
  return [reshaped(site, { id: moved.id, dims: moved.dims, order: moved.order }, [batch, left, height * block, width * block])]
}

const pad: Reader = (site) => {
  let given = value(site)
  const rank = given.dims.length
  const list = listed(site, 1, 'pads')
  const axes = (listed(site, 3, 'axes') ?? given.dims.map((_, at) => at)).map((axis) => (axis < 0 ? axis + rank : axis))
  if (list?.length !== 2 * axes.length) throw cannot(site, 'does not say how many pixels it adds')
  const word = text(site, 'mode', 'constant')
  if (word !== 'constant' && word !== 'reflect' && word !== 'edge')
    throw cannot(site, `adds pixels in an unknown way (${word.slice(0, 40)})`)
  const filled = site.node.attributes.get('value')?.float ?? optional(site, 2)?.values[0] ?? 0
  const amounts = axes.map((axis, at) => ({ axis, before: list[at]!, after: list[at + axes.length]! }))
  for (const { axis, before, after } of amounts) {
    const [from, to] = [Math.max(0, -before), Math.max(0, -after)]
    if (from + to > 0) given = part(site, given, ownAxis(site, axis, rank), from, given.dims[axis]! - from - to)
  }
  const added = amounts.filter(({ before, after }) => before > 0 || after > 0)
  const usual = added.every(({ axis }) => axis === 2 || axis === 3) && rank === 4
  for (const both of usual && added.length > 0 ? [[2, 3]] : pairs(added.map(({ axis }) => ownAxis(site, axis, rank)))) {
    const [top, bottom, left, right] = both.flatMap((axis) => {
      const one = added.find((each) => each.axis === axis)
      return [Math.max(0, one?.before ?? 0), Math.max(0, one?.after ?? 0)]
    })
    const pads: [number, number, number, number] = [top!, bottom!, left ?? 0, right ?? 0]
    given = onPlane(site, given, [both[0]!, both[1]], (id, [height, width]) => ({
      id: site.draft.add({ op: 'pad', inputs: [id], pads, mode: word, value: filled }, site.origin),
      sides: [height + pads[0] + pads[1], width + pads[2] + pads[3]],
    }))
  }
  return [given]
}

const pairs = (axes: number[]): number[][] => Array.from({ length: Math.ceil(axes.length / 2) }, (_, at) => axes.slice(2 * at, 2 * at + 2))

/** Between kinds of decimal numbers. */
const cast: Reader = (site) => {
  if (!isDecimalCast(site)) throw cannot(site, 'makes whole numbers, through which nothing can be followed back to the picture')
  return [value(site)]
}

const identity: Reader = (site) => [value(site)]

/** The shape of a value is known before any picture is. */
export const shapeKnown: Reader = (site) => {
  const [given] = site.inputs
  if (!given) throw cannot(site, 'is given nothing')
  const rank = given.dims.length
  const from = (axis: number): number => Math.min(rank, Math.max(0, axis < 0 ? axis + rank : axis))
  const dims = given.dims.slice(from(integer(site, 'start', 0)), from(integer(site, 'end', rank)))
  return [{ dims: [dims.length], values: Float64Array.from(dims), whole: true }]
}

export const arrangement: Readonly<Record<string, Reader>> = {
  Concat: concat,
  Split: split,
  Slice: slice,
  Gather: gather,
  Transpose: transpose,
  Reshape: reshape,
  Flatten: flatten,
  Squeeze: (site) => [reshaped(site, value(site), squeezed(site, value(site).dims))],
  Unsqueeze: (site) => [reshaped(site, value(site), unsqueezed(site, value(site).dims))],
  DepthToSpace: depthToSpace,
  Pad: pad,
  Cast: cast,
  Identity: identity,
  Shape: shapeKnown,
  Size: (site) => [{ dims: [], values: Float64Array.of(size(site.inputs[0]?.dims ?? [])), whole: true }],
}
