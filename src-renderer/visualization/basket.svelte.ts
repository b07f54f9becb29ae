// Units that someone collects from any layer of any network, to look at side by side. Each is kept in the library by itself, so that what
// one window puts in, another does not take out.
import { z } from 'zod'
import { lab } from '../lab/lab.svelte.ts'
import { toasts } from '../state/toasts.svelte.ts'
import { undo } from '../state/undo.svelte.ts'

const kind = 'basket-unit'
const body = z.object({ model: z.string(), layer: z.string(), unit: z.int().min(0) })
export type BasketUnit = z.output<typeof body>
const keyOf = ({ model, layer, unit }: BasketUnit): string => `${model} ${layer}:${unit}`

class Basket {
  /** In the order in which they were put in. */
  units: readonly BasketUnit[] = $state.raw([])
  /** False until the library has answered. */
  ready = $state(false)
  readonly #keys: ReadonlySet<string> = $derived(new Set(this.units.map(keyOf)))
  /** What is saved of each. */
  #ids = new Map<string, string[]>()
  #session: number | null = null
  /** One change after the other: a second press finds what the first has done. */
  #turn: Promise<unknown> = Promise.resolve()

  has(unit: BasketUnit): boolean {
    return this.#keys.has(keyOf(unit))
  }
  /** Puts in those that are not there; `title` names them. */
  add(units: readonly BasketUnit[], title: string): void {
    const fresh = units.filter((one) => !this.has(one))
    if (fresh.length === 0) toasts.show(`${title} ${units.length === 1 ? 'is' : 'are'} in the basket already.`)
    else
      this.#perform(
        `Put ${title} into the basket`,
        () => this.#put(fresh),
        () => this.#take(fresh),
      )
  }
  remove(units: readonly BasketUnit[], title: string): void {
    const there = units.filter((one) => this.has(one))
    this.#perform(
      `Removed ${title} from the basket`,
      () => this.#take(there),
      () => this.#put(there),
    )
  }
  #perform(label: string, run: () => Promise<void>, back: () => Promise<void>): void {
    void undo.perform({ label, run: () => this.#after(run), undo: () => this.#after(back) })
  }
  #after(work: () => Promise<void>): Promise<void> {
    const done = this.#turn.then(work)
    // Whoever asked for it is told.
    this.#turn = done.catch(() => {})
    return done
  }
  async #put(units: readonly BasketUnit[]): Promise<void> {
    for (const one of units) {
      const key = keyOf(one)
      if (this.#ids.has(key)) continue
      const name = `${one.layer}, ${one.unit}`.slice(0, 200)
      const { id } = await lab.client.save({ kind, name, body: { model: one.model, layer: one.layer, unit: one.unit } })
      this.#ids.set(key, [id])
      this.units = [...this.units, one]
    }
  }
  async #take(units: readonly BasketUnit[]): Promise<void> {
    for (const one of units) {
      const key = keyOf(one)
      for (const id of this.#ids.get(key) ?? []) await lab.client.removeSaved({ id })
      this.#ids.delete(key)
      this.units = this.units.filter((other) => keyOf(other) !== key)
    }
  }

  /** Reads what is kept, once for each line to the lab. */
  load(): Promise<void> {
    return this.#after(() => this.#read())
  }
  async #read(): Promise<void> {
    const { session } = lab
    if (this.#session === session) return
    const items = await lab.client.listSaved({ kind })
    const units: BasketUnit[] = []
    this.#ids.clear()
    for (const item of items.toReversed()) {
      const read = body.safeParse(item.body)
      if (!read.success) continue
      const key = keyOf(read.data)
      const ids = this.#ids.get(key)
      // Two windows may have put the same one in.
      if (ids) ids.push(item.id)
      else {
        this.#ids.set(key, [item.id])
        units.push(read.data)
      }
    }
    this.units = units
    this.#session = session
    this.ready = true
  }
}
export const basket = new Basket()

/** Has the basket read, for as long as the component that calls this is there. */
export function useBasket(): void {
  $effect(() => {
    void lab.session
    basket.load().catch((error: unknown) => toasts.fail(error))
  })
}
