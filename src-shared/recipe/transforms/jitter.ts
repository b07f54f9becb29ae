// A window that is moved about by whole pixels.
import { z } from 'zod'
import type { TransformPart } from './kind.ts'

const schema = z.strictObject({ kind: z.literal('jitter'), pixels: z.int().min(1).max(48) })
export const jitter = {
  schema,
  label: 'Shift (jitter)',
  fields: { pixels: { label: 'At most', unit: 'px', initial: 3 } },
  words: ({ pixels }) => `shifted within ${pixels} pixels`,
} satisfies TransformPart<z.output<typeof schema>>
