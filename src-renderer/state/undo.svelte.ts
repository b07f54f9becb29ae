// What was done and can be undone. Only changes that can be taken back whole go here; others say so before they are made.
import { toasts } from './toasts.svelte.ts'

export interface Change {
  /** In the past tense, such as "Moved “No wobble” to Trash". */
  label: string
  /** What undoing it has done, in the past tense, such as "Restored “No wobble”". Without it: "Undone:" and the label. */
  undone?: string | undefined
  run: () => Promise<unknown> | void
  undo: () => Promise<unknown> | void
  /** Ids of the runs that it changes: with one of them deleted for good it cannot be taken back any more. */
  of?: readonly string[]
  /** Without a toast when the change is seen where it was made. */
  quiet?: boolean
}

const limit = 100

class Undo {
  #done: Change[] = $state.raw([])
  #undone: Change[] = $state.raw([])
  /** The message about the last change: the next one takes its place, since its Undo would do nothing any more. */
  #told: number | null = null
  /** What is being done. To undo means the last thing one did, also when its saving has not been answered yet. */
  #pending: Promise<unknown> = Promise.resolve()

  get nextUndo(): string | null {
    return this.#done.at(-1)?.label ?? null
  }
  get nextRedo(): string | null {
    return this.#undone.at(-1)?.label ?? null
  }

  /** Makes the change and remembers it. A failure is shown and nothing is remembered. */
  perform(change: Change): Promise<boolean> {
    const done = this.#perform(change)
    this.#pending = Promise.all([this.#pending, done])
    return done
  }
  undo(): Promise<void> {
    return this.#afterwards(() => this.#undo())
  }
  redo(): Promise<void> {
    return this.#afterwards(() => this.#redo())
  }
  #afterwards(work: () => Promise<void>): Promise<void> {
    const done = this.#pending.then(work)
    this.#pending = done
    return done
  }

  /** Leaves out what changed a run that there is no more, and the message that offers to undo it. */
  forget(id: string): void {
    const lost = (change: Change): boolean => change.of?.includes(id) ?? false
    if ([...this.#done, ...this.#undone].some(lost)) this.#tell(null)
    this.#done = this.#done.filter((one) => !lost(one))
    this.#undone = this.#undone.filter((one) => !lost(one))
  }

  async #perform(change: Change): Promise<boolean> {
    if (!(await attempt(change.run))) return false
    this.#done = [...this.#done.slice(1 - limit), change]
    this.#undone = []
    if (change.quiet) this.#tell(null)
    else
      this.#tell(`${change.label}.`, {
        action: {
          label: 'Undo',
          run: () => {
            if (this.#done.at(-1) === change) void this.undo()
          },
        },
      })
    return true
  }
  #tell(message: string | null, options: Parameters<typeof toasts.show>[1] = {}): void {
    if (this.#told !== null) toasts.drop(this.#told)
    this.#told = message === null ? null : toasts.show(message, options)
  }
  async #undo(): Promise<void> {
    const change = this.#done.at(-1)
    if (!change) return
    this.#done = this.#done.slice(0, -1)
    if (!(await attempt(change.undo))) return
    this.#undone = [...this.#undone, change]
    this.#tell(`${change.undone ?? `Undone: ${lower(change.label)}`}.`)
  }
  async #redo(): Promise<void> {
    const change = this.#undone.at(-1)
    if (!change) return
    this.#undone = this.#undone.slice(0, -1)
    if (!(await attempt(change.run))) return
    this.#done = [...this.#done, change]
    this.#tell(`${change.undone === undefined ? `Done again: ${lower(change.label)}` : change.label}.`)
  }
}
export const undo = new Undo()

const lower = (label: string): string => label.charAt(0).toLowerCase() + label.slice(1)

async function attempt(work: () => Promise<unknown> | void): Promise<boolean> {
  try {
    await work()
    return true
  } catch (error) {
    toasts.fail(error)
    return false
  }
}
