// The mark in a library file that says whether it is in use. While it is, SQLite keeps the newest changes in a file beside it, the
// write-ahead log: the library alone is then not the whole library, and must not be taken for it.
import { closeSync, openSync, readSync, statSync } from 'node:fs'
import type { Database } from 'better-sqlite3'

/**
 * Call while the file keeps no write-ahead log, so that the mark is in the file itself and not in the log. `since`: milliseconds since
 * 1970.
 */
export function markOpen(db: Database, since: number = Date.now()): void {
  db.exec('DELETE FROM opening')
  db.prepare('INSERT INTO opening (since) VALUES (?)').run(since)
}

export function markClosed(db: Database): void {
  db.exec('DELETE FROM opening')
}

/** Since when the library is marked as open, in milliseconds since 1970; null if it was closed, or is older than the mark. */
export function openSince(db: Database): number | null {
  if (db.prepare("SELECT count(*) FROM sqlite_schema WHERE name = 'opening'").pluck().get() === 0) return null
  return (db.prepare('SELECT since FROM opening').pluck().get() as number | undefined) ?? null
}

/** What can be told of a library file from outside, before SQLite looks at it. */
export interface Outside {
  /** Whether the file says that its newest changes are in a write-ahead log (sqlite.org/fileformat.html, offset 18: 2). */
  logged: boolean
  /** Whether the file has such a log, or an unfinished change to be taken back, beside it. */
  log: boolean
}

/**
 * Null if there is no file or it is shorter than a header. Not to be called while this process has the file open: closing it would give
 * SQLite's locks away.
 */
export function lookFromOutside(file: string): Outside | null {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0
  if (size < 100) return null
  const handle = openSync(file, 'r')
  try {
    const header = Buffer.alloc(100)
    readSync(handle, header, 0, 100, 0)
    const beside = (tail: string): boolean => statSync(file + tail, { throwIfNoEntry: false }) !== undefined
    return { logged: header[18] === 2 || header[19] === 2, log: beside('-wal') || beside('-journal') }
  } finally {
    closeSync(handle)
  }
}
