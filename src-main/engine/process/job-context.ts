// The context of one job: turns its words into events at a bearable rate, and its parents' hashes into bytes.
import type { EngineEvent, LivePicture, MetricPoint } from '../../../src-shared/run/event.ts'
import { createForecast } from '../../../src-shared/run/forecast.ts'
import { missing } from '../../../src-shared/rpc/fault.ts'
import type { JobContext } from './job.ts'
import { timeSlice, progressInterval, turn } from './cooperative.ts'

/** Pictures are shown at most this often, in milliseconds. */
const pictureInterval = 100
/** A checkpoint is worth losing this much work for, in milliseconds. */
const checkpointInterval = 10_000

export interface OwnedContext extends JobContext {
  stop(why: 'cancel' | 'pause'): void
  /** Whether the job was asked to stop or to conclude, and something is missing in its result for that. */
  readonly partial: boolean
  /** Sends what has been held back. */
  flush(): void
}

/** `now` and `checkpointInterval` are in milliseconds, `now` from any start. */
export function createContext(of: {
  blobs: Record<string, Uint8Array>
  checkpoint: Uint8Array | null
  conclude?: boolean
  emit(event: EngineEvent): void
  now?: () => number
  checkpointInterval?: number
}): OwnedContext {
  const interval = of.checkpointInterval ?? checkpointInterval
  const now = of.now ?? (() => performance.now())
  const forecast = createForecast()
  let stopping: 'cancel' | 'pause' | null = null
  let whole = false
  let latest: { phase: string; done: number; total: number } | null = null
  let points: MetricPoint[] = []
  let told = -Infinity
  let showed = -Infinity
  let yielded = now()
  let saved = now()

  function flush(): void {
    if (latest) of.emit({ type: 'progress', progress: { ...latest, secondsLeft: forecast(latest.done, latest.total, now()) } })
    if (points.length > 0) of.emit({ type: 'metrics', points })
    if (latest || points.length > 0) told = now()
    latest = null
    points = []
  }
  function flushWhenDue(): void {
    if (now() - told >= progressInterval) flush()
  }
  /** What is kept comes after what led to it. */
  function emit(event: EngineEvent): void {
    flush()
    of.emit(event)
  }

  return {
    // What comes over the wire may be a Node Buffer, whose slice is no copy: a job that reads numbers out of one would read its neighbours.
    resume: of.checkpoint && new Uint8Array(of.checkpoint),
    conclude: of.conclude ?? false,
    get stopping() {
      return stopping
    },
    stop(why) {
      stopping ??= why
    },
    get partial() {
      return (stopping !== null || of.conclude === true) && !whole
    },
    complete() {
      whole = true
    },
    flush,
    emit,
    blob(hash) {
      const bytes = Object.hasOwn(of.blobs, hash) ? of.blobs[hash] : undefined
      if (!bytes)
        throw missing(
          `The recipe builds on ${hash.slice(0, 12)}…, which was not sent to the engine. Import the run that made it, or run that one ` +
            `first.`,
        )
      return bytes
    },
    progress(phase, done, total) {
      latest = { phase, done, total }
      flushWhenDue()
    },
    metrics(more) {
      for (const point of more) points.push(point)
    },
    pictures(make: () => LivePicture[], atOnce = false) {
      if (!atOnce && now() - showed < pictureInterval) return
      showed = now()
      of.emit({ type: 'picture', pictures: make() })
    },
    notice(level, code, message) {
      emit({ type: 'notice', notice: { level, code, message } })
    },
    artifact(name, media, bytes, meta) {
      emit({ type: 'artifact', name, media, bytes, meta })
    },
    async yieldTurn() {
      if (now() - yielded >= timeSlice) {
        flushWhenDue()
        await turn()
        yielded = now()
      }
      return stopping !== null
    },
    checkpoint(make, atOnce = false) {
      if (!atOnce && now() - saved < interval) return
      emit({ type: 'checkpoint', bytes: make() })
      saved = now()
    },
  }
}
