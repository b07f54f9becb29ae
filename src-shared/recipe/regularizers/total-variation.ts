// Differences between neighbouring pixels are paid for.
import { z } from 'zod'
import { type RegularizerPart, weight, weightWords } from './kind.ts'

const schema = z.strictObject({ kind: z.literal('total-variation'), weight })
export const totalVariation = {
  schema,
  label: 'Total variation',
  fields: { weight: weightWords },
  name: 'total variation',
} satisfies RegularizerPart<z.output<typeof schema>>
