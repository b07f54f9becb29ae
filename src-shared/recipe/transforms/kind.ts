// What a kind of transform is to a recipe and to its reader. What it does to a picture is in main, under the same name.
import type { z } from 'zod'
import type { FieldsOf } from '../form/words.ts'

export interface TransformPart<S> {
  readonly schema: z.ZodType<S>
  /** As one chooses it. */
  readonly label: string
  readonly fields: FieldsOf<S>
  /** As it is done at each step, such as "shifted within 3 pixels". */
  words(spec: S): string
}
