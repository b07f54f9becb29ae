// Checkpoints: for each run at most one, from which its work can go on: of an unfinished run to its end, of a finished training beyond it.
import type { Database } from 'better-sqlite3'

export interface Checkpoints {
  /** Replaces the checkpoint before. `at`: milliseconds since 1970. */
  put(run: string, bytes: Uint8Array, at?: number): void
  get(run: string): { bytes: Uint8Array; at: number } | undefined
  drop(run: string): void
  /** Drops those of failed runs but for the `kept` newest; returns how many went. */
  thinOutFailed(kept: number): number
  /** Drops those of finished runs but for the `kept` newest and the starred; returns how many went. */
  thinOutFinished(kept: number): number
}

export function checkpointsOf(db: Database): Checkpoints {
  const put = db.prepare<[string, Uint8Array, number]>(
    'INSERT INTO checkpoint (run, bytes, at) VALUES (?, ?, ?) ON CONFLICT (run) DO UPDATE SET bytes = excluded.bytes, at = excluded.at',
  )
  const get = db.prepare<[string], { bytes: Uint8Array; at: number }>('SELECT bytes, at FROM checkpoint WHERE run = ?')
  const drop = db.prepare<[string]>('DELETE FROM checkpoint WHERE run = ?')
  const thinOut = db.prepare<[number]>(`DELETE FROM checkpoint WHERE run IN (
    SELECT run FROM checkpoint JOIN run ON run.id = checkpoint.run WHERE run.state = 'failed'
    ORDER BY checkpoint.at DESC, checkpoint.rowid DESC LIMIT -1 OFFSET ?)`)
  const thinOutDone = db.prepare<[number]>(`DELETE FROM checkpoint WHERE run IN (
    SELECT run FROM checkpoint JOIN run ON run.id = checkpoint.run WHERE run.state = 'finished' AND run.starred = 0
    ORDER BY checkpoint.at DESC, checkpoint.rowid DESC LIMIT -1 OFFSET ?)`)
  return {
    put: (run, bytes, at = Date.now()) => void put.run(run, bytes, at),
    get: (run) => get.get(run),
    drop: (run) => void drop.run(run),
    thinOutFailed: (kept) => thinOut.run(kept).changes,
    thinOutFinished: (kept) => thinOutDone.run(kept).changes,
  }
}
