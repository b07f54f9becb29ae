// step x gradient / its length: the author's rule for the latent vector.
import { z } from 'zod'
import { decay, decayWords, type OptimizerKind } from './kind.ts'

const schema = z.strictObject({ kind: z.literal('unit'), step: z.number().positive().max(1000), decay })
export const unit = {
  schema,
  label: 'Unit length',
  fields: { step: { label: 'Length of a step', initial: 0.5 }, decay: decayWords },
  defaultStep: 0.5,
  words: ({ step }) => `length ${step} along the gradient`,
} satisfies OptimizerKind<z.output<typeof schema>>
