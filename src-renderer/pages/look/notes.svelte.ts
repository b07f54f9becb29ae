// What the user noted of units: a few words and a star, kept in the library.
import { z } from 'zod'
import type { SavedItem } from '../../../src-shared/contract.ts'
import { SvelteMap } from 'svelte/reactivity'
import { lab } from '../../lab/lab.svelte.ts'
import { toasts } from '../../state/toasts.svelte.ts'
import { undo } from '../../state/undo.svelte.ts'

const kind = 'unit-note'
const body = z.object({ model: z.string(), key: z.string(), note: z.string(), starred: z.boolean() })
export type UnitNote = Pick<z.output<typeof body>, 'note' | 'starred'>
const nothing: UnitNote = { note: '', starred: false }

export class UnitNotes {
  readonly model: string
  /** As the user sees them: changed at once, so that the next change starts from this one, saved or not. */
  #notes = new SvelteMap<string, UnitNote>()
  /** What is saved of each unit, and the last saving: one goes after the other, in the order of the changes. */
  #ids = new Map<string, string>()
  #saving: Promise<void> = Promise.resolve()

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
    if (!read.success || read.data.model !== this.model || this.#ids.has(read.data.key) || this.#notes.has(read.data.key)) return
    this.#ids.set(read.data.key, item.id)
    this.#notes.set(read.data.key, read.data)
  }
  of(key: string): UnitNote {
    return this.#notes.get(key) ?? nothing
  }

  /** Changes a note so that it can be undone; `title` names the unit. */
  change(key: string, title: string, patch: Partial<UnitNote>): void {
    const before = this.of(key)
    const after = { ...before, ...patch }
    if (after.note === before.note && after.starred === before.starred) return
    const label =
      patch.starred === undefined ? `Changed the note of ${title}` : `${patch.starred ? 'Starred' : 'Removed the star from'} ${title}`
    void undo.perform({ label, quiet: true, run: () => this.#put(key, title, after), undo: () => this.#put(key, title, before) })
  }
  /** Shows a note, and saves it after what is being saved. One that cannot be saved is not shown as if it were. */
  async #put(key: string, title: string, note: UnitNote): Promise<void> {
    const before = this.#notes.get(key)
    const show = (one: UnitNote | undefined): void => void (one === undefined ? this.#notes.delete(key) : this.#notes.set(key, one))
    const shown = note.note === '' && !note.starred ? undefined : note
    show(shown)
    const saved = this.#saving.then(() => this.#save(key, title, shown))
    this.#saving = saved.catch(() => {
      /* told by the one who asked */
    })
    try {
      await saved
    } catch (error) {
      if (this.#notes.get(key) === shown) show(before)
      throw error
    }
  }
  async #save(key: string, title: string, shown: UnitNote | undefined): Promise<void> {
    const old = this.#ids.get(key)
    if (shown)
      this.#ids.set(
        key,
        (await lab.client.save({ kind, name: title, body: { model: this.model, key, note: shown.note, starred: shown.starred } })).id,
      )
    else this.#ids.delete(key)
    if (old) await lab.client.removeSaved({ id: old })
  }
}
