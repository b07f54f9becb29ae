// The paper's: canvas 68, jitter 0 to 20 pixels, rotation 0 to 2 pi. The text shifts first, the author's code rotates first.
import { z } from 'zod'
import type { TransformPart } from './kind.ts'

const schema = z.strictObject({
  kind: z.literal('paper'),
  order: z.enum(['jitter-rotate', 'rotate-jitter']).default('rotate-jitter'),
})
export const paper = {
  schema,
  label: 'The paper’s turn and shift',
  fields: {
    order: {
      label: 'Order',
      values: { 'rotate-jitter': 'turn, then shift (the author’s code)', 'jitter-rotate': 'shift, then turn (the paper’s text)' },
    },
  },
  words: ({ order }) =>
    order === 'rotate-jitter'
      ? 'turned by any angle, then seen through a window shifted by 0 to 20 pixels'
      : 'seen through a window shifted by 0 to 20 pixels, then turned by any angle',
} satisfies TransformPart<z.output<typeof schema>>
