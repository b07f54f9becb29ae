// Convolutions, with strides, dilation and groups, and their transposes.
import { z } from 'zod'
import { expectShape, type OperationKind, pads, pair, samePads, spatial, unary, weightName, windowSides } from './kind.ts'

export const conv = z.strictObject({
  ...unary,
  op: z.literal('conv'),
  /** [height, width, channels in / groups, channels out]; those of one group stand together. One group a channel is a depthwise one. */
  kernel: weightName,
  bias: weightName.optional(),
  strides: pair,
  dilations: pair,
  pads,
  groups: z.int().min(1).max(65_536),
})
export type Conv = z.output<typeof conv>

const four = (shape: readonly number[]): readonly [number, number, number, number] => {
  if (shape.length !== 4) throw new RangeError(`its kernel should have four sides, and has ${shape.length}`)
  return shape as [number, number, number, number]
}

export const convKind: OperationKind<Conv> = {
  weights: ({ kernel, bias }) => (bias === undefined ? [kernel] : [kernel, bias]),
  shape(node, [input], weight) {
    const [height, width, channels] = spatial(input!)
    const [rows, columns, each, filters] = four(weight(node.kernel))
    if (each * node.groups !== channels)
      throw new RangeError(`its kernel is for ${each * node.groups} channels, and it is given ${channels}`)
    if (filters % node.groups !== 0) throw new RangeError(`its ${filters} filters do not fall into ${node.groups} groups`)
    if (node.bias !== undefined) expectShape('bias', weight(node.bias), [filters])
    return [...windowSides([height, width], { ...node, size: [rows, columns] }), filters]
  },
}

export const deconv = z.strictObject({
  ...unary,
  op: z.literal('deconv'),
  /** [height, width, channels out, channels in]. */
  kernel: weightName,
  bias: weightName.optional(),
  strides: pair,
  /** [height, width] of the answer. */
  sides: pair,
  /** The pixels cut off around it are those that the convolution back would add, as "same" or "valid" do, or these. */
  padding: z.union([z.enum(['same', 'valid']), pads]),
})
export type Deconv = z.output<typeof deconv>

export const deconvKind: OperationKind<Deconv> = {
  weights: ({ kernel, bias }) => (bias === undefined ? [kernel] : [kernel, bias]),
  shape(node, [input], weight) {
    const [height, width, channels] = spatial(input!)
    const [rows, columns, filters, each] = four(weight(node.kernel))
    if (each !== channels) throw new RangeError(`its kernel is for ${each} channels, and it is given ${channels}`)
    if (node.bias !== undefined) expectShape('bias', weight(node.bias), [filters])
    const back = { size: [rows, columns], strides: node.strides } as const
    const around = node.padding === 'same' ? samePads(node.sides, back) : node.padding === 'valid' ? ([0, 0, 0, 0] as const) : node.padding
    expectShape('picture', windowSides(node.sides, { ...back, pads: [...around] }), [height, width])
    return [...node.sides, filters]
  },
}
