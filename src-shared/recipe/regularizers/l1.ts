// Light is paid for by its amount.
import { z } from 'zod'
import { type RegularizerPart, weight, weightWords } from './kind.ts'

const schema = z.strictObject({ kind: z.literal('l1'), weight })
export const l1 = {
  schema,
  label: 'Mean brightness (L1)',
  fields: { weight: weightWords },
  name: 'mean brightness',
} satisfies RegularizerPart<z.output<typeof schema>>
