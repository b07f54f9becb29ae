// Light is paid for by its square: much in one place costs more than little in many.
import { z } from 'zod'
import { type RegularizerPart, weight, weightWords } from './kind.ts'

const schema = z.strictObject({ kind: z.literal('l2'), weight })
export const l2 = {
  schema,
  label: 'Mean squared brightness (L2)',
  fields: { weight: weightWords },
  name: 'mean squared brightness',
} satisfies RegularizerPart<z.output<typeof schema>>
