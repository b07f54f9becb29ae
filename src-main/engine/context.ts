// The context of one job: turns its words into events at a bearable rate, and its parents' hashes into bytes.
import type { EngineEvent, LivePicture, MetricPoint } from '../../src-shared/event.ts'
import { missing } from '../../src-shared/fault.ts'
import type { JobContext } from './job.ts'
import { breath, createForecast, progressInterval, turn } from './pace.ts'

/** Pictures are shown at most this often, in milliseconds. */
const pictureInterval = 100
/** A checkpoint is worth losing this much work for, in milliseconds. */
const checkpointInterval = 10_000

export interface OwnedContext extends JobContext {
  stop(why: 'cancel' | 'pause'): void
  /** Sends what has been held back. */
  flush(): void
}

export function createContext(of: { blobs: Record<string, Uint8Array>; checkpoint: Uint8Array | null; emit(event: EngineEvent): void; now?: () => number }): OwnedContext {
  const now = of.now ?? (() => performance.now())
  let stopping: 'cancel' | 'pause' | null = null
  let breathed = now()
  let phase = ''
  let latest: { phase: string; done: number; total: number } | null = null
  let told = -Infinity
  let showed = -Infinity
  let saved = now()
  let points: MetricPoint[] = []
  const forecast = createForecast()

  function tellProgress(): void {
    if (!latest) return
    const at = now()
    of.emit({ type: 'progress', progress: { ...latest, secondsLeft: forecast.note(latest.done, latest.total, at) } })
    told = at
    latest = null
  }
  function tellMetrics(): void {
    if (points.length > 0) of.emit({ type: 'metrics', points })
    points = []
  }
  function flush(): void {
    tellProgress()
    tellMetrics()
  }

  return {
    resume: of.checkpoint,
    get stopping() { return stopping },
    stop(why) { stopping ??= why },
    flush,
    blob(hash) {
      const bytes = of.blobs[hash]
      if (!bytes) throw missing(`The recipe builds on ${hash.slice(0, 12)}…, which is not in the library. Import the run that made it, or run that one first.`)
      return bytes
    },
    emit(event) {
      flush()
      of.emit(event)
    },
    progress(words, done, total) {
      // Phases such as "epoch 3 of 12" share one count; a count that starts again is a new phase and resets its own forecast.
      phase = words
      latest = { phase, done, total }
      if (now() - told >= progressInterval || done >= total) tellProgress()
    },
    metrics(more) { points.push(...more) },
    pictures(make: () => LivePicture[]) {
      if (now() - showed < pictureInterval) return
      showed = now()
      of.emit({ type: 'picture', pictures: make() })
    },
    notice(level, code, message) { of.emit({ type: 'notice', notice: { level, code, message } }) },
    artifact(name, media, bytes, meta) {
      flush()
      of.emit({ type: 'artifact', name, media, bytes, meta })
    },
    async breathe() {
      if (now() - breathed >= breath) {
        if (points.length > 0 && now() - told >= progressInterval) tellMetrics()
        await turn()
        breathed = now()
      }
      return stopping !== null
    },
    checkpoint(make, atOnce = false) {
      if (!atOnce && now() - saved < checkpointInterval) return
      flush()
      of.emit({ type: 'checkpoint', bytes: make() })
      saved = now()
    },
  }
}
