// The runs that are compared, read from the library and again whenever one of them changes.
import type { RunDetail } from '../../../src-shared/contract.ts'
import { type Compared, letterOf } from '../../../src-shared/run/compared-runs.ts'
import { lab } from '../../lab/lab.svelte.ts'
import { type Resource, resource } from '../../lab/resource.svelte.ts'

/** Milliseconds in which changes are gathered before the runs are read again. */
const patience = 300

type Read = { id: string; detail: RunDetail } | { id: string; error: unknown }

/** To be made while a component is made; `ids` is read again whenever it changes. */
export class ComparedList {
  readonly #ids: () => readonly string[]
  readonly #details: Resource<Read[]>

  constructor(ids: () => readonly string[]) {
    this.#ids = ids
    this.#details = resource(() =>
      this.key === ''
        ? null
        : Promise.all(
            this.key.split(',').map((id) =>
              lab.client.getRun({ id }).then(
                (detail) => ({ id, detail }),
                (error: unknown) => ({ id, error }),
              ),
            ),
          ),
    )
    $effect(() => {
      const here = new Set(ids())
      let timer: ReturnType<typeof setTimeout> | undefined
      const leave = lab.listen((event) => {
        if (here.has(event.run) && (event.type === 'changed' || event.type === 'artifact'))
          timer ??= setTimeout(() => {
            timer = undefined
            this.reload()
          }, patience)
      })
      return () => {
        leave()
        clearTimeout(timer)
      }
    })
  }
  /** Names what is compared, so that nothing of another comparison is kept. */
  readonly key = $derived.by(() => this.#ids().join())
  /** Whether the library has answered. */
  get known(): boolean {
    return this.key === '' || this.#details.value !== undefined
  }
  get error(): unknown {
    return this.#details.error
  }
  /** How many of the runs are not in this library. */
  readonly missing = $derived.by(() => (this.#details.value ?? []).filter((one) => 'error' in one && this.#ids().includes(one.id)).length)
  /** Those that are, in order. */
  readonly list: readonly Compared[] = $derived.by(() => {
    const found = (this.#details.value ?? []).flatMap((one) => ('detail' in one && this.#ids().includes(one.id) ? [one.detail] : []))
    return this.#ids()
      .flatMap((id) => found.find(({ run }) => run.id === id) ?? [])
      .map(({ run, artifacts, children }, slot) => ({ letter: letterOf(slot), slot, run, artifacts, children }))
  })
  reload(): void {
    this.#details.reload()
  }
}
