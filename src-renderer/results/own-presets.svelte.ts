// The ways of making pictures that someone has saved, in the library: by name, each of them to be renamed, removed and taken back.
import type { SavedItem } from '../../src-shared/contract.ts'
import { type AscentMethod, ascentMethod } from '../../src-shared/recipe/form/ascent.ts'
import { ascendRecipe, type Recipe } from '../../src-shared/recipe/recipe.ts'
import { methodIn, methodKey, presetKind } from '../../src-shared/recipe/saved-preset.ts'
import type { Json } from '../../src-shared/run/event.ts'
import { lab } from '../lab/lab.svelte.ts'
import { toasts } from '../state/toasts.svelte.ts'
import { undo } from '../state/undo.svelte.ts'

export interface OwnPreset {
  id: string
  name: string
  method: AscentMethod
  key: string
}

class OwnPresets {
  /** Oldest first, as they were saved. */
  list: readonly OwnPreset[] = $state.raw([])

  /** The preset by which a recipe makes its pictures; null for any other. */
  of(recipe: Recipe): OwnPreset | null {
    if (recipe.kind !== 'ascend' || this.list.length === 0) return null
    const key = methodKey(methodIn(recipe))
    return this.list.find((one) => one.key === key) ?? null
  }
  /** The preset for an objective from a seed. */
  recipeOf({ method }: OwnPreset, of: Pick<Extract<Recipe, { kind: 'ascend' }>, 'model' | 'objectives' | 'seed'>) {
    return ascendRecipe.parse({ ...method, kind: 'ascend', ...of })
  }
  save(name: string, method: AscentMethod): Promise<boolean> {
    return this.#change(`Saved the preset “${name}”`, null, { name, method })
  }
  rename(preset: OwnPreset, name: string): Promise<boolean> {
    return this.#change(`Renamed the preset “${preset.name}”`, preset, { name, method: preset.method })
  }
  remove(preset: OwnPreset): Promise<boolean> {
    return this.#change(`Removed the preset “${preset.name}”`, preset, null)
  }
  /** Puts one in the place of another, and can take that back. */
  #change(label: string, before: OwnPreset | null, after: { name: string; method: AscentMethod } | null): Promise<boolean> {
    let there = before?.id ?? null
    const put = async (one: { name: string; method: AscentMethod } | null): Promise<void> => {
      const old = there
      there = one === null ? null : (await lab.client.save({ kind: presetKind, name: one.name, body: plain(one.method) })).id
      if (old !== null) await lab.client.removeSaved({ id: old })
      await this.load()
    }
    return undo.perform({ label, run: () => put(after), undo: () => put(before) })
  }
  async load(): Promise<void> {
    this.list = (await lab.client.listSaved({ kind: presetKind })).toReversed().flatMap(readable)
  }
}
const plain = (method: AscentMethod): Json => JSON.parse(JSON.stringify(method)) as Json
/** What another version wrote and this cannot read is left out. */
function readable({ id, name, body }: SavedItem): OwnPreset[] {
  const read = ascentMethod.safeParse(body)
  return read.success ? [{ id, name, method: read.data, key: methodKey(read.data) }] : []
}
export const ownPresets = new OwnPresets()

/** Has them read, for as long as the component that calls this is there. */
export function useOwnPresets(): void {
  $effect(() => {
    void lab.session
    ownPresets.load().catch((error: unknown) => toasts.fail(error))
  })
}
