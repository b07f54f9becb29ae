// What a form of settings stands on, whatever is edited in it.
import type { Path } from '../../src-shared/recipe/form/path.ts'
import type { Named } from '../../src-shared/recipe/form/words.ts'
import type { Json } from '../../src-shared/run/event.ts'

export interface FormDraft {
  /** What each setting can go back to. */
  readonly own: Json
  at(path: Path): Json | undefined
  /** What is wrong with a setting, in words; null where nothing is. */
  faultAt(path: Path): string | null
  /** What a setting can go back to; undefined where that is what it is. */
  backOf(path: Path): Json | undefined
  /** Undefined takes the setting out. */
  put(path: Path, value: Json | undefined): void
}

/** What can be chosen for a setting that names something; null where it is typed. */
export type ChoicesOf = (named: Named) => readonly { value: string | number; label: string }[] | null
