// What a blur would take away is paid for: a pull towards smooth pictures that spares broad edges more than total variation does.
import { z } from 'zod'
import { type RegularizerPart, weight, weightWords } from './kind.ts'

const schema = z.strictObject({
  kind: z.literal('blur'),
  weight,
  /** Standard deviation of the Gaussian, in pixels. 0.8 is as wide as the kernel of lucid's penalty, 3 x 3 with 1 amid eight of 0.5. */
  deviation: z.number().min(0.1).max(16).default(0.8),
})
export const blur = {
  schema,
  label: 'Difference from its own blur',
  fields: { weight: weightWords, deviation: { label: 'Width of the blur (standard deviation)', unit: 'px', step: 0.1 } },
  name: 'mean squared difference from its own blur',
} satisfies RegularizerPart<z.output<typeof schema>>
