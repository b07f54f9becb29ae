// Who watches what: events of runs go to everyone who asked for them.
import type { RunEvent } from '../../src-shared/run/event.ts'

export interface EventBus {
  tell(event: RunEvent): void
  /** Calls `listener` for every event, or for those of one run. Returns the way to stop. */
  watch(listener: (event: RunEvent) => void, run?: string): () => void
}

export function createEventBus(): EventBus {
  const listeners = new Map<(event: RunEvent) => void, string | undefined>()
  return {
    tell(event) {
      for (const [listener, run] of listeners) if (run === undefined || run === event.run) listener(event)
    },
    watch(listener, run) {
      listeners.set(listener, run)
      return () => {
        listeners.delete(listener)
      }
    },
  }
}
