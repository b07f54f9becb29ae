// A picture seen out of focus: what rests on fine patterns does not survive it.
import { z } from 'zod'
import { range } from '../ranges.ts'
import type { TransformPart } from './kind.ts'

const schema = z.strictObject({
  kind: z.literal('blur'),
  /** Standard deviation of the Gaussian, in pixels. */
  deviation: range(0.1, 16),
})
export const blur = {
  schema,
  label: 'Blur',
  fields: { deviation: { label: 'Standard deviation', unit: 'px', step: 0.1, initial: [0.5, 1] } },
  words: ({ deviation: [low, high] }) => `blurred by a Gaussian of ${low === high ? low : `${low} to ${high}`} pixels`,
} satisfies TransformPart<z.output<typeof schema>>
