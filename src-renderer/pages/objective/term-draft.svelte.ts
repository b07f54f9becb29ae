// A term of an objective while it is chosen: any kind there is, with its settings.
import { faultsByPath, faultsOf } from '../../../src-shared/recipe/form/faults.ts'
import { type Path, pathText, valueAt, withValue } from '../../../src-shared/recipe/form/path.ts'
import { fieldsOf } from '../../../src-shared/recipe/form/shape.ts'
import type { AnyWords } from '../../../src-shared/recipe/form/words.ts'
import { type ObjectiveTerm, objectiveTerm } from '../../../src-shared/recipe/objective.ts'
import { objectiveKinds } from '../../../src-shared/recipe/objectives/index.ts'
import type { Json } from '../../../src-shared/run/event.ts'
import { z } from 'zod'
import type { FormDraft } from '../../recipe-editor/form-draft.ts'

const schema = z.strictObject({ term: objectiveTerm })
/** One field: the term, with all of its kinds. */
export const termFields = fieldsOf(schema)
export const termWords: Readonly<Record<string, AnyWords>> = { term: { label: 'Kind of term', kinds: objectiveKinds } }

/** To be made while a component is made. */
export class TermDraft implements FormDraft {
  value: Json = $state.raw({})
  readonly own: Json = {}
  readonly #read = $derived.by(() => schema.safeParse(this.value))
  readonly #faults = $derived.by(
    (): ReadonlyMap<string, string> => (this.#read.success ? new Map() : faultsByPath(faultsOf(this.#read.error))),
  )
  /** The term; null while something is missing or wrong. */
  readonly term = $derived.by((): ObjectiveTerm | null => (this.#read.success ? this.#read.data.term : null))

  at(path: Path): Json | undefined {
    return valueAt(this.value, path)
  }
  faultAt(path: Path): string | null {
    // Before a kind is chosen nothing is wrong yet.
    return this.at(['term']) === undefined ? null : (this.#faults.get(pathText(path)) ?? null)
  }
  backOf(): Json | undefined {
    return undefined
  }
  put(path: Path, value: Json | undefined): void {
    this.value = withValue(this.value, path, value)
  }
}
