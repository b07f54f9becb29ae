// Search among vectors of one length: candidates at an angle that shrinks from step to step; no gradient is asked for.
import { z } from 'zod'
import { candidatesWords, type OptimizerKind } from './kind.ts'

const schema = z.strictObject({
  kind: z.literal('sphere-cma'),
  /** Angle from the point to its candidates at first, in degrees. */
  step: z.number().positive().max(90).default(50),
  /** The same at the last step. */
  last: z.number().positive().max(90).default(7.33),
  candidates: z.int().min(4).max(256).default(40),
  /** Length of the vectors; the square root of how many numbers there are without it. */
  norm: z.number().positive().max(1e4).optional(),
})
export const sphereCma = {
  schema,
  label: 'Sphere-CMA (no gradient)',
  fields: {
    step: { label: 'Angle at first', unit: '°' },
    last: { label: 'Angle at the last step', unit: '°' },
    candidates: candidatesWords,
    norm: { label: 'Length of the vectors', help: 'Empty: the square root of how many numbers there are.' },
  },
  defaultStep: 50,
  withoutGradient: true,
  words: ({ step, last, candidates }) =>
    `Sphere-CMA with ${candidates} candidates each, at angles from ${step} down to ${last} degrees, without a gradient`,
} satisfies OptimizerKind<z.output<typeof schema>>
