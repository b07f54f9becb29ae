// A picture that is larger than what the network takes, so that a window that is moved, turned or widened still looks at the picture.
import { z } from 'zod'
import type { TransformPart } from './kind.ts'

const schema = z.strictObject({
  kind: z.literal('canvas'),
  /** Pixels on each side; what the network takes is the middle. */
  margin: z.int().min(1).max(128),
})
export const canvas = {
  schema,
  label: 'Wider picture',
  fields: { margin: { label: 'Margin', unit: 'px', help: 'On each side; the network takes the middle.', initial: 8 } },
  words: ({ margin }) => `seen as the middle of a picture with ${margin} more pixels on each side`,
} satisfies TransformPart<z.output<typeof schema>>
