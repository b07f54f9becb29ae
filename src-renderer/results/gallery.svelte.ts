// The pictures made of a classifier's units: the newest of each objective and method, and those that form now.
import type { LivePicture, RunEvent } from '../../src-shared/run/event.ts'
import { objectiveKey } from '../../src-shared/recipe/objective.ts'
import type { Run } from '../../src-shared/run/run.ts'
import {
  looksInto,
  madeMethods,
  type MadeMethod,
  methodOf,
  type RunVisualizations,
  shownOf,
  varies,
  type Visualization,
} from '../../src-shared/run/visualization.ts'
import { emptyShelf, type Shelf, shelve } from '../../src-shared/run/visualization-shelf.ts'
import { SvelteMap } from 'svelte/reactivity'
import { lab } from '../lab/lab.svelte.ts'
import { ownPresets } from './own-presets.svelte.ts'

const asksFor = ({ recipe }: Run, key: string): boolean =>
  recipe.kind === 'ascend' && recipe.objectives.some((spec) => objectiveKey(spec) === key)

/** What was found last for a model: shown at once to those who come back, until the library has answered again. */
const lastShelves = new Map<string, Shelf>()
const keptShelves = 4

export class Gallery {
  readonly model: string
  error: unknown = $state.raw(null)
  /** False until the library has answered once. */
  ready = $state(false)
  #shelf: Shelf = $state.raw(emptyShelf())
  #live = new SvelteMap<string, LivePicture>()
  #scores = new SvelteMap<string, { step: number; value: number }>()
  /** What is at work or waits for this model, in order. */
  readonly active: Run[] = $derived([...lab.jobs.running, ...lab.jobs.queued].filter((run) => looksInto(run.recipe, this.model)))
  /** By the run they form in, so that they go when that run's results are there. */
  #formed = new Map<string, Set<string>>()
  /** Counts the readings: only the newest is shown. */
  #reading = 0
  #leave: () => void
  #timer: ReturnType<typeof setTimeout> | undefined
  #closed = false

