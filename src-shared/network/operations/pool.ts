// Pools: the largest or the mean of each window, or of the whole picture.
import { z } from 'zod'
import { type OperationKind, pads, pair, spatial, unary, windowSides } from './kind.ts'

const mode = z.enum(['max', 'average'])

export const pool = z.strictObject({
  ...unary,
  op: z.literal('pool'),
  mode,
  size: pair,
  strides: pair,
  pads,
  /** Whether a mean counts the pixels that were added, as zeros. */
  countsPads: z.boolean(),
})
export type Pool = z.output<typeof pool>

export const poolKind: OperationKind<Pool> = {
  shape(node, [input]) {
    const [height, width, channels] = spatial(input!)
    const [top, bottom, left, right] = node.pads
    if (Math.max(top, bottom) >= node.size[0] || Math.max(left, right) >= node.size[1])
      throw new RangeError('it adds so many pixels that some of its windows hold nothing else')
    return [...windowSides([height, width], node), channels]
  },
}

export const globalPool = z.strictObject({
  ...unary,
  op: z.literal('global-pool'),
  mode,
  /** Whether the answer is still a picture, of one pixel. */
  keeps: z.boolean(),
})
export type GlobalPool = z.output<typeof globalPool>

export const globalPoolKind: OperationKind<GlobalPool> = {
  shape({ keeps }, [input]) {
    const [, , channels] = spatial(input!)
    return keeps ? [1, 1, channels] : [channels]
  },
}
