// Pixels of one colour all around, so that a jitter has something to move into.
import { z } from 'zod'
import type { TransformPart } from './kind.ts'

const schema = z.strictObject({
  kind: z.literal('pad'),
  pixels: z.int().min(1).max(48),
  /** Of everything that lies outside of the picture; without it the background of the network's pictures. */
  colour: z.enum(['background', 'grey']).optional(),
})
export const pad = {
  schema,
  label: 'Padding',
  fields: {
    pixels: { label: 'Width', unit: 'px', initial: 5 },
    colour: { label: 'Colour', values: { background: 'background of the pictures', grey: 'grey' } },
  },
  words: ({ pixels, colour }) => `padded by ${pixels} ${colour === 'grey' ? 'grey' : 'black'} pixels`,
} satisfies TransformPart<z.output<typeof schema>>