  constructor(model: string) {
    this.model = model
    const last = lastShelves.get(model)
    if (last) {
      this.#shelf = last
      this.ready = true
    }
    this.#leave = lab.listen((event) => this.#hear(event))
    void this.#read()
  }
  close(): void {
    this.#closed = true
    this.#leave()
    clearTimeout(this.#timer)
  }

  /** The picture of the newest run that has this objective; that of a run of variations only where there is no other. */
  shown(method: MadeMethod, key: string): Visualization | null {
    return shownOf(this.#shelf[method].get(key)?.newest)
  }
  /** The same of a saved preset, by its id. */
  ownShown(preset: string, key: string): Visualization | null {
    return shownOf(this.#shelf.own.get(preset)?.get(key)?.newest)
  }
  /** The picture that forms by a saved preset, and the run that makes it. */
  ownForming(preset: string, key: string): LivePicture | null {
    return this.#live.get(`own ${preset} ${key}/0`) ?? null
  }
  ownWork(preset: string, key: string): Run | null {
    return this.active.find((run) => ownPresets.of(run.recipe)?.id === preset && asksFor(run, key)) ?? null
  }
  /** Whether there is something to show: a picture, or one that forms. */
  has(method: MadeMethod, key: string): boolean {
    return this.#shelf[method].has(key) || this.forming(method, key) !== null
  }
  /** All starts of the newest run that has this objective from several starts. */
  variations(method: MadeMethod, key: string): readonly Visualization[] {
    return this.#shelf[method].get(key)?.many ?? []
  }
  /** The picture that forms now for an objective, if any; a variation only where there is no picture yet. */
  forming(method: MadeMethod, key: string): LivePicture | null {
    return (
      this.#live.get(`${method} ${key}/0`) ?? (this.#shelf[method].has(key) ? null : (this.#live.get(`varied ${method} ${key}/0`) ?? null))
    )
  }
  score(method: MadeMethod, key: string): { step: number; value: number } | null {
    return (
      this.#scores.get(`${method} ${key}`) ?? (this.#shelf[method].has(key) ? null : (this.#scores.get(`varied ${method} ${key}`) ?? null))
    )
  }
  /** The variation that forms now from a start. */
  varying(method: MadeMethod, key: string, start: number): LivePicture | null {
    return this.#live.get(`${method === 'generated' ? '' : 'varied '}${method} ${key}/${start}`) ?? null
  }
  /** The run at work or waiting that will make it: one of variations only where there is no picture yet. */
  work(method: MadeMethod, key: string): Run | null {
    return this.#making(method, key).find((run) => !varies(run.recipe) || !this.#shelf[method].has(key)) ?? null
  }
  /** The run at work or waiting that will make several starts of it. */
  variationWork(method: MadeMethod, key: string): Run | null {
    return this.#making(method, key).find((run) => run.recipe.kind === 'ascend' && run.recipe.starts > 1) ?? null
  }
  #making(method: MadeMethod, key: string): Run[] {
    return this.active.filter((run) => methodOf(run.recipe) === method && asksFor(run, key) && ownPresets.of(run.recipe) === null)
  }

  async #read(): Promise<void> {
    this.#reading += 1
    const reading = this.#reading
    const over = (): boolean => this.#closed || reading !== this.#reading
    try {
      const runs: RunVisualizations[] = []
      let before: string | null = null
      do {
        const { model } = this
        const page = await lab.client.visualizations(before === null ? { model } : { model, before })
        if (over()) return
        runs.push(...page.runs)
        before = page.next
        // The newest are shown while older ones are still asked for.
        if (before !== null && !this.ready) this.#shelf = shelve(runs)
      } while (before !== null)
      const shelf = shelve(runs)
      await this.#decode(shelf)
      if (over()) return
      this.#shelf = shelf
      lastShelves.delete(this.model)
      lastShelves.set(this.model, shelf)
      if (lastShelves.size > keptShelves) lastShelves.delete(lastShelves.keys().next().value!)
      this.error = null
      this.ready = true
      this.#forget()
    } catch (error) {
      if (!over()) this.error = error
    }
  }
  /** Has what formed until now ready to be seen, so that no tile is empty between its last live picture and the finished one. */
  async #decode(shelf: Shelf): Promise<void> {
    const fresh = [...madeMethods.map((one) => shelf[one]), ...shelf.own.values()]
      .flatMap((keys) => [...keys.values()].flatMap(({ newest }) => newest))
      .filter((one) => this.#formed.has(one.run.id))
    await Promise.all(
      [...new Set(fresh.map((one) => one.picture.hash))].map((hash) => {
        const image = new Image()
        image.src = `artifact/${hash}`
        return image.decode().catch(() => {})
      }),
    )
  }
  reload(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      void this.#read()
    }, 120)
  }
  #hear(event: RunEvent): void {
    if (event.type === 'changed') {
      if (event.networks.includes(this.model)) this.reload()
      return
    }
    if (event.type !== 'picture' && event.type !== 'metrics') return
    const run = this.active.find((one) => one.id === event.run)
    if (run?.recipe.kind !== 'ascend') return
    const own = ownPresets.of(run.recipe)
    const place = own ? `own ${own.id} ` : `${varies(run.recipe) ? 'varied ' : ''}${methodOf(run.recipe)!} `
    if (event.type === 'picture') {
      const names = this.#formed.get(run.id) ?? new Set()
      this.#formed.set(run.id, names)
      for (const picture of event.pictures) {
        const name = `${place}${picture.name}`
        names.add(name)
        this.#live.set(name, picture)
      }
      return
    }
    for (const { series, step, value } of event.points)
      if (series.startsWith('score/')) this.#scores.set(`${place}${series.slice('score/'.length)}`, { step, value })
  }
  /** Lets go of what formed in runs that are over: their results are on the shelf now. */
  #forget(): void {
    const present = new Set(this.active.map((one) => one.id))
    for (const [id, names] of this.#formed) {
      if (present.has(id)) continue
      for (const name of names) this.#live.delete(name)
      this.#formed.delete(id)
    }
    if (present.size === 0) this.#scores.clear()
  }
}

/** A gallery of the model that `model` names, and of no other, for as long as the component that calls this is there. */
export function openGallery(model: () => string | null): { readonly current: Gallery | null } {
  let current: Gallery | null = $state.raw(null)
  const wanted = $derived(model())
  $effect(() => {
    void lab.session
    if (wanted === null) {
      current = null
      return
    }
    const gallery = new Gallery(wanted)
    current = gallery
    return () => gallery.close()
  })
  return {
    get current() {
      return current?.model === wanted ? current : null
    },
  }
}
