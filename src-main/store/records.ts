// Everything a library holds, over one open database.
import type { Database } from 'better-sqlite3'
import { artifactsOf, type Artifacts } from './artifacts.ts'
import { checkpointsOf, type Checkpoints } from './checkpoints.ts'
import { guarded } from './storage-faults.ts'
import { problemsOf } from './library.ts'
import { metricsOf, type Metrics } from './metrics.ts'
import { runsOf, type Runs } from './runs.ts'
import { savedOf, type SavedItems } from './saved.ts'
import { settingsOf, type Settings } from './settings.ts'

export interface Records {
  runs: Runs
  artifacts: Artifacts
  metrics: Metrics
  checkpoints: Checkpoints
  settings: Settings
  saved: SavedItems
  /** All of `work` is recorded, or, if it throws, none of it. `work` is synchronous; transactions may be nested. */
  transaction<T>(work: () => T): T
  /** What SQLite finds wrong with the file, in its own words; empty if it is sound. */
  check(): string[]
  /** Bytes of the file, with what is not yet written back from its log. */
  size(): number
}

/** The records of a database that has the newest form and enforces foreign keys. */
export function recordsOf(db: Database): Records {
  return guarded<Records>({
    runs: guarded(runsOf(db)),
    artifacts: guarded(artifactsOf(db)),
    metrics: guarded(metricsOf(db)),
    checkpoints: guarded(checkpointsOf(db)),
    settings: guarded(settingsOf(db)),
    saved: guarded(savedOf(db)),
    transaction: (work) => db.transaction(work).immediate(),
    check: () => problemsOf(db),
    size: () => Number(db.pragma('page_count', { simple: true })) * Number(db.pragma('page_size', { simple: true })),
  })
}
