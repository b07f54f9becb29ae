// What the user noted of units: a few words and a star, kept in the library.
import { z } from 'zod'
import type { SavedItem } from '../../../src-shared/contract.ts'
import { SvelteMap } from 'svelte/reactivity'
import { lab } from '../../lab.svelte.ts'
import { toasts } from '../../toasts.svelte.ts'
import { undo } from '../../undo.svelte.ts'

const kind = 'unit-note'
const body = z.object({ model: z.string(), key: z.string(), note: z.string(), starred: z.boolean() })
export type UnitNote = Pick<z.output<typeof body>, 'note' | 'starred'>
const nothing: UnitNote = { note: '', starred: false }

export class UnitNotes {
  readonly model: string
  #items = new SvelteMap<string, { id: string; note: UnitNote }>()

  constructor(model: string) {
    this.model = model
    lab.client.listSaved({ kind }).then(
      (items) => {
        // Newest first: an older one of the same unit is what is left of a change that was cut short.
        for (const item of items) this.#take(item)
      },
      (error: unknown) => toasts.fail(error),
    )
  }
  #take(item: SavedItem): void {
    const read = body.safeParse(item.body)
    if (read.success && read.data.model === this.model && !this.#items.has(read.data.key))
      this.#items.set(read.data.key, { id: item.id, note: read.data })
  }
  of(key: string): UnitNote {
    return this.#items.get(key)?.note ?? nothing
  }

  /** Changes a note so that it can be undone; `title` names the unit. */
  change(key: string, title: string, patch: Partial<UnitNote>): void {
    const before = this.of(key)
    const after = { ...before, ...patch }
    if (after.note === before.note && after.starred === before.starred) return
    const label =
      patch.starred === undefined ? `Changed the note of ${title}` : `${patch.starred ? 'Starred' : 'Took the star from'} ${title}`
    void undo.perform({ label, quiet: true, run: () => this.#put(key, title, after), undo: () => this.#put(key, title, before) })
  }
  async #put(key: string, title: string, { note, starred }: UnitNote): Promise<void> {
    const old = this.#items.get(key)
    if (note === '' && !starred) this.#items.delete(key)
    else {
      const item = await lab.client.save({ kind, name: title, body: { model: this.model, key, note, starred } })
      this.#items.set(key, { id: item.id, note: { note, starred } })
    }
    if (old) await lab.client.removeSaved({ id: old.id })
  }
}
