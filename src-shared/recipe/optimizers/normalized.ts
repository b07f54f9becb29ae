// step x gradient / standard deviation of the gradient: the paper's rule for pixels.
import { z } from 'zod'
import { decay, decayWords, type OptimizerKind } from './kind.ts'

const schema = z.strictObject({ kind: z.literal('normalized'), step: z.number().positive().max(100), decay })
export const normalized = {
  schema,
  label: 'Gradient ÷ its standard deviation',
  fields: { step: { label: 'Step size', initial: 0.01 }, decay: decayWords },
  defaultStep: 0.01,
  words: ({ step }) => `${step} times the gradient over its standard deviation`,
} satisfies OptimizerKind<z.output<typeof schema>>
