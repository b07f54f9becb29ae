// Random speckle over the picture: what rests on exact pixels does not survive it.
import { z } from 'zod'
import type { TransformPart } from './kind.ts'

const schema = z.strictObject({
  kind: z.literal('noise'),
  /** Standard deviation in each pixel and channel, where black is 0 and white 1. */
  deviation: z.number().positive().max(1),
})
export const noise = {
  schema,
  label: 'Noise',
  fields: { deviation: { label: 'Standard deviation', help: 'Black is 0 and white 1.', step: 0.01, initial: 0.05 } },
  words: ({ deviation }) => `speckled with noise of standard deviation ${deviation}`,
} satisfies TransformPart<z.output<typeof schema>>
