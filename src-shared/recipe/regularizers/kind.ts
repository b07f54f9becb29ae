// What a kind of penalty is to a recipe and to its reader. Its formula is in main, under the same name.
import { z } from 'zod'
import type { FieldsOf, FieldWords } from '../form/words.ts'

export interface RegularizerPart<S> {
  readonly schema: z.ZodType<S>
  /** As one chooses it. */
  readonly label: string
  readonly fields: FieldsOf<S>
  /** What is paid for: "minus 0.1 times the ...". */
  readonly name: string
}

/** Times the mean over the pixels of the picture. */
export const weight = z.number().min(0).max(1e6)
export const weightWords: FieldWords<number> = {
  label: 'Weight',
  help: 'Times the mean over the pixels; it is taken off the objective.',
  initial: 0.1,
}
