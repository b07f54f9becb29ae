// Adam: each number has a step of its own, by its gradient's mean and size until now.
import { z } from 'zod'
import { decay, decayWords, type OptimizerKind } from './kind.ts'

const schema = z.strictObject({ kind: z.literal('adam'), step: z.number().positive().max(10), decay })
export const adam = {
  schema,
  label: 'Adam',
  fields: { step: { label: 'Step size', initial: 0.05 }, decay: decayWords },
  defaultStep: 0.05,
  words: ({ step }) => `Adam at ${step}`,
} satisfies OptimizerKind<z.output<typeof schema>>
