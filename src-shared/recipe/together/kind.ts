// What a kind of term over several pictures of an ascent is.
import type { z } from 'zod'
import type { FieldsOf } from '../form/words.ts'
import type { Asked } from '../objectives/kind.ts'

export interface TogetherKind<S> {
  readonly schema: z.ZodType<S>
  /** As one chooses it. */
  readonly label: string
  readonly fields: FieldsOf<S>
  /** "starts apart from each other in conv3", after "and". */
  words(spec: S): string
  /** Which pictures belong together: the starts of one objective, or the objectives of one start in their order. */
  readonly among: 'starts' | 'objectives'
  /** The activations that it reads. Throws a RangeError that names what exists. */
  taps(spec: S, of: Asked): string[]
}
