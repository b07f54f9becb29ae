// Convolutions and dense layers of Keras.
import { z } from 'zod'
import { samePads, spatial } from '../../../../../src-shared/network/operations/kind.ts'
import type { LazyWeights } from '../../builder.ts'
import { withActivation } from '../functions.ts'
import { last, padding, type Site, two } from '../site.ts'

const count = z.int().min(1).max(1_000_000_000)
const window = z.looseObject({
  kernel_size: two,
  strides: two.default([1, 1]),
  padding,
  data_format: last,
  dilation_rate: two.default([1, 1]),
  activation: z.unknown().optional(),
  use_bias: z.boolean().default(true),
})
type WindowSettings = z.output<typeof window>

/** Pixels to add for a convolution or pool that says "same" or "valid". */
export function padsOf(
  site: Site,
  at: string,
  size: [number, number],
  strides: [number, number],
  dilations: [number, number],
  way: 'same' | 'valid',
): [number, number, number, number] {
  if (way === 'valid') return [0, 0, 0, 0]
  const [height, width] = spatialOf(site, at)
  return [...samePads([height, width], { size, strides, dilations })]
}

function spatialOf(site: Site, value: string): readonly [number, number, number] {
  try {
    return spatial(site.builder.shape(value))
  } catch (error) {
    throw site.refused((error as Error).message)
  }
}

function placed(site: Site, input: string, settings: WindowSettings) {
  const { kernel_size: size, strides, dilation_rate: dilations } = settings
  return { inputs: [input] as [string], strides, dilations, pads: padsOf(site, input, size, strides, dilations, settings.padding) }
}

const reshaped = ({ read }: LazyWeights, shape: number[]): LazyWeights => ({ shape, read })

export function conv2d(site: Site): string {
  const settings = site.settings(window.extend({ filters: count, groups: z.int().min(1).max(65_536).default(1) }))
  const { filters, groups, kernel_size: size, use_bias: biased } = settings
  const [input] = site.inputs as [string]
  const channels = spatialOf(site, input)[2]
  const [kernel, bias] = site.weights([
    ['kernel', [...size, channels / groups, filters]],
    ...(biased ? [['bias', [filters]] as const] : []),
  ])
  const value = site.add({
    op: 'conv',
    ...placed(site, input, settings),
    kernel: site.weigh('kernel', kernel!),
    ...(bias && { bias: site.weigh('bias', bias) }),
    groups,
  })
  return withActivation(site, value, settings.activation)
}

export function depthwiseConv2d(site: Site): string {
  const settings = site.settings(window.extend({ depth_multiplier: count.default(1) }))
  const { kernel_size: size, depth_multiplier: each, use_bias: biased } = settings
  const [input] = site.inputs as [string]
  const channels = spatialOf(site, input)[2]
  const [kernel, bias] = site.weights([
    ['depthwise_kernel', [...size, channels, each]],
    ...(biased ? [['bias', [channels * each]] as const] : []),
  ])
  const value = site.add({
    op: 'conv',
    ...placed(site, input, settings),
    // The filters of a channel stand together in both forms.
    kernel: site.weigh('kernel', reshaped(kernel!, [...size, 1, channels * each])),
    ...(bias && { bias: site.weigh('bias', bias) }),
    groups: channels,
  })
  return withActivation(site, value, settings.activation)
}

export function separableConv2d(site: Site): string {
  const settings = site.settings(window.extend({ filters: count, depth_multiplier: count.default(1) }))
  const { filters, kernel_size: size, depth_multiplier: each, use_bias: biased } = settings
  const [input] = site.inputs as [string]
  const channels = spatialOf(site, input)[2]
  const [depthwise, pointwise, bias] = site.weights([
    ['depthwise_kernel', [...size, channels, each]],
    ['pointwise_kernel', [1, 1, channels * each, filters]],
    ...(biased ? [['bias', [filters]] as const] : []),
  ])
  const kernel = site.weigh('depthwise_kernel', reshaped(depthwise!, [...size, 1, channels * each]))
  const apart = site.add({ op: 'conv', ...placed(site, input, settings), kernel, groups: channels }, 'depthwise')
  const value = site.add({
    op: 'conv',
    inputs: [apart],
    kernel: site.weigh('pointwise_kernel', pointwise!),
    ...(bias && { bias: site.weigh('bias', bias) }),
    strides: [1, 1],
    dilations: [1, 1],
    pads: [0, 0, 0, 0],
    groups: 1,
  })
  return withActivation(site, value, settings.activation)
}

export function conv2dTranspose(site: Site): string {
  const settings = site.settings(window.extend({ filters: count, output_padding: two.nullish() }))
  const { filters, kernel_size: size, strides, use_bias: biased, output_padding: more } = settings
  const [input] = site.inputs as [string]
  const [height, width, channels] = spatialOf(site, input)
  if (settings.dilation_rate.some((one) => one !== 1)) throw site.refused('is a dilated transposed convolution, which is not read')
  const [kernel, bias] = site.weights([['kernel', [...size, filters, channels]], ...(biased ? [['bias', [filters]] as const] : [])])
  // Keras, deconv_output_length: without output_padding all that the window reaches, cut to a multiple of the stride by "same".
  const side = (from: number, at: 0 | 1): number => {
    const cut = settings.padding === 'same'
    if (more) return (from - 1) * strides[at] + size[at] - 2 * (cut ? Math.floor(size[at] / 2) : 0) + more[at]
    return cut ? from * strides[at] : from * strides[at] + Math.max(0, size[at] - strides[at])
  }
  const value = site.add({
    op: 'deconv',
    inputs: [input],
    kernel: site.weigh('kernel', kernel!),
    ...(bias && { bias: site.weigh('bias', bias) }),
    strides,
    sides: [side(height, 0), side(width, 1)],
    padding: settings.padding,
  })
  return withActivation(site, value, settings.activation)
}

export function dense(site: Site): string {
  const settings = site.settings(z.looseObject({ units: count, use_bias: z.boolean().default(true), activation: z.unknown().optional() }))
  const { units, use_bias: biased } = settings
  const [kernel, bias] = site.weights([['kernel', [site.shape.at(-1) ?? 0, units]], ...(biased ? [['bias', [units]] as const] : [])])
  const value = site.add({
    op: 'dense',
    inputs: [site.inputs[0]!],
    kernel: site.weigh('kernel', kernel!),
    ...(bias && { bias: site.weigh('bias', bias) }),
  })
  return withActivation(site, value, settings.activation)
}
