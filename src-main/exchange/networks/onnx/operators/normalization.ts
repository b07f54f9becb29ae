// Normalizations: by numbers that were learnt, or by those of the picture; and means, sums and the like along sides.
import { size } from '../../../../../src-shared/network/layer-shapes.ts'
import { normalizationSteps } from '../../as-listed.ts'
import { axisOf, cannot, float, integer, known, listed, optional, ownAxis, picture, type Reader, type Site, value } from '../site.ts'
import type { Known } from '../tensor.ts'
import { arranged, channelsLast, reshaped, type Value, withLast } from '../value.ts'
import { joined, joinedWith } from './arithmetic.ts'

/** A factor and an offset for each channel, by the mean and variance counted in training (Ioffe and Szegedy, arXiv 1502.03167). */
const batchNormalization: Reader = (site) => {
  const given = value(site)
  const rank = given.dims.length
  const { id, dims, order } = arranged(site, given, rank === 4 ? channelsLast(4) : withLast(given.order, 1))
  const numbers = [1, 2, 3, 4].map((at) => known(site, at).values)
  const [factor, offset, mean, variance] = numbers
  const channels = dims[1]!
  if (numbers.some((one) => one.length !== channels) || integer(site, 'spatial', 1) === 0)
    throw cannot(site, `has numbers for ${factor!.length} channels, and is given ${channels}`)
  const epsilon = float(site, 'epsilon', 1e-5)
  if (integer(site, 'training_mode', 0) !== 0) site.note('training')
  else site.note('normalization')
  const by = Float32Array.from(variance!, (one, at) => factor![at]! / Math.sqrt(one + epsilon))
  const made = site.draft.add(
    {
      op: 'scale',
      inputs: [id],
      factor: site.draft.weigh('factor', [channels], () => by),
      offset: site.draft.weigh('offset', [channels], () => by.map((one, at) => offset![at]! - mean![at]! * one)),
    },
    site.origin,
  )
  const numbersOf = (role: string, make: (at: number) => number): string =>
    site.draft.weigh(role, [channels], () => Float32Array.from({ length: channels }, (_, at) => make(at)))
  const steps = normalizationSteps({
    mean: numbersOf('mean', (at) => mean![at]!),
    deviation: numbersOf('deviation', (at) => Math.sqrt(variance![at]! + epsilon)),
    factor: numbersOf('gamma', (at) => factor![at]!),
    offset: numbersOf('beta', (at) => offset![at]!),
  })
  site.draft.spellings.set(made, { steps })
  return [{ id: made, dims, order }]
}

function learnt(site: Site, at: number, role: string, channels: number): Record<string, string> {
  const numbers = optional(site, at)
  if (!numbers) return {}
  if (numbers.values.length !== channels) throw cannot(site, `has numbers for ${numbers.values.length} channels, and is given ${channels}`)
  return { [role]: site.draft.weigh(role, [channels], () => Float32Array.from(numbers.values)) }
}

function inGroups(site: Site, given: Value, groups: number, numbers: { factor?: string; offset?: string }): Value {
  const epsilon = float(site, 'epsilon', 1e-5)
  const { id, dims, order } = arranged(site, given, channelsLast(4))
  return { id: site.draft.add({ op: 'group-norm', inputs: [id], over: groups, epsilon, ...numbers }, site.origin), dims, order }
}

const oneEach = (numbers: Known, sides: number): Known => ({
  ...numbers,
  dims: [numbers.values.length, ...new Array<number>(sides).fill(1)],
})

/** Over each channel of a picture; over groups of channels where these were put into one before, as PyTorch exports group normalization. */
const instanceNormalization: Reader = (site) => {
  const given = value(site)
  const rank = given.dims.length
  const [, channels = 0] = given.dims
  if (rank === 4)
    return [inGroups(site, given, channels, { ...learnt(site, 1, 'factor', channels), ...learnt(site, 2, 'offset', channels) })]
  const whole = given.source
  const normal =
    whole?.dims.length === 4 && whole.dims[1]! % channels === 0 && rank === 3
      ? reshaped(site, inGroups(site, whole, channels, {}), given.dims)
      : overLast(site, given, 2)
  const [factor, offset] = [oneEach(known(site, 1), rank - 2), oneEach(known(site, 2), rank - 2)]
  return [joinedWith(site, 'add', joinedWith(site, 'multiply', normal, factor), offset)]
}

