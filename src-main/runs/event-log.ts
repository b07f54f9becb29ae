// What a running job says, written down: events become rows, in batches, and go on to whoever watches.
import type { EngineEvent, Json, MetricPoint, Notice, Progress } from '../../src-shared/run/event.ts'
import type { Run } from '../../src-shared/run/run.ts'
import type { EventBus } from './event-bus.ts'
import type { Store } from '../store/open.ts'

/** Points and progress wait this long, in milliseconds, so that a curve costs one transaction and not one a point. */
const flushInterval = 400

export interface Recording {
  /** Throws a `storage` fault when the library cannot be written. */
  hear(event: EngineEvent): void
  /** Writes what waits. Returns what the job said at its end; null if it has not ended. Throws as `hear` does. */
  close(): { partial: boolean; summary: Record<string, Json> } | null
}

/** Seconds of work until now, over all starts: of the run, and of the run it is a part of. */
export interface Worked {
  worked(): number
  whole?(): number
}

/**
 * Records the events of a run. Artifacts and checkpoints are written at once: "finished" then means on disk. The seconds worked are written
 * with the progress and with each checkpoint, so that a run that is killed says how long it worked.
 */
export function record({ id, parent }: Pick<Run, 'id' | 'parent'>, store: Store, eventBus: EventBus, { worked, whole }: Worked): Recording {
  let points: MetricPoint[] = []
  let progress: Progress | null = null
  let end: { partial: boolean; summary: Record<string, Json> } | null = null
  let timer: NodeJS.Timeout | undefined
  let trouble: unknown = null

  function flush(): void {
    clearTimeout(timer)
    timer = undefined
    if (trouble !== null) throw trouble
    if (points.length === 0 && !progress) return
    const [batch, latest] = [points, progress]
    points = []
    progress = null
    store.transaction(() => {
      if (batch.length > 0) store.metrics.append(id, batch)
      store.runs.update(id, { seconds: worked(), ...(latest ? { progress: latest } : {}) })
      if (parent !== null && whole) store.runs.update(parent, { seconds: whole() })
    })
  }
  /** A library that cannot be written must end the run in words, not the process: the error waits for the next event or the end. */
  const later = (): void => {
    timer ??= setTimeout(() => {
      try {
        flush()
      } catch (error) {
        trouble = error
      }
    }, flushInterval)
  }

  return {
    hear(event) {
      if (trouble !== null) throw trouble
      switch (event.type) {
        case 'environment':
          // A run that is made of others is carried out where its parts are.
          for (const one of parent === null ? [id] : [id, parent]) {
            store.runs.update(one, { environment: event.environment })
            eventBus.changed(one)
          }
          return
        case 'progress':
          progress = event.progress
          later()
          return eventBus.tell({ type: 'progress', run: id, progress: event.progress })
        case 'metrics':
          for (const point of event.points) points.push(point)
          later()
          return eventBus.tell({ type: 'metrics', run: id, points: event.points })
        case 'picture':
          return eventBus.tell({ type: 'picture', run: id, pictures: event.pictures })
        case 'notice': {
          const notices: Notice[] = [...(store.runs.get(id)?.notices ?? []).filter((one) => one.code !== event.notice.code), event.notice]
          store.runs.update(id, { notices })
          return eventBus.tell({ type: 'notice', run: id, notice: event.notice })
        }
        case 'artifact': {
          const hash = store.artifacts.put(id, event.name, event.media, event.bytes, event.meta)
          return eventBus.tell({ type: 'artifact', run: id, name: event.name, hash, media: event.media, meta: event.meta })
        }
        case 'checkpoint':
          flush()
          store.transaction(() => {
            store.checkpoints.put(id, event.bytes)
            store.runs.update(id, { seconds: worked() })
          })
          return
        case 'done':
          end = { partial: event.partial, summary: event.summary }
      }
    },
    close() {
      flush()
      return end
    },
  }
}
