// A recipe of an ascent while it is edited: as settings or as JSON, checked by the schema of recipes at each change.
import { faultsByPath, faultsOf } from '../../src-shared/recipe/form/faults.ts'
import { type Path, pathText, pathWords, valueAt, withValue } from '../../src-shared/recipe/form/path.ts'
import { ascentWords } from '../../src-shared/recipe/form/ascent.ts'
import { type AscendRecipe, ascendRecipe, canonical } from '../../src-shared/recipe/recipe.ts'
import type { Json } from '../../src-shared/run/event.ts'
import type { FormDraft } from './form-draft.ts'
import { recipeText } from '../run/recipe-text.ts'

const plain = (value: unknown): Json => JSON.parse(JSON.stringify(value)) as Json

/** To be made while a component is made. */
export class RecipeDraft implements FormDraft {
  /** What is edited. It need not be a recipe yet. */
  value: Json = $state.raw(null)
  /** What each setting can go back to. */
  own: Json = $state.raw(null)
  /** JSON as it is typed, while it cannot be read or is being typed; null where it is that of `value`. */
  #typed: string | null = $state.raw(null)

  constructor(recipe: AscendRecipe) {
    this.begin(recipe)
  }
  /** Begins with a recipe, which is what its settings can go back to. */
  begin(recipe: AscendRecipe): void {
    this.value = plain(ascendRecipe.parse(recipe))
    this.own = this.value
    this.#typed = null
  }
  readonly #read = $derived.by(() => ascendRecipe.safeParse(this.value))
  readonly #notJson = $derived.by(() => (this.#typed === null ? null : faultOfJson(this.#typed)))
  /** What is wrong with it as a whole, a sentence each, with the setting's name before it. */
  readonly faults = $derived.by((): string[] => {
    if (this.#notJson !== null) return [this.#notJson]
    if (this.#read.success) return []
    return faultsOf(this.#read.error).map(({ path, words }) =>
      path.length === 0 ? words : `${pathWords(path, this.value, ascentWords)}: ${words}`,
    )
  })
  readonly #byPath = $derived.by(
    (): ReadonlyMap<string, string> => (this.#read.success ? new Map() : faultsByPath(faultsOf(this.#read.error))),
  )
  /** The recipe; null while something is wrong with it. */
  readonly recipe = $derived.by((): AscendRecipe | null => (this.#notJson === null && this.#read.success ? this.#read.data : null))
  readonly changed = $derived.by(() => canonical(this.value) !== canonical(this.own))

  at(path: Path): Json | undefined {
    return valueAt(this.value, path)
  }
  faultAt(path: Path): string | null {
    return this.#byPath.get(pathText(path)) ?? null
  }
  /** What a setting can go back to; undefined where that is what it is, or where it belonged to another kind. */
  backOf(path: Path): Json | undefined {
    const kind = [...path.slice(0, -1), 'kind']
    if (valueAt(this.own, kind) !== this.at(kind)) return undefined
    const before = valueAt(this.own, path)
    return before === undefined || canonical(before) === canonical(this.at(path) ?? null) ? undefined : before
  }
  put(path: Path, value: Json | undefined): void {
    this.#typed = null
    this.value = withValue(this.value, path, value)
  }
  reset(): void {
    this.#typed = null
    this.value = this.own
  }
  get json(): string {
    return this.#typed ?? recipeText(this.#read.success ? this.#read.data : this.value)
  }
  /** JSON that is typed or pasted: taken as soon as it can be read. */
  type(text: string): void {
    this.#typed = text
    if (faultOfJson(text) === null) this.value = JSON.parse(text) as Json
  }
}

function faultOfJson(text: string): string | null {
  try {
    JSON.parse(text)
    return null
  } catch (error) {
    return `This is not JSON: ${error instanceof Error ? error.message : String(error)}.`
  }
}
