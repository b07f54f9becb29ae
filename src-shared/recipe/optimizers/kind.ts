// What a kind of step is to a recipe and to its reader. The rule itself is in main, under the same name.
import { z } from 'zod'
import type { FieldsOf, FieldWords } from '../form/words.ts'

/**
 * Share of the steps, at the end, over which their size falls evenly to nothing. Without it they keep their size, as the paper's do: steps
 * of a fixed length then jump to and fro about the top, and where the last one lands is decided by rounding.
 */
export const decay = z.number().positive().max(1).optional()
export const decayWords: FieldWords<number> = {
  label: 'Share of the steps that shrink',
  help: 'At the end, down to nothing. Empty: all steps are of the same size.',
}

export const candidatesWords: FieldWords<number> = {
  label: 'Candidates of a step',
  help: 'Pictures that are tried at each step, for each picture that is made.',
}

export interface OptimizerKind<S> {
  readonly schema: z.ZodType<S>
  /** As one chooses it. */
  readonly label: string
  readonly fields: FieldsOf<S>
  /** The step that is proposed. */
  readonly defaultStep: number
  /** It tries candidates and asks for no gradient. */
  readonly withoutGradient?: true
  /** In a sentence: "256 steps of ...". */
  words(spec: S): string
}
