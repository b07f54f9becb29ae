// The weights of a small network that says the colour of each place: smooth by itself, and drawn at any size.
import { z } from 'zod'
import type { ParameterizationKind } from './kind.ts'

const schema = z.strictObject({
  kind: z.literal('cppn'),
  /** Side in pixels of a second, larger drawing of the result, square; none without it. */
  large: z.int().min(16).max(1024).optional(),
})
export const cppn = {
  schema,
  label: 'A function of the place (CPPN)',
  fields: {
    large: {
      label: 'Also drawn with a side of',
      unit: 'px',
      help: 'The same function, drawn larger: it has no pixels of its own.',
      initial: 512,
    },
  },
  words: () => 'as a function of the place (CPPN), from grey',
  starts: () => 'starts from the random weights of a CPPN',
  parents: () => [],
  curves: true,
} satisfies ParameterizationKind<z.output<typeof schema>>
