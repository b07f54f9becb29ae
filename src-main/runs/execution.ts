// How a run is carried out: in an engine, or, if it is made of other runs, part by part; and how it ends.
import { invalid } from '../../src-shared/rpc/fault.ts'
import { isBrought } from '../../src-shared/recipe/brought.ts'
import { parentsOf } from '../../src-shared/recipe/recipe-parents.ts'
import { type EngineRecipe, isComposite, type Recipe } from '../../src-shared/recipe/recipe.ts'
import { recorded } from '../../src-shared/run/results/index.ts'
import type { Run } from '../../src-shared/run/run.ts'
import { runFaultOf } from '../../src-shared/run/run-fault.ts'
import type { Engine } from '../engine/client.ts'
import type { Store } from '../store/open.ts'
import type { RunPatch } from '../store/runs.ts'
import { type Composite, createStage } from './composite-run.ts'
import type { EventBus } from './event-bus.ts'
import { record } from './event-log.ts'
import { picturesFor } from './own-pictures.ts'

/** Long work has one engine, looking at its results another: a question about a channel need not wait for a training. */
export type Lane = 'batch' | 'interactive'

/** A run that is carried out. */
export interface Active {
  id: string
  lane: Lane
  why: 'cancel' | 'pause' | null
  engineBusy: boolean
  finished: Promise<void>
}

export interface Execution {
  /** Carries a run out, and tells how it ended. */
  execute(one: Active): Promise<RunPatch>
  /** The end of a run that could not be carried out. */
  failure(error: unknown): Pick<Run, 'state' | 'fault' | 'finished'>
}

/** What the queue lends: it alone decides which run goes when, and records how runs begin and end. */
export interface ExecutionDesk {
  store: Store
  eventBus: EventBus
  engines: Record<Lane, Engine>
  composite: Composite
  now(): number
  elapsed(): number
  /** Those that are to take no more steps. */
  concluding: Set<string>
  runOf(id: string): Run
  changed(id: string): void
  settle(id: string, patch: RunPatch): void
  create(recipe: EngineRecipe, name: string, parent: string): Run
}

export function createExecution(desk: ExecutionDesk): Execution {
  const { store, eventBus, engines, composite, now, elapsed, concluding, runOf, changed, settle, create } = desk

  /** The bytes a recipe builds on. */
  function blobsOf(recipe: Recipe): Record<string, Uint8Array> {
    return Object.fromEntries(
      parentsOf(recipe).map((hash) => {
        const found = store.artifacts.read(hash)
        if (!found)
          throw invalid(
            `This recipe builds on ${hash.slice(0, 12)}…, which is not in this library. Import the run that made it and start again.`,
          )
        return [hash, found.bytes]
      }),
    )
  }
  function failure(error: unknown): Pick<Run, 'state' | 'fault' | 'finished'> {
    return { state: 'failed', fault: runFaultOf(error), finished: now() }
  }

  /** Carries a run out, and tells how it ended. */
  async function execute(one: Active): Promise<RunPatch> {
    const run = runOf(one.id)
    if (isBrought(run.recipe)) throw invalid('What was brought is not carried out.')
    if (!isComposite(run.recipe)) return carryOut(one, run, run.recipe)
    const worked = begin(run)
    const ending = (): RunPatch => ({ finished: now(), seconds: worked() })
    try {
      const stage = createStage(
        {
          store,
          eventBus,
          now,
          worked,
          changed,
          stopping: () => one.why !== null,
          create: (recipe, name) => create(recipe, name, run.id),
          async carryOut(part, recipe) {
            settle(part.id, await carryOut(one, part, recipe, worked))
            return runOf(part.id)
          },
        },
        run,
      )
      const summary = await composite(run.recipe, stage)
      store.checkPlace()
      return { ...ending(), state: 'finished', summary: recorded(summary), progress: null }
    } catch (error) {
      if (one.why === null) return { ...ending(), ...failure(error) }
      return { ...ending(), ...stopped(one.why) }
    }
  }
  /** Marks it as at work; the answer tells how many seconds it has worked until now, those of earlier starts included. */
  function begin(run: Run): () => number {
    store.checkPlace()
    const began = elapsed()
    store.runs.update(run.id, { state: 'running', started: run.started ?? now(), fault: null })
    changed(run.id)
    return () => run.seconds + Math.max(0, elapsed() - began) / 1000
  }
  function stopped(why: 'cancel' | 'pause'): RunPatch {
    return why === 'pause' ? { state: 'paused', finished: null } : { state: 'cancelled' }
  }

  /** One recipe in an engine, from its checkpoint if it left one. Of a part, `whole` tells how long the run it belongs to has worked. */
  async function carryOut(one: Active, run: Run, recipe: EngineRecipe, whole?: () => number): Promise<RunPatch> {
    const worked = begin(run)
    const recording = record(run, store, eventBus, { worked, ...(whole ? { whole } : {}) })
    let trouble: RunPatch | null = null
    one.engineBusy = true
    try {
      const blobs = blobsOf(recipe)
      const pictures = picturesFor(recipe, blobs, store)
      await engines[one.lane].run(
        {
          recipe,
          blobs: pictures ? { ...blobs, [pictures.dataset.index]: pictures.index } : blobs,
          pictures,
          checkpoint: store.checkpoints.get(run.id)?.bytes ?? null,
          ...(concluding.has(run.id) ? { conclude: true } : {}),
        },
        recording.hear,
      )
      // "Finished" means that it is where the library is looked for.
      store.checkPlace()
    } catch (error) {
      // An engine that was killed because it did not stop has not failed.
      if (one.why === null) trouble = failure(error)
    }
    one.engineBusy = false
    concluding.delete(run.id)
    const end = recording.close()
    const complete = end !== null && !end.partial
    const outcome: RunPatch = trouble ?? (complete ? { state: 'finished', progress: null } : stopped(one.why ?? 'cancel'))
    // A failed run keeps its checkpoint for a while: what was done before the failure can be gone on from.
    const goesOn = outcome.state === 'finished' && run.parent === null && (recipe.kind === 'classifier' || recipe.kind === 'autoencoder')
    if (outcome.state === 'cancelled' || (outcome.state === 'finished' && !goesOn)) store.checkpoints.drop(run.id)
    return { finished: now(), seconds: worked(), ...(end ? { summary: end.summary } : {}), ...outcome }
  }

  return { execute, failure }
}
