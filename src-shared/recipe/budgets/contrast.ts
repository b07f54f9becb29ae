// Every picture has the same contrast.
import { z } from 'zod'
import type { BudgetPart } from './kind.ts'

const schema = z.strictObject({
  kind: z.literal('contrast'),
  /** Standard deviation of all values of a picture about their mean, black 0 and white 1. The shapes have 0.19 in the mean of 1,000. */
  contrast: z.number().positive().max(0.5),
})
export const contrast = {
  schema,
  label: 'The same contrast',
  fields: {
    contrast: {
      label: 'Contrast',
      help: 'Standard deviation of all values about their mean; black is 0 and white 1.',
      step: 0.05,
      initial: 0.2,
    },
  },
  words: ({ contrast: amount }) => `at a contrast of ${amount}`,
} satisfies BudgetPart<z.output<typeof schema>>
