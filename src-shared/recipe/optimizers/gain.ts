// Each step as long as promises the same gain: long where the slope is gentle, short where it is steep.
import { z } from 'zod'
import { decay, decayWords, type OptimizerKind } from './kind.ts'

const schema = z.strictObject({
  kind: z.literal('gain'),
  /**
   * What each step is to add to the objective, were the slope to go on as it is. 256 robust steps on the starter's classifier (six units,
   * whose heights by Adam run from 0.2 to 118): 0.1 leaves the high ones at a quarter, 2 overshoots the low one to a quarter, 0.5 comes
   * within half of all but one.
   */
  gain: z.number().positive().max(1e6).default(0.5),
  /** Most that the gradient is multiplied by. A gradient that vanishes asks for steps without end. */
  step: z.number().positive().max(1e6).default(1000),
  decay,
})
export const gain = {
  schema,
  label: 'The same gain at each step',
  fields: {
    gain: { label: 'Gain of a step', help: 'What each step is to add to the objective.' },
    step: { label: 'At most, times the gradient', help: 'Keeps steps short where there is next to no gradient.' },
    decay: decayWords,
  },
  defaultStep: 1000,
  words: ({ gain: wanted, step }) => `as much along the gradient as promises a gain of ${wanted}, at most ${step} times the gradient`,
} satisfies OptimizerKind<z.output<typeof schema>>
