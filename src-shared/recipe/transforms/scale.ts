// Larger or smaller about the centre.
import { z } from 'zod'
import { range } from '../ranges.ts'
import type { TransformPart } from './kind.ts'

const schema = z.strictObject({ kind: z.literal('scale'), factor: range(0.25, 4) })
export const scale = {
  schema,
  label: 'Scale',
  fields: { factor: { label: 'Factor', step: 0.05, initial: [0.9, 1.1] } },
  words: ({ factor }) => `scaled by ${factor[0]} to ${factor[1]}`,
} satisfies TransformPart<z.output<typeof schema>>
