// Steps that go on in the direction of those before them, as a ball rolls.
import { z } from 'zod'
import { decay, decayWords, type OptimizerKind } from './kind.ts'

const schema = z.strictObject({
  kind: z.literal('momentum'),
  step: z.number().positive().max(1000),
  /** Share of the last step that the next one takes over. */
  momentum: z.number().min(0).max(0.999).default(0.9),
  decay,
})
export const momentum = {
  schema,
  label: 'Momentum',
  fields: {
    step: { label: 'Step size', initial: 0.1 },
    momentum: { label: 'Momentum', help: 'Share of the last step that the next one takes over.', step: 0.05 },
    decay: decayWords,
  },
  defaultStep: 0.1,
  words: ({ step, momentum: share }) => `length ${step} along the gradient, each going on with ${share} times the one before`,
} satisfies OptimizerKind<z.output<typeof schema>>
