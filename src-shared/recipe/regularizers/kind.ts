// What a kind of penalty is to a recipe and to its reader. Its formula is in main, under the same name.
import { z } from 'zod'

export interface RegularizerPart<S> {
  readonly schema: z.ZodType<S>
  /** What is paid for: "minus 0.1 times the ...". */
  readonly name: string
}

/** Times the mean over the pixels of the picture. */
export const weight = z.number().min(0).max(1e6)
