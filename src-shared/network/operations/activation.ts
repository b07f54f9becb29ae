// Activation functions, each number by itself; and the softmax, which looks at all numbers of a place.
import { z } from 'zod'
import { type OperationKind, unary, weightName } from './kind.ts'

const plain = [
  'relu',
  'selu',
  'sigmoid',
  'tanh',
  'softplus',
  'softsign',
  'swish',
  'hard-swish',
  'gelu',
  'gelu-tanh',
  'mish',
  'exponential',
  'absolute',
  'logarithm',
  'error-function',
] as const
export type PlainFunction = (typeof plain)[number]

export const activation = z.strictObject({
  ...unary,
  op: z.literal('activation'),
  of: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.enum(plain) }),
    /** Between two numbers: 0 and 6 for ReLU6. */
    z.strictObject({ kind: z.literal('clip'), low: z.number(), high: z.number() }),
    z.strictObject({ kind: z.literal('leaky'), slope: z.number() }),
    z.strictObject({ kind: z.literal('elu'), alpha: z.number() }),
    /** Between 0 and 1: slope * x + offset. */
    z.strictObject({ kind: z.literal('hard-sigmoid'), slope: z.number(), offset: z.number() }),
    /** A leaky ReLU whose slopes were learnt: one for each channel, or of the shape of its input. */
    z.strictObject({ kind: z.literal('prelu'), slope: weightName }),
  ]),
})
export type Activation = z.output<typeof activation>

export const activationKind: OperationKind<Activation> = {
  weights: ({ of }) => (of.kind === 'prelu' ? [of.slope] : []),
  shape({ of }, [input], weight) {
    if (of.kind === 'prelu') {
      const slope = weight(of.slope)
      const fits = slope.every((side, at) => side === 1 || side === input![input!.length - slope.length + at])
      if (slope.length > input!.length || !fits) throw new RangeError('its slopes do not fit what it is given')
    }
    return input!
  },
}

export const softmax = z.strictObject({ ...unary, op: z.literal('softmax'), logarithm: z.boolean() })
export type Softmax = z.output<typeof softmax>
/** Along the last side. */
export const softmaxKind: OperationKind<Softmax> = { shape: (_node, [input]) => input! }
