// One run as it happens: its record, curves, forming pictures and results, from the library first and then from what it says.
import { isComposite } from '../../src-shared/recipe/recipe.ts'
import type { RunDetail } from '../../src-shared/contract.ts'
import type { LivePicture, Progress, RunEvent } from '../../src-shared/run/event.ts'
import type { Artifact, Run } from '../../src-shared/run/run.ts'
import { SvelteMap } from 'svelte/reactivity'
import { lab } from './lab.svelte.ts'
import { type Points, splice } from '../components/charts/series.ts'

export type { Points } from '../components/charts/series.ts'

/** Points of each series read from the library at once: two for each pixel of a wide window. */
const readPoints = 2000
/** Milliseconds between two changes of the curves on screen. */
const pace = 100

export class RunWatch {
  readonly id: string
  detail: RunDetail | null = $state.raw(null)
  error: unknown = $state.raw(null)
  progress: Progress | null = $state.raw(null)
  /** By series, such as "train/loss", as read from the library and heard since; replaced, not changed, at most ten times a second. */
  curves: Record<string, Points> = $state.raw({})
  /** Stretches that someone looks at closely, read again with all the points that the screen can show. */
  readonly #close = new SvelteMap<string, { range: readonly [number, number]; points: Points }>()
  /** The same with the stretches that someone looks at closely. */
  readonly metrics: Record<string, Points> = $derived(
    Object.fromEntries(
      Object.entries(this.curves).map(([series, all]) => {
        const close = this.#close.get(series)
        return [series, close ? splice(all, close.range, close.points) : all]
      }),
    ),
  )
  /** Pictures forming now, by their stable name. */
  readonly pictures = new SvelteMap<string, LivePicture>()
  readonly run: Run | null = $derived(this.detail?.run ?? null)
  readonly artifacts: Artifact[] = $derived(this.detail?.artifacts ?? [])
  readonly children: Run[] = $derived(this.detail?.children ?? [])
  #waiting: { series: string; step: number; value: number }[] = []
  #read = false
  #drawTimer: ReturnType<typeof setTimeout> | undefined
  #recordTimer: ReturnType<typeof setTimeout> | undefined
  #closed = false
  #leave: () => void

  constructor(id: string) {
    this.id = id
    // Listening starts before reading, so that nothing falls between the two; what comes twice is known by its step.
    this.#leave = lab.listen((event) => this.#hear(event))
    void this.#readRecord()
    void this.#readMetrics()
  }
  close(): void {
    this.#closed = true
    this.#leave()
    clearTimeout(this.#drawTimer)
    clearTimeout(this.#recordTimer)
  }
  /** The hash of a result, by its name. */
  artifact(name: string): Artifact | undefined {
    return this.artifacts.find((one) => one.name === name)
  }

  async #readRecord(): Promise<void> {
    try {
      const detail = await lab.client.getRun({ id: this.id })
      if (this.#closed) return
      this.detail = detail
      this.error = null
      // While it waits, they stay as the work left them.
      if (detail.run.state === 'finished' || detail.run.state === 'cancelled' || detail.run.state === 'failed') this.pictures.clear()
      this.progress = detail.run.state === 'running' ? (this.progress ?? detail.run.progress) : detail.run.progress
    } catch (error) {
      if (!this.#closed) this.error = error
    }
  }
  async #readMetrics(): Promise<void> {
    try {
      const curves = await lab.client.readMetrics({ id: this.id, points: readPoints })
      if (this.#closed) return
      this.curves = Object.fromEntries(curves.map(({ series, points }) => [series, columns(points)]))
    } catch {
      /* The record says what is wrong with the run. */
    }
    this.#read = true
    this.#draw()
  }
  /**
   * Reads a stretch of some series as finely as the whole was read; null goes back to the whole. What is here in full is not asked for
   * again.
   */
  async look(series: readonly string[], range: readonly [number, number] | null): Promise<void> {
    const turn = Symbol()
    for (const one of series) this.#turns.set(one, turn)
    const thinned = series.filter((one) => (this.curves[one]?.x.length ?? 0) >= readPoints / 2)
    if (range === null) for (const one of series) this.#close.delete(one)
    if (range === null || thinned.length === 0) return
    try {
      const curves = await lab.client.readMetrics({ id: this.id, series: thinned, from: range[0], to: range[1], points: readPoints })
      if (this.#closed) return
      for (const { series: one, points } of curves)
        if (this.#turns.get(one) === turn) this.#close.set(one, { range, points: columns(points) })
    } catch {
      /* The curve stays as coarse as it was. */
    }
  }
  /** The newest question of each series. */
  #turns = new Map<string, symbol>()
  #hear(event: RunEvent): void {
    if (event.run !== this.id) {
      // A part of this run has changed, or begun.
      if (event.type === 'changed' && this.run && isComposite(this.run.recipe)) this.#recordSoon()
      return
    }
    switch (event.type) {
      case 'progress':
        this.progress = event.progress
        return
      case 'metrics':
        this.#waiting.push(...event.points)
        this.#drawTimer ??= setTimeout(() => this.#draw(), pace)
        return
      case 'picture':
        for (const one of event.pictures) this.pictures.set(one.name, one)
        return
      case 'artifact':
      case 'notice':
      case 'changed':
        this.#recordSoon()
    }
  }
  #recordSoon(): void {
    this.#recordTimer ??= setTimeout(() => {
      this.#recordTimer = undefined
      void this.#readRecord()
    }, 60)
  }
  #draw(): void {
    this.#drawTimer = undefined
    if (!this.#read || this.#waiting.length === 0) return
    const next = { ...this.curves }
    const touched = new Set<string>()
    for (const { series, step, value } of this.#waiting) {
      const before = Object.hasOwn(next, series) ? next[series]! : { x: [], y: [] }
      if (step <= (before.x.at(-1) ?? -Infinity)) continue
      if (!touched.has(series)) next[series] = { x: [...before.x], y: [...before.y] }
      touched.add(series)
      next[series]!.x.push(step)
      next[series]!.y.push(value)
    }
    this.#waiting = []
    this.curves = next
  }
}

const columns = (points: readonly (readonly [number, number])[]): Points => ({
  x: points.map(([step]) => step),
  y: points.map(([, value]) => value),
})

/**
 * Watches the run that `id` names, for as long as the component that calls this is there; another id, or a new line, watches anew.
 * Read `.current`, which is null while there is no id.
 */
export function watchRun(id: () => string | null): { readonly current: RunWatch | null } {
  let current: RunWatch | null = $state.raw(null)
  const wanted = $derived(id())
  $effect(() => {
    void lab.session
    if (wanted === null) {
      current = null
      return
    }
    const watch = new RunWatch(wanted)
    current = watch
    return () => watch.close()
  })
  return {
    get current() {
      return current
    },
  }
}
