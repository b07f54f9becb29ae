// Convolutions and matrix products, alone and fused with what follows them; and batch normalizations.
import { samePads, spatial } from '../../../../src-shared/network/operations/kind.ts'
import type { Pads } from '../../../../src-shared/network/operations/kind.ts'
import type { Operation } from '../../../../src-shared/network/operations/index.ts'
import { normalizationSteps } from '../as-listed.ts'
import { functionOf } from './functions.ts'
import { derived, isNumbers, type Numbers, type Site } from './site.ts'

/** [height, width] of four sides [batch, height, width, channels]. */
export function inner(site: Site, name: string): [number, number] {
  const [, height = 1, width = 1] = site.attributes.list(name)
  return [height, width]
}

export function expectChannelsLast(site: Site): void {
  const format = site.attributes.text('data_format', 'NHWC')
  if (format !== 'NHWC') throw site.refused(`has its channels before height and width (${format}), which is not read`)
}

export function padsOf(site: Site, size: [number, number], strides: [number, number], dilations: [number, number]): Pads {
  const way = site.attributes.text('padding', 'VALID')
  if (way === 'VALID') return [0, 0, 0, 0]
  if (way === 'SAME') return samePads(picture(site, 0), { size, strides, dilations })
  const [, , top, bottom, left, right] = site.attributes.list('explicit_paddings')
  if ([top, bottom, left, right].some((one) => one === undefined)) throw site.refused('does not say what it adds around the picture')
  return [top!, bottom!, left!, right!]
}

function picture(site: Site, at: number): readonly [number, number, number] {
  try {
    return spatial(site.shape(at))
  } catch (error) {
    throw site.refused((error as Error).message)
  }
}

const fourSides = (site: Site, { shape }: Numbers): [number, number, number, number] => {
  if (shape.length !== 4) throw site.refused(`has a kernel of ${shape.length} sides, where 4 fit`)
  return shape as unknown as [number, number, number, number]
}

/** Its layer: as the kernel is called, or as the operation itself. */
const layerOf = (site: Site, kernel: Numbers): string => site.label(kernel.name) || site.label(site.node.name) || site.node.op.toLowerCase()

/** The bias among what follows: fused, or the next operation when it adds one. */
function biasOf(site: Site, fused: string[], further: Numbers[], filters: number): Numbers | null {
  if (fused[0] === 'BiasAdd') {
    fused.shift()
    return further.shift() ?? null
  }
  const { next } = site
  if (fused.length > 0 || next?.op !== 'BiasAdd') return null
  const numbers = site.numbersOf(next, 1)
  return numbers?.shape.join() === String(filters) ? numbers : null
}

type Unfinished = (bias: string | undefined) => Parameters<Site['add']>[0]

/** Adds a convolution or product, its bias, and what is fused with it, each a node of its own. */
function finished(site: Site, kernel: Numbers, filters: number, operation: Unfinished): string {
  const fused = site.attributes.texts('fused_ops')
  const further = site.inputs.slice(2, 2 + site.attributes.whole('num_args', 0)).filter(isNumbers)
  const loose = fused.length === 0 ? site.next : null
  const bias = biasOf(site, fused, further, filters)
  const layer = layerOf(site, kernel)
  let value = site.add(operation(bias ? site.weigh(bias) : undefined), layer)
  if (bias)
    site.builder.spell(value, {
      bare: { ...operation(undefined), name: '' } as Operation,
      steps: [{ by: 'add', constant: site.weigh(bias) }],
    })
  if (bias && loose) site.settle(loose, value)
  const own = site.label(site.node.name)
  const base = value
  for (const one of fused) {
    const kind = one === 'FusedBatchNorm' ? 'normalization' : one.toLowerCase()
    const suffix = own === '' || own === layer ? `${base}.${kind}` : own
    if (one === 'FusedBatchNorm') value = normalized(site, value, further.splice(0, 4), site.attributes.number('epsilon', 1e-4), suffix)
    else if (one === 'Prelu') value = prelu(site, value, further.shift(), suffix)
    else {
      const of = functionOf(one, site.attributes.number('leakyrelu_alpha', 0.2))
      if (!of) throw site.refused(`is fused with “${one}”, which is not read`)
      value = site.add({ op: 'activation', inputs: [value], of }, suffix)
    }
  }
  return value
}

export function prelu(site: Site, value: string, slopes: Numbers | undefined, name?: string): string {
  if (!slopes) throw site.refused('has no slopes')
  const rank = site.builder.shape(value).length
  const fitting = slopes.shape.length > rank ? { ...slopes, shape: slopes.shape.slice(slopes.shape.length - rank) } : slopes
  return site.add({ op: 'activation', inputs: [value], of: { kind: 'prelu', slope: site.weigh(fitting) } }, name)
}

