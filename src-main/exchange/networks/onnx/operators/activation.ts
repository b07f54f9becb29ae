// Activation functions, the softmax among them.
import type { Activation, PlainFunction } from '../../../../../src-shared/network/operations/activation.ts'
import { axisOf, cannot, float, integer, known, optional, type Reader, type Site, single, text, value } from '../site.ts'
import { arranged, besides, reshaped, type Value, withLast } from '../value.ts'

/** The largest number of 32 bits: a limit that is left out. */
const largest = 3.4028234663852886e38

function act(site: Site, of: Activation['of']): Value[] {
  const { id, dims, order } = value(site)
  return [{ id: site.draft.add({ op: 'activation', inputs: [id], of }, site.origin), dims, order }]
}
const plain =
  (kind: PlainFunction): Reader =>
  (site) =>
    act(site, { kind })

const clip: Reader = (site) => {
  const low = single(site, 1, 'min', -largest)
  const high = single(site, 2, 'max', largest)
  if (low === 0 && high >= largest) return act(site, { kind: 'relu' })
  return act(site, { kind: 'clip', low: Math.max(-largest, low), high: Math.min(largest, high) })
}

const selu: Reader = (site) => {
  const usual = Math.abs(float(site, 'alpha', 1.67326) - 1.67326) < 1e-4 && Math.abs(float(site, 'gamma', 1.0507) - 1.0507) < 1e-4
  if (!usual) throw cannot(site, 'has other numbers than those of its authors')
  return act(site, { kind: 'selu' })
}

const prelu: Reader = (site) => {
  const { dims, order } = value(site)
  const slope = besides(known(site, 1), dims.length, order)
  if (!slope) throw cannot(site, 'has slopes that do not fit what it is given')
  return act(site, { kind: 'prelu', slope: site.draft.weigh('slope', slope.shape, () => slope.values) })
}

const hardSigmoid: Reader = (site) =>
  act(site, { kind: 'hard-sigmoid', slope: float(site, 'alpha', 0.2), offset: float(site, 'beta', 0.5) })

const swish: Reader = (site) => {
  if (float(site, 'alpha', 1) !== 1) throw cannot(site, 'has a factor, which cannot be read here')
  return act(site, { kind: 'swish' })
}

const gelu: Reader = (site) => act(site, { kind: text(site, 'approximate', 'none') === 'tanh' ? 'gelu-tanh' : 'gelu' })

/** Along one axis; before opset 13 over all numbers from an axis on. */
const softmax =
  (logarithm: boolean): Reader =>
  (site) => {
    const given = value(site)
    const rank = given.dims.length
    const over = (one: Value, axis: number): Value => {
      const { id, dims, order } = arranged(site, one, withLast(one.order, axis))
      return { id: site.draft.add({ op: 'softmax', inputs: [id], logarithm }, site.origin), dims, order }
    }
    const axis = axisOf(site, integer(site, 'axis', site.opset < 13 ? 1 : -1), rank)
    if (axis === 0) throw cannot(site, 'mixes the pictures of a batch')
    if (site.opset >= 13 || given.dims.slice(axis + 1).every((side) => side === 1)) return [over(given, axis)]
    const rest = given.dims.slice(axis).reduce((product, side) => product * side, 1)
    const flat = reshaped(site, given, [...given.dims.slice(0, axis), rest])
    return [reshaped(site, over(flat, axis), given.dims)]
  }

/** Dropout in a network that is trained. */
const dropout: Reader = (site) => {
  site.note('dropout')
  optional(site, 1)
  return [value(site)]
}

export const activations: Readonly<Record<string, Reader>> = {
  Relu: plain('relu'),
  Sigmoid: plain('sigmoid'),
  Tanh: plain('tanh'),
  Softplus: plain('softplus'),
  Softsign: plain('softsign'),
  HardSwish: plain('hard-swish'),
  Mish: plain('mish'),
  Exp: plain('exponential'),
  Erf: plain('error-function'),
  Abs: plain('absolute'),
  Log: plain('logarithm'),
  LeakyRelu: (site) => act(site, { kind: 'leaky', slope: float(site, 'alpha', 0.01) }),
  Elu: (site) => act(site, { kind: 'elu', alpha: float(site, 'alpha', 1) }),
  Selu: selu,
  PRelu: prelu,
  Clip: clip,
  HardSigmoid: hardSigmoid,
  Swish: swish,
  Gelu: gelu,
  Softmax: softmax(false),
  LogSoftmax: softmax(true),
  Dropout: dropout,
}
