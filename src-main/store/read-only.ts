// A library that cannot be written to, such as one on a CD, in another user's folder or on a disk mounted for reading, opened to look at.
import { accessSync, chmodSync, constants, copyFileSync, existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { Json, Notice } from '../../src-shared/run/event.ts'
import { invalid, storage } from '../../src-shared/rpc/fault.ts'
import { makeTemporaryFolder } from '../temporary-folder.ts'
import { storageFault } from './storage-faults.ts'
import { identify, openLibrary, problemsOf } from './library.ts'
import { isHeld } from './lock.ts'
import { isCurrent } from './migrations.ts'
import { lookFromOutside } from './open-mark.ts'
import type { Place } from './place.ts'
import type { Records } from './records.ts'

/**
 * Whether a library at this place can be opened for writing; true also where there is no library yet, so that trying says what is wrong.
 */
export function canBeWritten({ folder, file }: Place): boolean {
  if (!existsSync(file)) return true
  try {
    accessSync(folder, constants.W_OK | constants.X_OK)
    accessSync(file, constants.W_OK)
    return true
  } catch {
    return false
  }
}

export interface Looked {
  db: Database.Database
  notices: Notice[]
  readOnly: string
  close(): void
}

/** Opens a library without a lock and without writing beside it. Throws a storage fault if it is damaged, foreign, newer, or changing. */
export function openToLookAt(place: Place): Looked {
  const readOnly =
    `This library is open read-only, since ${place.folder} cannot be written to: you can look, export and copy; runs cannot be ` +
    `started and nothing can be changed. ` +
    'To work with it, copy the folder to a place that can be written to, or press Back up in Settings, and open the copy.'
  const notice: Notice = { level: 'info', code: 'library-read-only', message: readOnly }
  const outside = lookFromOutside(place.file)
  if (outside === null) throw storage(`The file ${place.file} is not a library. It was not changed. Choose another folder.`)
  const direct = outside.logged || outside.log ? null : asItIs(place.file)
  if (direct) return { db: direct, notices: [notice], readOnly, close: () => direct.close() }
  // An older form, or changes that are still in the log: SQLite has to write before it can read. It does so in a copy.
  const folder = makeTemporaryFolder('phosphene-library-')
  const close = (): void => rmSync(folder, { recursive: true, force: true })
  try {
    const copy = join(folder, 'library.sqlite')
    for (const tail of ['', '-wal', '-journal']) {
      if (!existsSync(place.file + tail)) continue
      copyFileSync(place.file + tail, copy + tail, constants.COPYFILE_FICLONE)
      // A copy has the permissions of what it is a copy of.
      chmodSync(copy + tail, 0o600)
    }
    const { db, notices } = openLibrary(copy)
    if (notices.some(({ code }) => code === 'library-damaged')) {
      db.close()
      throw storage(
        `The library ${place.file} ${isHeld(place) ? 'is open elsewhere and changed while it was being read' : 'is damaged'}. Nothing ` +
          `was changed. ` +
          `${isHeld(place) ? 'Close it there, or try again.' : 'Open an older copy of it, or choose another folder.'}`,
      )
    }
    // What was at work when it was left is not at work here.
    db.exec("UPDATE run SET state = 'interrupted' WHERE state IN ('running', 'queued')")
    db.pragma('query_only = ON')
    return {
      db,
      readOnly,
      notices: [notice, ...notices.filter(({ code }) => code !== 'library-migrated')],
      close() {
        db.close()
        close()
      },
    }
  } catch (error) {
    close()
    throw error
  }
}

/** Null if it has an older form. */
function asItIs(file: string): Database.Database | null {
  let db: Database.Database | undefined
  try {
    db = new Database(file, { readonly: true })
    const [problem] = problemsOf(db)
    if (problem !== undefined)
      throw storage(`The library ${file} is damaged (${problem}). It was not changed. Open an older copy of it, or choose another folder.`)
    identify(db, file)
    db.pragma('trusted_schema = OFF')
    if (isCurrent(db, file)) return db
    db.close()
    return null
  } catch (error) {
    db?.close()
    throw storageFault(error, file)
  }
}

/**
 * The same records, which refuse in words whatever would change them. Settings can be changed until the lab is closed, so that pages work
 * as ever.
 */
export function withoutWriting(records: Records, why: string): Records {
  const refuse = (): never => {
    throw invalid(why)
  }
  const changed = new Map<string, Json | undefined>()
  const { runs, artifacts, metrics, checkpoints, settings, saved } = records
  return {
    ...records,
    runs: { ...runs, create: refuse, update: refuse, purge: refuse, interrupt: refuse },
    artifacts: { ...artifacts, put: refuse },
    metrics: { ...metrics, append: refuse },
    checkpoints: { ...checkpoints, put: refuse, drop: refuse, thinOutFailed: refuse, thinOutFinished: refuse },
    settings: {
      get: (key) => (changed.has(key) ? changed.get(key) : settings.get(key)),
      all: () =>
        Object.fromEntries(
          Object.entries({ ...settings.all(), ...Object.fromEntries(changed) }).filter(
            (one): one is [string, Json] => one[1] !== undefined,
          ),
        ),
      put: (key, value) => void changed.set(key, value),
      drop: (key) => void changed.set(key, undefined),
      unreadable: () => settings.unreadable(),
    },
    saved: { ...saved, put: refuse, drop: refuse },
    transaction: refuse,
    check: () => records.check(),
    size: () => records.size(),
  }
}
