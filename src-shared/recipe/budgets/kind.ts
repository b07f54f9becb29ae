// What a budget is to a recipe and to its reader: an amount that every picture has, so that more of it cannot be what raises a score. What
// it does to a picture is in main, under the same name.
import type { z } from 'zod'
import type { FieldsOf } from '../form/words.ts'

export interface BudgetPart<S> {
  readonly schema: z.ZodType<S>
  /** As one chooses it. */
  readonly label: string
  readonly fields: FieldsOf<S>
  /** "each picture ...": "at a contrast of 0.25". */
  words(spec: S): string
}
