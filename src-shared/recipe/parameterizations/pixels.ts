// Every pixel is free, clipped to [0, 1] after each step.
import { z } from 'zod'
import type { ParameterizationKind } from './kind.ts'

const schema = z.strictObject({ kind: z.literal('pixels'), start: z.enum(['noise', 'grey', 'black']).default('noise') })
const from = (start: string): string => (start === 'noise' ? 'noise' : `a ${start} picture`)
export const pixels = {
  schema,
  label: 'Pixels',
  fields: { start: { label: 'Start', values: { noise: 'random noise', grey: 'a grey picture', black: 'a black picture' } } },
  words: ({ start }) => `in pixels from ${from(start)}`,
  starts: ({ start }) => `starts from ${from(start)}`,
  parents: () => [],
  curves: false,
} satisfies ParameterizationKind<z.output<typeof schema>>
