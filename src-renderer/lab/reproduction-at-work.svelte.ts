// How far the reproduction at work is: one number for its page, the list of runs and the foot of the window. At most one works at a time.
import { SvelteMap } from 'svelte/reactivity'
import type { Progress } from '../../src-shared/run/event.ts'
import { type ReproductionProgress, reproductionProgress } from '../../src-shared/run/reproduction-progress.ts'
import { lab } from './lab.svelte.ts'
import { resourceOf } from './resource.svelte.ts'
import { watchRun } from './run-watch.svelte.ts'

/** Milliseconds between two looks at the clock. */
const tick = 1000

class ReproductionAtWork {
  id: string | null = $state.raw(null)
  whole: ReproductionProgress | null = $state.raw(null)
  /** Of the run with this id; null when it is not the one at work, or its parts are not read yet. */
  of(id: string): ReproductionProgress | null {
    return id === this.id ? this.whole : null
  }
}
export const reproductionAtWork = new ReproductionAtWork()

/** Follows whichever reproduction is at work, for as long as the component that calls this is there. */
export function followReproduction(): void {
  const run = $derived(lab.jobs.running.find((one) => one.recipe.kind === 'reproduce') ?? null)
  const id = $derived(run?.id ?? null)
  const watch = watchRun(() => id)
  // Told from reproductions recorded here until this one has a speed of its own.
  const expected = resourceOf(
    () => id,
    (_, signal) => lab.client.estimate({ recipe: run!.recipe }, signal),
  )
  /** The progress of a part comes by itself; the records of the parts come only when one begins or ends. */
  const told = new SvelteMap<string, Progress>()
  let now = $state(Date.now())
  $effect(() => {
    if (id === null) return
    const timer = setInterval(() => {
      now = Date.now()
    }, tick)
    const leave = lab.listen((event) => {
      if (event.type === 'progress' && event.run !== id) told.set(event.run, event.progress)
    })
    return () => {
      clearInterval(timer)
      leave()
      told.clear()
    }
  })
  $effect(() => {
    const detail = watch.current?.id === id ? (watch.current?.detail ?? null) : null
    reproductionAtWork.id = id
    reproductionAtWork.whole =
      run?.recipe.kind !== 'reproduce' || detail === null
        ? null
        : reproductionProgress(
            run.recipe,
            detail.children.map((one) => ({ ...one, progress: told.get(one.id) ?? one.progress })),
            now,
            expected.value?.seconds ?? null,
          )
  })
}
