// Keeping the objective that is built under a name, opening a kept one, and removing one: each can be undone.
import type { SavedItem } from '../../../src-shared/contract.ts'
import { objectiveName, type ObjectiveSpec } from '../../../src-shared/recipe/objective.ts'
import type { Json } from '../../../src-shared/run/event.ts'
import { lab } from '../../lab/lab.svelte.ts'
import { type ObjectiveDraft, type SavedObjective, savedKind, savedObjectives } from '../../state/objective-draft.svelte.ts'
import { undo } from '../../state/undo.svelte.ts'

/** To be made while a component is made. */
export class ObjectiveShelf {
  /** The name as it is typed; empty for the suggested one. */
  name = $state('')
  readonly #draft: ObjectiveDraft
  readonly #saved = savedObjectives()

  constructor(draft: ObjectiveDraft) {
    this.#draft = draft
  }
  readonly suggested = $derived.by(() => (this.#draft.spec ? objectiveName(this.#draft.spec).slice(0, 120) : ''))
  get list(): readonly SavedObjective[] {
    return this.#saved.list
  }

  open(item: SavedItem, spec: ObjectiveSpec): void {
    this.name = item.name
    this.#draft.load(item.name, spec)
  }
  /** Keeps the objective; answers its id, which is that of the one there is when it is kept already. */
  async keep(): Promise<string | null> {
    const { spec } = this.#draft
    if (!spec) return null
    const called = this.name.trim() || this.suggested
    const same = this.list.find((one) => one.item.name === called && JSON.stringify(one.spec) === JSON.stringify(spec))
    if (same) return same.item.id
    let id: string | null = null
    const body = JSON.parse(JSON.stringify(spec)) as Json
    await undo.perform({
      label: `Saved “${called}”`,
      run: async () => {
        id = (await lab.client.save({ kind: savedKind, name: called, body })).id
        this.#saved.reload()
      },
      undo: async () => {
        if (id !== null) await lab.client.removeSaved({ id })
        this.#saved.reload()
      },
    })
    return id
  }
  remove(item: SavedItem): void {
    let { id } = item
    void undo.perform({
      label: `Removed “${item.name}”`,
      run: async () => {
        await lab.client.removeSaved({ id })
        this.#saved.reload()
      },
      undo: async () => {
        id = (await lab.client.save({ kind: item.kind, name: item.name, body: item.body })).id
        this.#saved.reload()
      },
    })
  }
}
