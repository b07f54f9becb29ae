// The choices on the page, kept from one visit to the next.
import { lab } from '../../lab/lab.svelte.ts'
import { toasts } from '../../state/toasts.svelte.ts'
import { type Changes, choices, type Choices, firstChoices, noChanges, type Size } from './plan.ts'

const setting = 'train-draft'

export class TrainDraft {
  current: Choices = $state.raw(firstChoices)
  /** False until the choices of last time have been read. */
  ready = $state(false)
  #timer: ReturnType<typeof setTimeout> | undefined
  #touched = false

  constructor() {
    lab.client.getSetting({ key: setting }).then(
      ({ value }) => {
        const read = choices.safeParse(value)
        if (read.success && !this.#touched) this.current = read.data
        this.ready = true
      },
      (error: unknown) => {
        this.ready = true
        toasts.fail(error)
      },
    )
  }
  put(patch: Partial<Choices>): void {
    this.#touched = true
    this.current = { ...this.current, ...patch }
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.keep(), 250)
  }
  /** Another size decides anew how many pictures are seen how often; other changes stay. */
  resize(size: Size): void {
    const { pictures: _pictures, classifier, autoencoder, ...rest } = this.current.changes
    const { epochs: _epochs, batchSize: _batch, ...first } = classifier
    const { epochs: _others, batchSize: _size, ...second } = autoencoder
    this.put({ size, changes: { ...rest, classifier: first, autoencoder: second } })
  }
  change(changes: Changes): void {
    this.put({ changes })
  }
  reset(): void {
    this.put({ changes: noChanges })
  }
  keep(): void {
    clearTimeout(this.#timer)
    if (this.#touched)
      lab.client.setSetting({ key: setting, value: JSON.parse(JSON.stringify(this.current)) }).catch((error: unknown) => toasts.fail(error))
  }
}
