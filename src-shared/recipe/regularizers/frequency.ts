// Waves are paid for by their frequency: fine patterns cost more than coarse ones of the same strength.
import { z } from 'zod'
import { type RegularizerPart, weight, weightWords } from './kind.ts'

const schema = z.strictObject({
  kind: z.literal('frequency'),
  weight,
  /** A wave counts by its frequency, as a share of the finest along a side, to this power; with 1 much as the mean squared slope does. */
  power: z.number().min(0.1).max(4).default(1),
})
export const frequency = {
  schema,
  label: 'Fine waves (frequency)',
  fields: { weight: weightWords, power: { label: 'Power of the frequency', step: 0.5 } },
  name: 'mean square of its waves, each times its frequency',
} satisfies RegularizerPart<z.output<typeof schema>>
