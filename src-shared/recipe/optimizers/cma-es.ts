// CMA-ES: candidates are drawn about a point, which moves to where the better half lies; no gradient is asked for.
import { z } from 'zod'
import { candidatesWords, type OptimizerKind } from './kind.ts'

const schema = z.strictObject({
  kind: z.literal('cma-es'),
  /** Standard deviation of the candidates at first, in the units of what moves. */
  step: z.number().positive().max(100),
  /** Of each step; 4 + 3 ln(numbers) without it, as Hansen's. */
  candidates: z.int().min(4).max(256).optional(),
})
export const cmaEs = {
  schema,
  label: 'CMA-ES (no gradient)',
  fields: {
    step: { label: 'Spread at first', help: 'Standard deviation of the candidates; it adapts itself.', initial: 0.5 },
    candidates: candidatesWords,
  },
  defaultStep: 0.5,
  withoutGradient: true,
  words: ({ step, candidates }) =>
    `CMA-ES${candidates === undefined ? '' : ` with ${candidates} candidates each`}, spread ${step} at first, without a gradient`,
} satisfies OptimizerKind<z.output<typeof schema>>
