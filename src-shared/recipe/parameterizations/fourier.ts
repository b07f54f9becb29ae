// The waves that a picture is made of: an ascent moves their strengths, coarse ones as easily as their share in natural pictures is large.
import { z } from 'zod'
import type { ParameterizationKind } from './kind.ts'

const schema = z.strictObject({
  kind: z.literal('fourier'),
  /** Gain of a wave: 1 / frequency to this power. 1 is that of natural pictures; with 0 all waves move alike, as pixels do. */
  power: z.number().min(0).max(2).default(1),
})
export const fourier = {
  schema,
  words: ({ power }) => `in waves, each with 1 / frequency to the power of ${power} as its gain, from grey`,
  starts: () => 'starts from faint waves on grey',
  parents: () => [],
  curves: true,
} satisfies ParameterizationKind<z.output<typeof schema>>
