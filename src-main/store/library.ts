// The library file: opened, checked, brought up to date. A damaged one is kept aside, never deleted.
import { existsSync, readdirSync, renameSync, statSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import Database from 'better-sqlite3'
import type { Notice } from '../../src-shared/event.ts'
import { storage } from '../../src-shared/fault.ts'
import { saysDamaged, storageFault } from './faults.ts'
import { applicationId, migrate, versionOf } from './migrations.ts'
import { freeName } from './names.ts'

/** Open a library file, or make a new one. Throws storage faults; a file refused as foreign or newer is left as it was. */
export function openLibrary(file: string): { db: Database.Database; notices: Notice[] } {
  const notices: Notice[] = []
  // A write-ahead log without its file would be dropped by SQLite as soon as a new file is opened in its place.
  if (sizeOf(file) === 0 && sizeOf(`${file}-wal`) > 0) notices.push(keepAside(file, 'its main file is gone and only its log is left'))
  let db: Database.Database | undefined
  try {
    db = openSound(file, notices)
    identify(db, file)
    if (versionOf(db) === 0) db.pragma('auto_vacuum = INCREMENTAL')
    db.pragma('journal_mode = WAL')
    // FULL: "finished" means on disk. It costs about 0.3 ms a commit, and commits are few.
    db.pragma('synchronous = FULL')
    db.pragma('busy_timeout = 5000')
    db.pragma('trusted_schema = OFF')
    const backup = migrate(db, file)
    if (backup !== null) {
      const message = `The library was brought up to date. A copy of how it was before is in ${basename(backup)}.`
      notices.push({ level: 'info', code: 'library-migrated', message })
    }
    db.pragma('foreign_keys = ON')
    return { db, notices }
  } catch (error) {
    db?.close()
    throw storageFault(error, file)
  }
}

/** What SQLite finds wrong with a file, in its own words; empty if it is sound. */
export function problemsOf(db: Database.Database): string[] {
  // The pages and their types are in question, not whether every JSON is one: that would take most of the time,
  // and one wrong record, which lists leave out and name, is no reason to put a library aside.
  db.pragma('ignore_check_constraints = ON')
  try {
    const found = (db.pragma('quick_check') as { quick_check: string }[]).map((row) => row.quick_check)
    return found.length === 1 && found[0] === 'ok' ? [] : found
  } finally {
    db.pragma('ignore_check_constraints = OFF')
  }
}

function openSound(file: string, notices: Notice[]): Database.Database {
  const reason = (() => {
    let db: Database.Database | undefined
    try {
      db = new Database(file)
      const [problem] = problemsOf(db)
      if (problem === undefined) return db
      db.close()
      return problem
    } catch (error) {
      db?.close()
      if (saysDamaged(error) && error instanceof Error) return error.message
      throw error
    }
  })()
  if (typeof reason !== 'string') return reason
  notices.push(keepAside(file, reason))
  return new Database(file)
}

/** Refuse a SQLite file that some other program made. */
function identify(db: Database.Database, file: string): void {
  const id = db.pragma('application_id', { simple: true })
  if (id === applicationId) return
  const tables = db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get()
  if (id === 0 && versionOf(db) === 0 && tables === 0) return
  throw storage(`The file ${file} is a database of another program, not a library of this lab. It was not changed. `
    + 'Move it elsewhere, or choose another folder.')
}

function keepAside(file: string, reason: string): Notice {
  const aside = freeName(file, 'damaged')
  for (const tail of ['', '-wal', '-shm']) if (existsSync(file + tail)) renameSync(file + tail, aside + tail)
  const backup = readdirSync(dirname(file)).filter((name) => name.startsWith(`${basename(file, '.sqlite')}.backup-`)).sort().at(-1)
  return {
    level: 'warning',
    code: 'library-damaged',
    message: `The library file was damaged (${reason}), so a new, empty one was started. `
      + `Nothing was deleted: the damaged file is kept as ${basename(aside)}.`
      + (backup === undefined ? '' : ` An older copy is in ${backup}: to go back to it, close the lab and rename it to ${basename(file)}.`),
  }
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0
}
