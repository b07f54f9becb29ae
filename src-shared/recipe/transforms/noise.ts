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
  words: ({ deviation }) => `speckled with noise of standard deviation ${deviation}`,
} satisfies TransformPart<z.output<typeof schema>>
