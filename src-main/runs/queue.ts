// The work in hand: which run goes when. The only writer of runs that are at work.
import { randomUUID } from 'node:crypto'
import { invalid, missing } from '../../src-shared/rpc/fault.ts'
import { broughtWords, isBrought } from '../../src-shared/recipe/brought.ts'
import type { Recipe } from '../../src-shared/recipe/recipe.ts'
import { type Run, scienceOf } from '../../src-shared/run/run.ts'
import type { EventBus } from './event-bus.ts'
import type { Composite } from './composite-run.ts'
import type { Engine } from '../engine/client.ts'
import { runName } from './run-name.ts'
import { classNamesFor } from './class-names.ts'
import { recipeHash } from '../store/hashes.ts'
import { type Active, createExecution, type Lane } from './execution.ts'
import { laneOf } from './lanes.ts'
import type { Store } from '../store/open.ts'
import type { RunPatch } from '../store/runs.ts'

interface StartOptions {
  name?: string
  parent?: string
  replayOf?: string
  reuse?: boolean
}

export interface Queue {
  start(recipe: Recipe, options?: StartOptions): { id: string; reused: boolean }
  cancel(id: string): void
  pause(id: string): void
  resume(id: string): void
  /**
   * Ends a paused or interrupted training where it stands: its network is tested and kept, and the run is then stopped. Throws `invalid`
   * for any other run.
   */
  conclude(id: string): void
  hasten(id: string): void
  jobs(): { running: Run[]; queued: Run[] }
  /** Calls back whenever something starts, ends or waits. */
  onChange(listener: () => void): () => void
  /** Resolves when the run has ended, however it did. */
  ended(id: string): Promise<Run>
  /** Pauses what runs, so that it can be resumed, and takes no more. */
  close(): Promise<void>
}

/**
 * So many of the newest failed runs keep their checkpoint, of up to 25 MB each; older ones start from the beginning when they are resumed.
 */
const failedCheckpoints = 4

/** So many of the newest finished trainings, and those with a star, keep the state they ended in, to be trained longer: 0.7 to 25 MB. */
const finishedStates = 4

/**
 * `now` is the time of day, in milliseconds, and may be set back or ahead while a run works; `elapsed` counts milliseconds and only goes
 * forward: work is measured by it.
 *
 * `check` throws an `invalid` fault for a recipe that cannot be carried out; nothing is recorded of it then.
 */