export function conv(site: Site): string {
  expectChannelsLast(site)
  const kernel = site.numbers(1)
  const [rows, columns, each, filters] = fourSides(site, kernel)
  const [strides, dilations] = [inner(site, 'strides'), inner(site, 'dilations')]
  const pads = padsOf(site, [rows, columns], strides, dilations)
  const groups = picture(site, 0)[2] / each
  if (!Number.isInteger(groups)) throw site.refused(`has a kernel for ${each} channels, and is given ${picture(site, 0)[2]}`)
  const input: [string] = [site.value(0)]
  return finished(site, kernel, filters, (bias) => ({
    ...{ op: 'conv', inputs: input, kernel: site.weigh(kernel), strides, dilations, pads: [...pads], groups },
    ...(bias !== undefined && { bias }),
  }))
}

export function depthwise(site: Site): string {
  expectChannelsLast(site)
  const kernel = site.numbers(1)
  const [rows, columns, channels, each] = fourSides(site, kernel)
  const [strides, dilations] = [inner(site, 'strides'), inner(site, 'dilations')]
  const pads = padsOf(site, [rows, columns], strides, dilations)
  const input: [string] = [site.value(0)]
  const flat = derived(`${kernel.name}/depthwise`, [rows, columns, 1, channels * each], kernel.read)
  return finished(site, kernel, channels * each, (bias) => ({
    ...{ op: 'conv', inputs: input, kernel: site.weigh(flat), strides, dilations, pads: [...pads], groups: channels },
    ...(bias !== undefined && { bias }),
  }))
}

export function deconv(site: Site): string {
  expectChannelsLast(site)
  const [, height = 0, width = 0] = site.whole(0)
  const kernel = site.numbers(1)
  const filters = fourSides(site, kernel)[2]
  const padding = ({ SAME: 'same', VALID: 'valid' } as const)[site.attributes.text('padding', 'VALID')]
  if (!padding || inner(site, 'dilations').some((one) => one !== 1)) throw site.refused('is dilated or padded in a way that is not read')
  const input: [string] = [site.value(2)]
  return finished(site, kernel, filters, (bias) => ({
    ...{ op: 'deconv', inputs: input, kernel: site.weigh(kernel), strides: inner(site, 'strides'), sides: [height, width], padding },
    ...(bias !== undefined && { bias }),
  }))
}

export function matMul(site: Site): string {
  const { flag } = site.attributes
  const kernel = site.numbers(1)
  if (kernel.shape.length !== 2 || flag('transpose_a') || flag('adj_x')) throw site.refused('multiplies in a way that is not read')
  const turned = flag('transpose_b') || flag('adj_y') ? transposed(kernel) : kernel
  const input: [string] = [site.value(0)]
  return finished(site, kernel, turned.shape[1]!, (bias) => ({
    ...{ op: 'dense', inputs: input, kernel: site.weigh(turned) },
    ...(bias !== undefined && { bias }),
  }))
}

function transposed({ name, shape, read }: Numbers): Numbers {
  const [rows, columns] = shape as [number, number]
  return derived(`${name}/transposed`, [columns, rows], () => {
    const from = read()
    return Float32Array.from({ length: from.length }, (_, at) => from[(at % rows) * columns + Math.floor(at / rows)]!)
  })
}

export function batchNorm(site: Site): string {
  expectChannelsLast(site)
  if (site.attributes.flag('is_training')) throw site.refused('normalizes by the pictures of a batch (is_training), which is not read')
  const path = site.label(site.node.name)
  const name = path === '' || path === site.value(0) ? [path, 'normalization'].filter(Boolean).join('.') : path
  return normalized(
    site,
    site.value(0),
    [1, 2, 3, 4].map((at) => site.numbers(at)),
    site.attributes.number('epsilon', 1e-4),
    name,
  )
}

/** (x - mean) / sqrt(variance + epsilon) * factor + offset, joined into a factor and an offset. */
function normalized(site: Site, value: string, given: readonly Numbers[], epsilon: number, name: string): string {
  const shape = [site.builder.shape(value).at(-1) ?? 0]
  if (given.length !== 4 || given.some((one) => one.shape.join() !== shape.join()))
    throw site.refused('has numbers that do not fit its channels')
  const [gamma, beta, mean, variance] = given as [Numbers, Numbers, Numbers, Numbers]
  const make = (of: (factor: number, at: number) => number) => () => {
    const [scales, deviations] = [gamma.read(), variance.read()]
    return Float32Array.from(scales, (one, at) => of(one / Math.sqrt(deviations[at]! + epsilon), at))
  }
  site.builder.notes.add('Batch normalizations were joined into a factor and an offset for each channel.')
  const factors = derived(
    `${site.node.name}/factor`,
    shape,
    make((factor) => factor),
  )
  const offsets = derived(`${site.node.name}/offset`, shape, () => {
    const [shifts, means] = [beta.read(), mean.read()]
    return make((factor, at) => shifts[at]! - means[at]! * factor)()
  })
  const made = site.add({ op: 'scale', inputs: [value], factor: site.weigh(factors), offset: site.weigh(offsets) }, name)
  const deviations = derived(`${site.node.name}/deviation`, shape, () => variance.read().map((one) => Math.sqrt(one + epsilon)))
  const [factor, offset, middle, deviation] = [gamma, beta, mean, deviations].map((one) => site.weigh(one)) as [
    string,
    string,
    string,
    string,
  ]
  site.builder.spell(made, { steps: normalizationSteps({ mean: middle, deviation, factor, offset }) })
  return made
}
