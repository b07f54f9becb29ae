// Every picture has the same light.
import { z } from 'zod'
import type { BudgetPart } from './kind.ts'

const schema = z.strictObject({
  kind: z.literal('brightness'),
  /** Mean of all values of a picture, black 0 and white 1. The shapes have 0.05 in the mean of 1,000. */
  brightness: z.number().positive().max(1),
})
export const brightness = {
  schema,
  label: 'The same mean brightness',
  fields: { brightness: { label: 'Mean brightness', help: 'Black is 0 and white 1.', step: 0.05, initial: 0.05 } },
  words: ({ brightness: amount }) => `at a mean brightness of ${amount}`,
} satisfies BudgetPart<z.output<typeof schema>>
