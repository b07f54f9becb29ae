// Larger or smaller about the centre.
import { z } from 'zod'
import { range } from '../ranges.ts'
import type { TransformPart } from './kind.ts'

const schema = z.strictObject({ kind: z.literal('scale'), factor: range(0.25, 4) })
export const scale = { schema, words: ({ factor }) => `scaled by ${factor[0]} to ${factor[1]}` } satisfies TransformPart<
  z.output<typeof schema>
>
