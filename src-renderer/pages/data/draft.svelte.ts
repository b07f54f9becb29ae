// The dataset one is about to draw: kept while one works on it, checked by the recipe's own schema.
import { datasetSettings, type DatasetSettings } from '../../../src-shared/recipe/recipe.ts'
import { lab } from '../../lab/lab.svelte.ts'
import { toasts } from '../../state/toasts.svelte.ts'
import { undo } from '../../state/undo.svelte.ts'
import { candidateOf, classesOf, type Draft, draftSchema, offers, problemsOf, defaultDraft } from '../../dataset/dataset-choice.ts'

const setting = 'dataset-draft'

export class DatasetDraft {
  value: Draft = $state.raw(defaultDraft())
  /** False until the draft of last time has been read. */
  ready = $state(false)
  /** The value as of a moment ago: for what is too slow to follow a slider. */
  settled: Draft = $state.raw(defaultDraft())
  #timer: ReturnType<typeof setTimeout> | undefined

  readonly classes: number[] = $derived(classesOf(this.value))
  readonly problems = $derived(problemsOf(candidateOf(this.value, this.classes)))
  readonly settings: DatasetSettings | null = $derived.by(() => {
    const read = datasetSettings.safeParse(candidateOf(this.value, this.classes))
    return read.success ? read.data : null
  })
  readonly isDefault = $derived(JSON.stringify(this.value) === JSON.stringify(defaultDraft()))

  constructor() {
    lab.client.getSetting({ key: setting }).then(
      ({ value }) => {
        const read = draftSchema.safeParse(value)
        // What was changed before the answer came stays.
        if (read.success && this.isDefault) {
          this.value = { ...defaultDraft(), ...read.data }
          this.settled = this.value
        }
        this.ready = true
      },
      (error: unknown) => {
        this.ready = true
        toasts.fail(error)
      },
    )
  }
  change(patch: Partial<Draft>): void {
    this.#put({ ...this.value, ...patch })
  }
  /** Puts a value of a factor in use, or takes it out. */
  toggle(factor: 'shapes' | 'styles' | 'colours', value: number): void {
    const has = this.value[factor].includes(value)
    this.change({
      [factor]: has ? this.value[factor].filter((one) => one !== value) : [...this.value[factor], value].sort((a, b) => a - b),
    })
  }
  /** Leaves a single class out, or takes it back in. */
  toggleClass(label: number): void {
    const { without } = this.value
    if (offers(this.value, label))
      this.change({ without: without.includes(label) ? without.filter((one) => one !== label) : [...without, label] })
  }
  reset(): void {
    const before = this.value
    void undo.perform({ label: 'Put the paper’s settings back', run: () => this.#put(defaultDraft()), undo: () => this.#put(before) })
  }
  #put(value: Draft): void {
    this.value = value
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      this.settled = value
      lab.client.setSetting({ key: setting, value: { ...value } }).catch((error: unknown) => toasts.fail(error))
    }, 250)
  }
}
