// What a job in the engine may use: its parents' bytes, a way to say things, and a way to yield its turn.
import type { EngineRecipe } from '../../../src-shared/recipe/recipe.ts'
import type { Summary } from '../../../src-shared/run/results/index.ts'
import type { EngineEvent, Json, LivePicture, MetricPoint, Progress } from '../../../src-shared/run/event.ts'

export interface JobContext {
  /** Bytes of a parent artifact, by its hash. Throws when main did not send it. */
  blob(hash: string): Uint8Array
  emit(event: EngineEvent): void
  /** Progress of the present phase; coalesced to at most 20 a second. `total` is in the units of `done`. */
  progress(phase: string, done: number, total: number): void
  metrics(points: MetricPoint[]): void
  /** Pictures forming now; coalesced, the newest of each name wins. With `now` they are told even if others were told a moment ago. */
  pictures(pictures: () => LivePicture[], now?: boolean): void
  notice(level: 'info' | 'warning', code: string, message: string): void
  /** Keeps a result: `keep` and `keepTable` of src-shared/run/results/form.ts call it with one of the results of the recipe's kind. */
  artifact(name: string, media: string, bytes: Uint8Array, meta: Record<string, Json>): void
  /** Called between steps: lets messages in when 25 ms have passed. True when the job has been asked to stop. */
  yieldTurn(): Promise<boolean>
  /** Why it was asked to stop: "cancel" keeps the partial result, "pause" wants a checkpoint as well. */
  readonly stopping: 'cancel' | 'pause' | null
  /** Nothing is missing in the result: a stop that was asked for meanwhile came too late, and does not make it partial. */
  complete(): void
  /** Writes a checkpoint if some seconds have passed since the last one, or at once when `now`. */
  checkpoint(bytes: () => Uint8Array, now?: boolean): void
  /** A training takes no more steps: it tests and keeps the network as its checkpoint left it. */
  readonly conclude: boolean
  /** What the job left when it was last interrupted or paused. */
  readonly resume: Uint8Array | null
}

/** A job returns its summary. It ends early, with what it has, soon after `yieldTurn` answers true. */
export type Job<K extends EngineRecipe['kind']> = (recipe: Extract<EngineRecipe, { kind: K }>, context: JobContext) => Promise<Summary<K>>

export type { EngineEvent, Json, LivePicture, MetricPoint, Progress }
