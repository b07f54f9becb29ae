// Values joined with values and with numbers, activation functions, and what looks at many numbers at once.
import type { Combine, Constant } from '../../../../src-shared/network/operations/arithmetic.ts'
import { functionOf } from './functions.ts'
import { derived, isNumbers, type Numbers, type Site, withoutBatch } from './site.ts'
import { expectChannelsLast, inner, padsOf, prelu } from './weighted.ts'

const one = (site: Site, number: number): Numbers => derived(`${site.node.name}/number`, [1], () => Float32Array.of(number))

function withNumbers(site: Site, by: Constant['by'], value: string, numbers: Numbers, first = false): string {
  const fitting = withoutBatch(site, numbers, site.builder.shape(value).length)
  const constant = site.weigh(fitting.shape === numbers.shape ? numbers : derived(`${numbers.name}/each`, fitting.shape, numbers.read))
  return site.add({ op: 'constant', inputs: [value], by, constant, first })
}

export const joined =
  (by: Exclude<Combine['by'], 'average'>) =>
  (site: Site): string => {
    const [a, b] = site.inputs
    if (a === undefined || b === undefined) throw site.refused('is given too little')
    if (isNumbers(b)) return withNumbers(site, by, site.value(0), b)
    if (isNumbers(a)) return withNumbers(site, by, b, a, true)
    if (site.shape(0).length !== site.shape(1).length) throw site.refused('joins values of different numbers of sides, which is not read')
    return site.add({ op: 'combine', inputs: [a, b], by })
  }

/** x * x, x - y times itself, and so on. */
export const squared = (site: Site): string => site.add({ op: 'combine', inputs: [site.value(0), site.value(0)], by: 'multiply' })
export function squaredDifference(site: Site): string {
  const difference = joined('subtract')(site)
  return site.add({ op: 'combine', inputs: [difference, difference], by: 'multiply' })
}
export const negative = (site: Site): string => withNumbers(site, 'multiply', site.value(0), one(site, -1))
export const power = (site: Site): string => withNumbers(site, 'power', site.value(0), site.numbers(1))
export const toThe =
  (exponent: number) =>
  (site: Site): string =>
    withNumbers(site, 'power', site.value(0), one(site, exponent))

export function activation(site: Site): string {
  const { node, next } = site
  const value = site.value(0)
  // x * sigmoid(x) is one function, so that a unit can be seen before and after it.
  if (node.op === 'Sigmoid' && next?.op === 'Mul') {
    const others = next.inputs.filter(({ node: other }) => other !== node.name)
    const own = node.inputs[0]!
    if (others.length === 1 && others[0]!.node === own.node && others[0]!.answer === own.answer) {
      const swish = site.add({ op: 'activation', inputs: [value], of: { kind: 'swish' } }, nameOfFunction(site, 'swish'))
      site.settle(next, swish)
      return swish
    }
  }
  const of = functionOf(node.op, site.attributes.number('alpha', 0.2))!
  return site.add({ op: 'activation', inputs: [value], of }, nameOfFunction(site, node.op.toLowerCase()))
}

/** The layer that the function is, or the function of the layer. */
function nameOfFunction(site: Site, kind: string): string {
  const path = site.label(site.node.name)
  const value = site.value(0)
  if (path === '' || path === value) return `${path === '' ? '' : `${path}.`}${kind}`
  return path
}

export const preluOperation = (site: Site): string => prelu(site, site.value(0), site.numbers(1))

export const softmax =
  (logarithm: boolean) =>
  (site: Site): string =>
    site.add({ op: 'softmax', inputs: [site.value(0)], logarithm })

export const pool =
  (mode: 'max' | 'average') =>
  (site: Site): string => {
    expectChannelsLast(site)
    const [size, strides] = [inner(site, 'ksize'), inner(site, 'strides')]
    const pads = padsOf(site, size, strides, [1, 1])
    return site.add({ op: 'pool', inputs: [site.value(0)], mode, size, strides, pads: [...pads], countsPads: false })
  }

export const reduced =
  (by: 'mean' | 'sum' | 'max') =>
  (site: Site): string => {
    const rank = site.shape(0).length + 1
    const axes = site.whole(1).map((axis) => (axis < 0 ? rank + axis : axis) - 1)
    if (axes.includes(-1)) throw site.refused('joins the pictures of a batch, which is not read')
    const keeps = site.attributes.flag('keep_dims')
    const inputs: [string] = [site.value(0)]
    if (rank === 4 && by !== 'sum' && [...axes].sort().join() === '0,1')
      return site.add({ op: 'global-pool', inputs, mode: by === 'mean' ? 'average' : 'max', keeps })
    return site.add({ op: 'reduce', inputs, by, axes, keeps })
  }

/** TensorFlow: bias 1, alpha 1, beta 0.5, radius 5 unless it is told otherwise. */
export function responseNorm(site: Site): string {
  const { number, whole } = site.attributes
  return site.add({
    op: 'response-norm',
    inputs: [site.value(0)],
    radius: whole('depth_radius', 5),
    bias: number('bias', 1),
    alpha: number('alpha', 1),
    beta: number('beta', 0.5),
  })
}
