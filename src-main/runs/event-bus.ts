// Who watches what: events of runs go to everyone who asked for them.
import type { RunEvent } from '../../src-shared/run/event.ts'

export interface EventBus {
  tell(event: Exclude<RunEvent, { type: 'changed' }>): void
  /** Tells that a run's record is another, and whose pictures it may change: the networks that it and its parts build on. */
  changed(run: string): void
  /** Calls `listener` for every event, or for those of one run. Returns the way to stop. */
  watch(listener: (event: RunEvent) => void, run?: string): () => void
}

export function createEventBus(networksOf: (run: string) => string[]): EventBus {
  const listeners = new Map<(event: RunEvent) => void, string | undefined>()
  const tell = (event: RunEvent): void => {
    for (const [listener, run] of listeners) if (run === undefined || run === event.run) listener(event)
  }
  return {
    tell,
    changed: (run) => tell({ type: 'changed', run, networks: networksOf(run) }),
    watch(listener, run) {
      listeners.set(listener, run)
      return () => {
        listeners.delete(listener)
      }
    },
  }
}
