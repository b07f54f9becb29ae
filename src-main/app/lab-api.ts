// The lab as a host sees it: what Electron and the browser window need, and nothing else of it.
import type { Json } from '../../src-shared/run/event.ts'
import type { Channel } from '../../src-shared/rpc/rpc.ts'
import type { Site } from './site.ts'

/** The job in hand; `fraction` of it is done, 0 to 1. */
export interface RunningJob {
  run: string
  title: string
  fraction: number
}

export interface Lab {
  site: Site
  /** Serves one page. The channel's end is the end of its calls, never of a job. */
  connect(channel: Channel): void
  jobs: {
    running(): RunningJob | null
    /** Calls `listener` when a job starts, moves on or ends. Returns the way to stop. */
    subscribe(listener: () => void): () => void
    /** Both resolve when nothing runs any more and everything is on disk. */
    pauseAll(): Promise<void>
    stopAll(): Promise<void>
  }
  settings: { get(key: string): unknown; set(key: string, value: Json): void }
  /** Ends the engine and closes the library. Nothing may be called afterwards. */
  close(): Promise<void>
}
