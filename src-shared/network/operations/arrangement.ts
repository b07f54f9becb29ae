// What only rearranges, cuts, enlarges or sums up what is there.
import { z } from 'zod'
import { size } from '../layer-shapes.ts'
import { type OperationKind, pads, pair, several, shapeWords, spatial, unary } from './kind.ts'

const side = z.int().min(1).max(100_000_000)
const axis = z.int().min(0).max(5)

/** Another shape of the same numbers, row by row; flattening is one of them. */
export const reshape = z.strictObject({ ...unary, op: z.literal('reshape'), shape: z.array(side).min(1).max(6) })
export type Reshape = z.output<typeof reshape>
export const reshapeKind: OperationKind<Reshape> = {
  shape({ shape }, [input]) {
    if (size(shape) !== size(input!)) throw new RangeError(`it makes ${shapeWords(shape)} of ${shapeWords(input!)}`)
    return shape
  },
}

/** Sides in another order, the batch not counted: side i of the answer is side `order[i]` of what is given. */
export const transpose = z.strictObject({ ...unary, op: z.literal('transpose'), order: z.array(axis).min(1).max(6) })
export type Transpose = z.output<typeof transpose>
export const transposeKind: OperationKind<Transpose> = {
  shape({ order }, [input]) {
    if (order.length !== input!.length || new Set(order).size !== order.length || order.some((one) => one >= input!.length))
      throw new RangeError(`it puts the sides of ${shapeWords(input!)} in the order ${order.join(', ')}`)
    return order.map((one) => input![one]!)
  },
}

export const concat = z.strictObject({ ...several, op: z.literal('concat'), axis })
export type Concat = z.output<typeof concat>
export const concatKind: OperationKind<Concat> = {
  shape({ axis: at }, inputs) {
    const [first] = inputs
    const fits = inputs.every(
      (one) => one.length === first!.length && one.every((length, side_) => side_ === at || length === first![side_]),
    )
    if (at >= first!.length || !fits) throw new RangeError(`it joins ${inputs.map(shapeWords).join(' and ')} along side ${at + 1}`)
    return first!.map((length, side_) => (side_ === at ? inputs.reduce((sum, one) => sum + one[at]!, 0) : length))
  },
}

export const pad = z.strictObject({
  ...unary,
  op: z.literal('pad'),
  pads,
  mode: z.enum(['constant', 'reflect', 'edge']),
  value: z.number(),
})
export type Pad = z.output<typeof pad>
export const padKind: OperationKind<Pad> = {
  shape({ pads: [top, bottom, left, right], mode }, [input]) {
    const [height, width, channels] = spatial(input!)
    if (mode === 'reflect' && (Math.max(top, bottom) >= height || Math.max(left, right) >= width))
      throw new RangeError('it mirrors more pixels than there are')
    return [height + top + bottom, width + left + right, channels]
  },
}

/** A part, from `begin`, of `length` along each side. */
export const slice = z.strictObject({
  ...unary,
  op: z.literal('slice'),
  begin: z.array(z.int().min(0)).min(1).max(6),
  length: z.array(side).min(1).max(6),
})
export type Slice = z.output<typeof slice>
export const sliceKind: OperationKind<Slice> = {
  shape({ begin, length }, [input]) {
    const inside =
      begin.length === input!.length && length.length === input!.length && begin.every((at, one) => at + length[one]! <= input![one]!)
    if (!inside) throw new RangeError(`it cuts ${shapeWords(length)} from ${begin.join(', ')} out of ${shapeWords(input!)}`)
    return length
  },
}

/** Another size of a picture, each side by itself. */
export const resize = z.strictObject({
  ...unary,
  op: z.literal('resize'),
  sides: pair,
  method: z.enum(['nearest', 'linear']),
  /**
   * Which place of what is given belongs to place i of the answer: "corners" puts the first on the first and the last on the last;
   * "centers" aligns the edges of the pictures, (i + 0.5) / zoom - 0.5; "origin" is i / zoom.
   */
  places: z.enum(['corners', 'centers', 'origin']),
  /** How "nearest" rounds a place; halves to the smaller one with "half-down". */
  rounding: z.enum(['floor', 'half-down', 'half-up', 'ceil']),
})
export type Resize = z.output<typeof resize>
export const resizeKind: OperationKind<Resize> = { shape: ({ sides }, [input]) => [...sides, spatial(input!)[2]] }

/** The mean, sum or largest along some sides. */
export const reduce = z.strictObject({
  ...unary,
  op: z.literal('reduce'),
  by: z.enum(['mean', 'sum', 'max']),
  axes: z.array(axis).min(1).max(6),
  keeps: z.boolean(),
})
export type Reduce = z.output<typeof reduce>
export const reduceKind: OperationKind<Reduce> = {
  shape({ axes, keeps }, [input]) {
    if (axes.some((one) => one >= input!.length) || new Set(axes).size !== axes.length)
      throw new RangeError(`it sums up sides ${axes.map((one) => one + 1).join(', ')} of ${shapeWords(input!)}`)
    const kept = input!.map((length, at) => (axes.includes(at) ? 1 : length))
    return keeps ? kept : kept.filter((_, at) => !axes.includes(at))
  },
}