export function createQueue(of: {
  store: Store
  eventBus: EventBus
  engines: Record<Lane, Engine>
  composite: Composite
  check(recipe: Recipe): void
  appVersion: string
  now?: () => number
  elapsed?: () => number
}): Queue {
  const { store, eventBus, engines } = of
  const now = of.now ?? Date.now
  const elapsed = of.elapsed ?? (() => performance.now())
  const waiting: Record<Lane, string[]> = { batch: [], interactive: [] }
  const active: Record<Lane, Active | null> = { batch: null, interactive: null }
  const listeners = new Set<() => void>()
  const waiters = new Map<string, ((run: Run) => void)[]>()
  /** Those that are to take no more steps. */
  const concluding = new Set<string>()
  let closing = false
  const { execute, failure } = createExecution({
    store,
    eventBus,
    engines,
    composite: of.composite,
    now,
    elapsed,
    concluding,
    runOf,
    changed,
    settle,
    create: (recipe, name, parent) => create(recipe, { name, parent }),
  })

  // What waited when its owner was killed waits no more, and does not start by itself: it may be what killed it.
  if (store.readOnly === null)
    for (const { id } of store.runs.list({ states: ['queued'], archived: 'all', limit: 1000 }).runs)
      store.runs.update(id, { state: 'interrupted' })

  function runOf(id: string): Run {
    const run = store.runs.get(id)
    if (!run) throw missing('There is no such run in this library; it may have been deleted.')
    return run
  }
  function update(id: string, patch: RunPatch): Run {
    store.runs.update(id, patch)
    return runOf(id)
  }
  function changed(id: string): void {
    eventBus.changed(id)
    for (const listener of listeners) listener()
  }
  function settle(id: string, patch: RunPatch): void {
    // Never before its start, should the clock have been set back in between.
    const finished = typeof patch.finished === 'number' ? { finished: Math.max(patch.finished, runOf(id).started ?? 0) } : {}
    const run = update(id, { ...patch, ...finished })
    if (patch.state === 'failed') store.checkpoints.thinOutFailed(failedCheckpoints)
    if (patch.state === 'finished') store.checkpoints.thinOutFinished(finishedStates)
    over(run)
  }
  function over(run: Run): void {
    changed(run.id)
    for (const tell of waiters.get(run.id) ?? []) tell(run)
    waiters.delete(run.id)
  }
  function create(recipe: Recipe, options: StartOptions): Run {
    const run: Run = {
      id: randomUUID(),
      parent: options.parent ?? null,
      replayOf: options.replayOf ?? null,
      name: options.name ?? runName(recipe, classNamesFor(recipe, store)),
      recipe,
      recipeHash: recipeHash(recipe),
      state: 'queued',
      appVersion: of.appVersion,
      origin: 'here',
      science: scienceOf(recipe.kind),
      environment: null,
      created: Math.max(now(), store.runs.newest()),
      started: null,
      finished: null,
      seconds: 0,
      summary: {},
      notices: [],
      fault: null,
      progress: null,
      starred: false,
      archived: false,
      trashed: null,
      note: '',
      tags: [],
    }
    store.runs.create(run)
    return run
  }

  function advance(lane: Lane): void {
    if (closing || active[lane]) return
    const id = waiting[lane].shift()
    if (id === undefined) return
    const one: Active = { id, lane, why: null, engineBusy: false, finished: Promise.resolve() }
    active[lane] = one
    one.finished = execute(one)
      .catch((error: unknown): RunPatch => failure(error))
      .then((patch) => {
        // Before its end is told: whoever hears of it may start, cancel or resume at once.
        active[lane] = null
        // If not even the end can be recorded, the run is "running" on disk and found interrupted at the next start.
        try {
          settle(id, patch)
        } catch (error) {
          over({ ...runOf(id), ...failure(error) })
        }
        advance(lane)
      })
  }
  function activeFor(id: string): Active | null {
    const run = runOf(id)
    return [active.batch, active.interactive].find((one) => one !== null && (one.id === id || one.id === run.parent)) ?? null
  }
  function stop(id: string, why: 'cancel' | 'pause'): void {
    const one = activeFor(id)
    if (one) {
      one.why ??= why
      if (one.engineBusy) engines[one.lane].stop(why)
      return
    }
    for (const lane of [waiting.batch, waiting.interactive]) {
      const at = lane.indexOf(id)
      if (at >= 0) lane.splice(at, 1)
    }
    for (const part of why === 'cancel' ? store.runs.children(id) : []) stop(part.id, why)
    concluding.delete(id)
    const { state, parent } = runOf(id)
    // One that waits to go on is paused again, with what it has.
    if (state === 'queued' && (why === 'pause' || (parent === null && store.checkpoints.get(id)))) settle(id, { state: 'paused' })
    else if (why === 'cancel' && (state === 'queued' || state === 'paused' || state === 'interrupted')) {
      store.checkpoints.drop(id)
      settle(id, { state: 'cancelled', finished: now() })
    }
  }
  function refuseWhenClosing(): void {
    if (closing) throw invalid('The lab is closing; start it again first.')
  }
  function enqueue(run: Run): void {
    if (isBrought(run.recipe)) throw invalid(broughtWords)
    const lane = laneOf[run.recipe.kind]
    waiting[lane].push(run.id)
    changed(run.id)
    // Not in this turn: the caller first learns the id, then hears of the run.
    setImmediate(() => advance(lane))
  }

  return {
    start(recipe, options = {}) {
      refuseWhenClosing()
      store.checkPlace()
      const before = options.reuse
        ? // What ships with the lab is shown, with its mark, so that the first launch has results at once; nothing is built on it. What was
          // imported may say anything.
          store.runs.byRecipeHash(recipeHash(recipe), {
            science: scienceOf(recipe.kind),
            origins: ['here', 'starter'],
            states: ['finished', 'running', 'queued'],
          })
        : undefined
      if (before) return { id: before.id, reused: true }
      of.check(recipe)
      const run = create(recipe, options)
      enqueue(run)
      return { id: run.id, reused: false }
    },
    cancel: (id) => stop(id, 'cancel'),
    pause: (id) => stop(id, 'pause'),
    resume(id) {
      refuseWhenClosing()
      store.checkPlace()
      const run = runOf(id)
      if (run.state !== 'paused' && run.state !== 'interrupted' && run.state !== 'failed')
        throw invalid(`"${run.name}" is ${run.state}; only a paused, interrupted or failed run can be resumed.`)
      if (run.parent !== null) throw invalid(`"${run.name}" is a part of another run; resume that one.`)
      enqueue(update(id, { state: 'queued', fault: null, finished: null }))
    },
    conclude(id) {
      refuseWhenClosing()
      store.checkPlace()
      const run = runOf(id)
      const training = run.recipe.kind === 'classifier' || run.recipe.kind === 'autoencoder'
      if (!training || (run.state !== 'paused' && run.state !== 'interrupted') || run.parent !== null)
        throw invalid(`Only a paused or interrupted training can be ended and kept as it is; "${run.name}" is not one.`)
      if (!store.checkpoints.get(id))
        throw invalid(`"${run.name}" has no saved step yet, so there is no network to keep. Resume it, or move it to the Trash.`)
      concluding.add(id)
      enqueue(update(id, { state: 'queued', fault: null, finished: null }))
    },
    hasten(id) {
      for (const lane of [waiting.batch, waiting.interactive]) {
        const at = lane.indexOf(id)
        if (at > 0) lane.unshift(...lane.splice(at, 1))
      }
      changed(id)
    },
    jobs: () => ({
      running: [active.batch, active.interactive].flatMap((one) => (one ? [runOf(one.id)] : [])),
      queued: [...waiting.batch, ...waiting.interactive].map((id) => runOf(id)),
    }),
    onChange(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    ended(id) {
      const run = runOf(id)
      if (run.state !== 'queued' && run.state !== 'running') return Promise.resolve(run)
      return new Promise((resolve) => {
        waiters.set(id, [...(waiters.get(id) ?? []), resolve])
      })
    },
    async close() {
      closing = true
      const working = [active.batch, active.interactive].filter((one) => one !== null)
      for (const one of working) stop(one.id, 'pause')
      await Promise.all(working.map((one) => one.finished))
      for (const id of [...waiting.batch, ...waiting.interactive]) settle(id, { state: 'paused' })
      engines.batch.close()
      engines.interactive.close()
    },
  }
}
