// What a run that is made of other runs may use: parts, results of the whole, its progress. `src-main/paper` and sweeps stand on it.
import { randomUUID } from 'node:crypto'
import type { Json } from '../../src-shared/run/event.ts'
import type { CompositeRecipe, EngineRecipe } from '../../src-shared/recipe/recipe.ts'
import { type Run, scienceOf } from '../../src-shared/run/run.ts'
import type { Summary } from '../../src-shared/run/results/index.ts'
import { failedPart } from '../../src-shared/run/run-fault.ts'
import type { EventBus } from './event-bus.ts'
import { estimate } from './duration.ts'
import { recipeHash } from '../store/hashes.ts'
import type { Store } from '../store/open.ts'

export interface Stage {
  /**
   * Carries out a part, or takes it from the library when the same recipe is finished there. Throws a FaultError if it fails or is stopped.
   */
  part(recipe: EngineRecipe, name: string): Promise<Run>
  /** Keeps a result of the whole. */
  keep(name: string, media: string, bytes: Uint8Array, meta: Record<string, Json>): string
  progress(phase: string, done: number, total: number): void
}
export type Composite = (recipe: CompositeRecipe, stage: Stage) => Promise<Summary<CompositeRecipe['kind']>>

/** Thrown through a composite when it has been asked to stop. */
class Stopped extends Error {}

/** What the queue does for a stage. */
export interface StageHands {
  store: Store
  eventBus: EventBus
  now(): number
  /** Seconds the whole has worked until now, over all its starts. */
  worked(): number
  /** Whether the whole has been asked to stop. */
  stopping(): boolean
  /** The record of a part that has not begun. */
  create(recipe: EngineRecipe, name: string): Run
  /** Carries a part out and records how it ended. */
  carryOut(part: Run, recipe: EngineRecipe): Promise<Run>
  changed(id: string): void
}

export function createStage({ store, eventBus, now, worked, ...hands }: StageHands, parent: Run): Stage {
  const expected = estimate(parent.recipe, store)

  /**
   * A finished run of the library as a part of another: a copy, so that the whole stays whole when it is exported, compared or the original
   * deleted.
   */
  function adopt(original: Run, name: string): Run {
    const message = `Taken from "${original.name}", a finished run of the same recipe; it was not run again.`
    const copy: Run = {
      ...original,
      id: randomUUID(),
      parent: parent.id,
      replayOf: null,
      name,
      created: Math.max(now(), store.runs.newest()),
      starred: false,
      archived: false,
      note: '',
      notices: [...original.notices, { level: 'info', code: 'reused', message }],
    }
    store.transaction(() => {
      store.runs.create(copy)
      for (const one of store.artifacts.of(original.id))
        store.artifacts.put(copy.id, one.name, one.media, store.artifacts.read(one.hash)!.bytes, one.meta)
      for (const { series } of store.metrics.series(original.id))
        store.metrics.append(
          copy.id,
          store.metrics.read(original.id, series).map((point) => ({ series, ...point })),
        )
    })
    hands.changed(copy.id)
    return copy
  }

  return {
    async part(recipe, name) {
      if (hands.stopping()) throw new Stopped()
      const hash = recipeHash(recipe)
      const mine = store.runs.children(parent.id).find((child) => child.recipeHash === hash && child.state !== 'cancelled')
      if (mine?.state === 'finished') return mine
      // A replay is there to see whether the same comes out again.
      const other = mine || parent.replayOf !== null ? undefined : store.runs.byRecipeHash(hash, { science: scienceOf(recipe.kind) })
      if (other) return adopt(other, name)
      const ended = await hands.carryOut(mine ?? hands.create(recipe, name), recipe)
      if (ended.state === 'failed') throw failedPart(name, ended.fault)
      if (ended.state !== 'finished') throw new Stopped()
      return ended
    },
    keep(name, media, bytes, meta) {
      const hash = store.artifacts.put(parent.id, name, media, bytes, meta)
      eventBus.tell({ type: 'artifact', run: parent.id, name, hash, media, meta })
      return hash
    },
    progress(phase, done, total) {
      const seconds = worked()
      // The parts of a sweep are alike: those that are done tell how long the rest takes.
      const whole = parent.recipe.kind === 'sweep' && done > 0 ? (seconds * total) / done : expected
      const progress = { phase, done, total, secondsLeft: whole === null ? null : Math.max(0, whole - seconds) }
      store.runs.update(parent.id, { progress, seconds })
      eventBus.tell({ type: 'progress', run: parent.id, progress })
    },
  }
}
