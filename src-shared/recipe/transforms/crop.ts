// A part of the picture, enlarged to the whole: what a network is to see must be there at every size and place.
import { z } from 'zod'
import { range } from '../ranges.ts'
import type { TransformPart } from './kind.ts'

const schema = z.strictObject({
  kind: z.literal('crop'),
  /** Side of the part as a share of the whole; it lies anywhere inside. */
  share: range(0.05, 1),
})
export const crop = {
  schema,
  label: 'Part, enlarged (crop)',
  fields: { share: { label: 'Share of the side', step: 0.05, initial: [0.6, 1] } },
  words: ({ share: [low, high] }) => `seen in a part of ${low === high ? low : `${low} to ${high}`} of its side, enlarged`,
} satisfies TransformPart<z.output<typeof schema>>
