// Pixels of the background all around, so that a jitter has something to move into.
import { z } from 'zod'
import type { TransformPart } from './kind.ts'

const schema = z.strictObject({ kind: z.literal('pad'), pixels: z.int().min(1).max(48) })
export const pad = { schema, words: ({ pixels }) => `padded by ${pixels} black pixels` } satisfies TransformPart<z.output<typeof schema>>
