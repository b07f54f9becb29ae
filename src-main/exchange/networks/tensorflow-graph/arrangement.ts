// What only rearranges, cuts, enlarges or joins what is there.
import { size } from '../../../../src-shared/network/layer-shapes.ts'
import { isNumbers, type Site } from './site.ts'
import { expectChannelsLast } from './weighted.ts'

const reshaped = (site: Site, shape: number[]): string => site.add({ op: 'reshape', inputs: [site.value(0)], shape })

export function reshape(site: Site): string {
  const target = site.whole(1)
  const all = size(site.shape(0))
  const [batch, ...rest] = target
  const known = rest.filter((one) => one >= 0).reduce((product, one) => product * one, 1)
  const open = rest.filter((one) => one < 0).length
  if (batch === undefined || (batch !== 1 && batch >= 0) || open > 1 || (batch < 0 && open > 0))
    throw site.refused('mixes the pictures of a batch')
  const shape = rest.map((one) => (one < 0 ? all / known : one))
  if (size(shape) !== all || !shape.every((one) => Number.isInteger(one) && one > 0)) throw site.refused('makes a shape that does not fit')
  // A row of one number stays one.
  return reshaped(site, shape.length === 0 ? [1] : shape)
}

const axisOf = (site: Site, axis: number, rank: number): number => {
  const at = (axis < 0 ? axis + rank : axis) - 1
  if (at < 0) throw site.refused('joins or cuts the pictures of a batch, which is not read')
  return at
}

export function squeeze(site: Site): string {
  const shape = site.shape(0)
  const stated = site.attributes.list('squeeze_dims')
  const axes =
    stated.length > 0 ? stated.map((axis) => axisOf(site, axis, shape.length + 1)) : [...shape.keys()].filter((at) => shape[at] === 1)
  return reshaped(
    site,
    shape.filter((_, at) => !axes.includes(at)),
  )
}

export function expandDims(site: Site): string {
  const shape = [...site.shape(0)]
  const [axis = -1] = site.whole(1)
  shape.splice(axisOf(site, axis, shape.length + 2), 0, 1)
  return reshaped(site, shape)
}

export function transpose(site: Site): string {
  const [batch, ...order] = site.whole(1)
  if (batch !== 0) throw site.refused('mixes the pictures of a batch')
  return site.add({ op: 'transpose', inputs: [site.value(0)], order: order.map((one) => one - 1) })
}

export function concat(site: Site): string {
  const parts = site.inputs.slice(0, -1)
  const [axis = -1] = site.whole(site.inputs.length - 1)
  if (parts.some(isNumbers)) throw site.refused('joins values with numbers of the file, which is not read')
  const inputs = parts as string[]
  if (inputs.length === 1) return inputs[0]!
  return site.add({ op: 'concat', inputs, axis: axisOf(site, axis, site.shape(0).length + 1) })
}

export function pad(site: Site): string {
  const sides = site.whole(1)
  const value = site.node.op === 'PadV2' ? (site.numbers(2).read()[0] ?? 0) : 0
  const mode = site.node.op === 'MirrorPad' ? 'reflect' : 'constant'
  if (site.node.op === 'MirrorPad' && site.attributes.text('mode', 'REFLECT') !== 'REFLECT')
    throw site.refused('mirrors the outermost pixels too')
  const [first, second, top = 0, bottom = 0, left = 0, right = 0, before, after] = sides
  if (sides.length !== 8 || [first, second, before, after].some((one) => one !== 0))
    throw site.refused('adds to other sides than height and width')
  return site.add({ op: 'pad', inputs: [site.value(0)], pads: [top, bottom, left, right], mode, value })
}

export function resize(site: Site): string {
  const [height = 0, width = 0] = site.whole(1)
  const { flag } = site.attributes
  const places = flag('align_corners') ? 'corners' : flag('half_pixel_centers') ? 'centers' : 'origin'
  const nearest = site.node.op === 'ResizeNearestNeighbor'
  // TensorFlow, resize_nearest_neighbor: corners and centres round halves up, else it cuts.
  return site.add({
    op: 'resize',
    inputs: [site.value(0)],
    sides: [height, width],
    method: nearest ? 'nearest' : 'linear',
    places,
    rounding: places === 'origin' ? 'floor' : 'half-up',
  })
}

/** x[:, 1:5, :, 2:3]: a part, without steps. */
export function stridedSlice(site: Site): string {
  const shape = site.shape(0)
  const [begins, ends, steps] = [site.whole(1), site.whole(2), site.whole(3)]
  const { whole } = site.attributes
  const bit = (name: string, at: number): boolean => (whole(name, 0) & (1 << at)) !== 0
  if (['new_axis_mask', 'shrink_axis_mask', 'ellipsis_mask'].some((name) => whole(name, 0) !== 0) || steps.some((step) => step !== 1))
    throw site.refused('cuts in a way that is not read')
  const all = begins.length > 0 && bit('begin_mask', 0) && bit('end_mask', 0)
  if (!all) throw site.refused('cuts the pictures of a batch, which is not read')
  const place = (given: number, side: number): number => Math.min(side, Math.max(0, given < 0 ? given + side : given))
  const begin = shape.map((side, at) => (at + 1 >= begins.length || bit('begin_mask', at + 1) ? 0 : place(begins[at + 1]!, side)))
  const length = shape.map(
    (side, at) => (at + 1 >= ends.length || bit('end_mask', at + 1) ? side : place(ends[at + 1]!, side)) - begin[at]!,
  )
  return site.add({ op: 'slice', inputs: [site.value(0)], begin, length })
}

export function slice(site: Site): string {
  const [[first, ...begin], [, ...stated]] = [site.whole(1), site.whole(2)]
  if (first !== 0) throw site.refused('cuts the pictures of a batch, which is not read')
  const length = stated.map((one, at) => (one === -1 ? (site.shape(0)[at] ?? 0) - begin[at]! : one))
  return site.add({ op: 'slice', inputs: [site.value(0)], begin, length })
}

/** Channels joined with numbers of their own. */
export function biasAdd(site: Site): string {
  expectChannelsLast(site)
  return site.add({ op: 'constant', inputs: [site.value(0)], by: 'add', constant: site.weigh(site.numbers(1)), first: false })
}
