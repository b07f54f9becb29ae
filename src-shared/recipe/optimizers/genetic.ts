// A genetic algorithm: the best are kept, the others are their children with changes at random; no gradient is asked for.
import { z } from 'zod'
import { candidatesWords, type OptimizerKind } from './kind.ts'

const schema = z.strictObject({
  kind: z.literal('genetic'),
  /** Standard deviation of a change, in the units of what moves. */
  step: z.number().positive().max(100),
  candidates: z.int().min(4).max(256).default(40),
})
export const genetic = {
  schema,
  label: 'Genetic algorithm (no gradient)',
  fields: {
    step: { label: 'Size of a change', help: 'Standard deviation, in the units of what moves.', initial: 0.5 },
    candidates: candidatesWords,
  },
  defaultStep: 0.5,
  withoutGradient: true,
  words: ({ step, candidates }) => `a genetic algorithm with ${candidates} candidates each, changes of size ${step}, without a gradient`,
} satisfies OptimizerKind<z.output<typeof schema>>