const groupNormalization: Reader = (site) => {
  const given = picture(site)
  const groups = integer(site, 'num_groups', 1)
  const channels = given.dims[1]!
  if (groups < 1 || channels % groups !== 0) throw cannot(site, `puts ${channels} channels into ${groups} groups`)
  // Before opset 21 each group has one factor and one offset.
  const spread = (at: number): Known => {
    const numbers = known(site, at)
    const each = numbers.values.length === groups ? channels / groups : 1
    if (numbers.values.length * each !== channels) throw cannot(site, 'has factors that do not fit its channels')
    return {
      dims: [channels, 1, 1],
      values: Float32Array.from({ length: channels }, (_, c) => numbers.values[Math.floor(c / each)]!),
      whole: false,
    }
  }
  const weigh = (role: string, at: number): string => site.draft.weigh(role, [channels], () => Float32Array.from(spread(at).values))
  return [inGroups(site, given, groups, { factor: weigh('factor', 1), offset: weigh('offset', 2) })]
}

/** Mean 0 and variance 1 over all axes from one on, put into one. */
function overLast(site: Site, given: Value, axis: number, numbers: { factor?: string; offset?: string } = {}): Value {
  const rest = size(given.dims.slice(axis))
  const flat = axis === given.dims.length - 1 ? given : reshaped(site, given, [...given.dims.slice(0, axis), rest])
  const { id, dims, order } = arranged(site, flat, withLast(flat.order, axis))
  const epsilon = float(site, 'epsilon', 1e-5)
  const made = { id: site.draft.add({ op: 'group-norm', inputs: [id], over: 'last', epsilon, ...numbers }, site.origin), dims, order }
  return reshaped(site, made, given.dims)
}

const layerNormalization: Reader = (site) => {
  const given = value(site)
  const axis = ownAxis(site, integer(site, 'axis', -1), given.dims.length)
  const rest = size(given.dims.slice(axis))
  return [overLast(site, given, axis, { ...learnt(site, 1, 'factor', rest), ...learnt(site, 2, 'offset', rest) })]
}

/** Over neighbouring channels (Krizhevsky et al. 2012); ONNX divides alpha by how many they are. */
const responseNormalization: Reader = (site) => {
  const { id, dims, order } = picture(site)
  const channels = integer(site, 'size', 1)
  if (channels % 2 !== 1 || channels < 1) throw cannot(site, `looks at ${channels} channels; an odd number can be read`)
  const node = {
    op: 'response-norm',
    inputs: [id] as [string],
    radius: (channels - 1) / 2,
    bias: float(site, 'bias', 1),
    alpha: float(site, 'alpha', 0.0001) / channels,
    beta: float(site, 'beta', 0.75),
  } as const
  return [{ id: site.draft.add(node, site.origin), dims, order }]
}

export function reduced(site: Site, given: Value, by: 'mean' | 'sum' | 'max'): Value {
  const rank = given.dims.length
  const told = listed(site, 1, 'axes')
  if (!told?.length && integer(site, 'noop_with_empty_axes', 0) !== 0) return given
  const axes = (told?.length ? told : given.dims.map((_, at) => at)).map((axis) => axisOf(site, axis, rank))
  const keeps = integer(site, 'keepdims', 1) !== 0
  if (axes.includes(0)) throw cannot(site, 'mixes the pictures of a batch')
  const left = (axis: number): boolean => !axes.includes(axis)
  const dims = given.dims.flatMap((side, axis) => (left(axis) ? [side] : keeps ? [1] : []))
  if (dims.length < 2) throw cannot(site, 'leaves a single number of each picture')
  const pooled = rank === 4 && by !== 'sum' && axes.toSorted().join() === '2,3'
  const from = pooled ? arranged(site, given, channelsLast(4)) : given
  const order = keeps ? from.order : from.order.filter(left).map((axis) => axis - axes.filter((one) => one < axis).length)
  const id = pooled
    ? site.draft.add({ op: 'global-pool', inputs: [from.id], mode: by === 'max' ? 'max' : 'average', keeps }, site.origin)
    : site.draft.add({ op: 'reduce', inputs: [from.id], by, axes: axes.map((axis) => from.order.indexOf(axis)), keeps }, site.origin)
  return { id, dims, order }
}

const reduce =
  (by: 'mean' | 'sum' | 'max'): Reader =>
  (site) => [reduced(site, value(site), by)]

/** The square root of the sum of squares. */
const reduceL2: Reader = (site) => {
  const sum = reduced(site, joined(site, 'multiply', value(site), value(site)), 'sum')
  return [joinedWith(site, 'power', sum, { dims: [], values: Float32Array.of(0.5), whole: false })]
}

export const normalizations: Readonly<Record<string, Reader>> = {
  BatchNormalization: batchNormalization,
  InstanceNormalization: instanceNormalization,
  GroupNormalization: groupNormalization,
  LayerNormalization: layerNormalization,
  LRN: responseNormalization,
  ReduceMean: reduce('mean'),
  ReduceSum: reduce('sum'),
  ReduceMax: reduce('max'),
  ReduceL2: reduceL2,
}
