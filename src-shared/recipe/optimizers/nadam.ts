// NAdam: Adam that looks one step ahead along its own momentum.
import { z } from 'zod'
import { decay, decayWords, type OptimizerKind } from './kind.ts'

const schema = z.strictObject({ kind: z.literal('nadam'), step: z.number().positive().max(10), decay })
export const nadam = {
  schema,
  label: 'NAdam',
  fields: { step: { label: 'Step size', initial: 0.05 }, decay: decayWords },
  defaultStep: 0.05,
  words: ({ step }) => `NAdam at ${step}`,
} satisfies OptimizerKind<z.output<typeof schema>>
