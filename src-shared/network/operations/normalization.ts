// Normalizations: by numbers that were learnt, or by what is there.
import { z } from 'zod'
import { expectShape, type OperationKind, spatial, unary, weightName } from './kind.ts'

/** A factor and an offset for each channel: what a batch normalization is, once the network is trained. */
export const scale = z.strictObject({ ...unary, op: z.literal('scale'), factor: weightName, offset: weightName })
export type Scale = z.output<typeof scale>

export const scaleKind: OperationKind<Scale> = {
  weights: ({ factor, offset }) => [factor, offset],
  shape({ factor, offset }, [input], weight) {
    const channels = [input!.at(-1) ?? 0]
    expectShape('factor', weight(factor), channels)
    expectShape('offset', weight(offset), channels)
    return input!
  },
}

const epsilon = z.number().positive().max(1)

/** Mean 0 and variance 1 within a group of channels of one picture (one group: along the last side), then a factor and an offset. */
export const groupNorm = z.strictObject({
  ...unary,
  op: z.literal('group-norm'),
  /** "last": along the channels of each place alone (layer normalization); a number: over space, in so many groups of channels. */
  over: z.union([z.literal('last'), z.int().min(1).max(65_536)]),
  epsilon,
  factor: weightName.optional(),
  offset: weightName.optional(),
})
export type GroupNorm = z.output<typeof groupNorm>

export const groupNormKind: OperationKind<GroupNorm> = {
  weights: ({ factor, offset }) => [factor, offset].filter((one) => one !== undefined),
  shape({ over, factor, offset }, [input], weight) {
    const channels = over === 'last' ? (input!.at(-1) ?? 0) : spatial(input!)[2]
    if (over !== 'last' && channels % over !== 0) throw new RangeError(`its ${channels} channels do not fall into ${over} groups`)
    for (const one of [factor, offset]) if (one !== undefined) expectShape('factor or offset', weight(one), [channels])
    return input!
  },
}

/** Local response normalization over neighbouring channels: x / (bias + alpha * sum of squares)^beta, `radius` channels to each side. */
export const responseNorm = z.strictObject({
  ...unary,
  op: z.literal('response-norm'),
  radius: z.int().min(0).max(1024),
  bias: z.number(),
  alpha: z.number(),
  beta: z.number(),
})
export type ResponseNorm = z.output<typeof responseNorm>
export const responseNormKind: OperationKind<ResponseNorm> = { shape: (_node, [input]) => [...spatial(input!)] }
