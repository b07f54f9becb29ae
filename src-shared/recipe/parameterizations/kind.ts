// What a kind of parameterization is to a recipe and to its reader: the numbers that an ascent moves. What picture they stand for is in
// main, under the same name.
import type { z } from 'zod'
import type { FieldsOf } from '../form/words.ts'

export interface ParameterizationKind<S> {
  readonly schema: z.ZodType<S>
  /** As one chooses it. */
  readonly label: string
  readonly fields: FieldsOf<S>
  /** Where the ascent moves: "256 steps of ..., in pixels from noise". */
  words(spec: S): string
  /** What the seed decides: "starts from noise". */
  starts(spec: S): string
  /** Hashes of the models that it needs. */
  parents(spec: S): string[]
  /** Whether the length of the gradient and the distance from the start are kept as curves. */
  readonly curves: boolean
}
