// What a kind of step is to a recipe and to its reader. The rule itself is in main, under the same name.
import { z } from 'zod'

/**
 * Share of the steps, at the end, over which their size falls evenly to nothing. Without it they keep their size, as the paper's do: steps
 * of a fixed length then jump to and fro about the top, and where the last one lands is decided by rounding.
 */
export const decay = z.number().positive().max(1).optional()

export interface OptimizerKind<S> {
  readonly schema: z.ZodType<S>
  /** As one chooses it. */
  readonly label: string
  /** The step that is proposed. */
  readonly defaultStep: number
  /** In a sentence: "256 steps of ...". */
  words(spec: S): string
}
