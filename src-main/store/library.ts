// The library file: opened, checked, brought up to date. A damaged one is kept aside, never deleted.
import { constants, copyFileSync, existsSync, readdirSync, renameSync, statSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import Database from 'better-sqlite3'
import type { Notice } from '../../src-shared/run/event.ts'
import { storage } from '../../src-shared/rpc/fault.ts'
import { saysDamaged, storageFault } from './storage-faults.ts'
import { applicationId, migrate, versionOf } from './migrations.ts'
import { freeName } from './names.ts'
import { lookFromOutside, markClosed, markOpen, openSince } from './open-mark.ts'

/** Open a library file, or make a new one. Throws storage faults; a file refused as foreign or newer is left as it was. */
export function openLibrary(file: string): { db: Database.Database; notices: Notice[] } {
  const notices: Notice[] = []
  // A write-ahead log without its file would be dropped by SQLite as soon as a new file is opened in its place.
  if (sizeOf(file) === 0 && sizeOf(`${file}-wal`) > 0) notices.push(keepAside(file, 'its main file is gone and only its log is left'))
  let db: Database.Database | undefined
  try {
    const outside = lookFromOutside(file)
    db = openSound(file, notices)
    identify(db, file)
    const since = openSince(db)
    if (since !== null && outside?.logged && !outside.log) {
      // The file as it was found, byte for byte: the log, if it is found again, fits no other.
      db.close()
      const kept = freeName(file, 'without-log')
      copyFileSync(file, kept, constants.COPYFILE_FICLONE)
      db = new Database(file)
      notices.push(withoutLog(db, file, since, kept))
    }
    if (versionOf(db) === 0) db.pragma('auto_vacuum = INCREMENTAL')
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
    // The mark goes into the file itself, before there is a log that it could be in.
    db.pragma('journal_mode = DELETE')
    markOpen(db)
    db.pragma('journal_mode = WAL')
    return { db, notices }
  } catch (error) {
    db?.close()
    throw storageFault(error, file)
  }
}

/**
 * Close a library so that it is one file, with no log beside it: it can be copied, and read where nothing can be written. Throws nothing:
 * on a full or failing disk the log stays and is read at the next opening, so nothing is lost.
 */
export function closeLibrary(db: Database.Database): void {
  try {
    markClosed(db)
    db.pragma('journal_mode = DELETE')
  } catch {
    /* as said above */
  }
  try {
    db.close()
  } catch {
    /* the same */
  }
}

function withoutLog(db: Database.Database, file: string, since: number, kept: string): Notice {
  const runs = db.prepare('SELECT count(*) FROM run WHERE parent IS NULL').pluck().get() as number
  return {
    level: 'warning',
    code: 'library-without-log',
    message:
      `The newest changes of this library are missing. It was open, since ` +
      `${new Date(since).toLocaleString()}, when ${basename(file)} was copied without the file beside it, ` +
      `${basename(file)}-wal, or when that file was removed; the newest changes are in it. What ` +
      `${basename(file)} itself holds is shown: ${runs === 0 ? 'no runs' : runs === 1 ? '1 run' : `${runs} runs`}. ` +
      'To get the rest, close the lab where the library came from and copy its whole folder, or use Back up in its Settings. ' +
      `The file as it was found is kept as ${basename(kept)}.`,
  }
}

/**
 * What SQLite finds wrong with a file, in its own words; empty if it is sound. `integrity_check` also compares each index with its table,
 * which takes several times as long.
 */
export function problemsOf(db: Database.Database, look: 'quick_check' | 'integrity_check' = 'quick_check'): string[] {
  // The pages and their types are in question, not whether every JSON is one: that would take most of the time,
  // and one wrong record, which lists leave out and name, is no reason to put a library aside.
  db.pragma('ignore_check_constraints = ON')
  try {
    const found = (db.pragma(look) as Record<string, string>[]).flatMap((row) => Object.values(row))
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
export function identify(db: Database.Database, file: string): void {
  const id = db.pragma('application_id', { simple: true })
  if (id === applicationId) return
  const tables = db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get()
  if (id === 0 && versionOf(db) === 0 && tables === 0) return
  throw storage(
    `The file ${file} is a database of another program, not a library of this lab. It was not changed. ` +
      'Move it elsewhere, or choose another folder.',
  )
}

function keepAside(file: string, reason: string): Notice {
  const aside = freeName(file, 'damaged')
  for (const tail of ['', '-wal', '-shm']) if (existsSync(file + tail)) renameSync(file + tail, aside + tail)
  const backup = readdirSync(dirname(file))
    .filter((name) => name.startsWith(`${basename(file, '.sqlite')}.backup-`))
    .sort()
    .at(-1)
  return {
    level: 'warning',
    code: 'library-damaged',
    message:
      `The library file was damaged (${reason}), so a new, empty one was started. ` +
      `Nothing was deleted: the damaged file is kept as ${basename(aside)}.` +
      (backup === undefined ? '' : ` An older copy is in ${backup}: to go back to it, close the lab and rename it to ${basename(file)}.`),
  }
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0
}
