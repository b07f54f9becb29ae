// The store: a folder with library.sqlite in it, owned by one process at a time, or only looked at.
import type { Database } from 'better-sqlite3'
import type { Notice } from '../../src-shared/run/event.ts'
import { storage } from '../../src-shared/rpc/fault.ts'
import { backUpDatabase, type BackupOptions } from './backup.ts'
import { storageFault } from './storage-faults.ts'
import { closeLibrary, openLibrary, problemsOf } from './library.ts'
import { type Holder, takeLock } from './lock.ts'
import { identityOf, type Place, placeOf, presentPath } from './place.ts'
import { canBeWritten, openToLookAt, withoutWriting } from './read-only.ts'
import { recordsOf, type Records } from './records.ts'

export interface Store extends Records {
  folder: string
  /** Why nothing can be written here, in words; null if it can. */
  readOnly: string | null
  /** What the user should know of this opening, such as a damaged file that was kept aside. */
  notices: Notice[]
  /** Ids of the runs that were at work when the last owner ended without closing; they are `interrupted` now. */
  interrupted: string[]
  /**
   * Copies all the library holds into a new file, also while work goes on, and returns the file's size in bytes. The file is a library:
   * put into an empty folder as library.sqlite, or named itself in place of a folder, it opens. Throws 'invalid' if the file is there
   * already or its folder is not, and a storage fault if it cannot be written. See `backUpDatabase`.
   */
  backupTo(file: string, options?: BackupOptions): Promise<number>
  /**
   * Throws a storage fault if the library's file was deleted, moved or replaced since it was opened: what is written then goes where nobody
   * looks.
   */
  checkPlace(): void
  /** Write everything into the one file and give the folder free. Closing twice does no harm; closing throws nothing. */
  close(): void
}

/**
 * Open the library in a folder, which is made if it does not exist, or a library file by its own name, such as a backup. A library that
 * cannot be written to is opened to look at: then `readOnly` says why, and whatever would write throws 'invalid'. Throws a FaultError
 * 'storage' in prose if the place cannot be used, another process has it, or the library is foreign or of a newer version; then nothing
 * was changed.
 */
export function openStore(path: string): Store {
  try {
    const place = placeOf(path)
    return canBeWritten(place) ? openToWrite(place) : lookingStore(place)
  } catch (error) {
    throw storageFault(error, path)
  }
}

function openToWrite(place: Place): Store {
  const lock = takeLock(place)
  let db: Database | undefined
  try {
    const opened = openLibrary(place.file)
    db = opened.db
    const own = db
    const records = recordsOf(db)
    const notices =
      lock.copiedFrom === null ? opened.notices : [...opened.notices, copied(lock.copiedFrom, problemsOf(db, 'integrity_check'))]
    const interrupted = records.runs.interrupt()
    return storeOver(own, records, place, {
      readOnly: null,
      notices,
      interrupted,
      close() {
        closeLibrary(own)
        lock.release()
      },
    })
  } catch (error) {
    db?.close()
    lock.release()
    throw error
  }
}

function lookingStore(place: Place): Store {
  const { db, notices, readOnly, close } = openToLookAt(place)
  try {
    return storeOver(db, withoutWriting(recordsOf(db), readOnly), place, { readOnly, notices, interrupted: [], close })
  } catch (error) {
    close()
    throw error
  }
}

function storeOver(
  db: Database,
  records: Records,
  { folder, file }: Place,
  more: Pick<Store, 'readOnly' | 'notices' | 'interrupted' | 'close'>,
): Store {
  const opened = identityOf(file)
  return {
    runs: records.runs,
    artifacts: records.artifacts,
    metrics: records.metrics,
    checkpoints: records.checkpoints,
    settings: records.settings,
    saved: records.saved,
    transaction: (work) => records.transaction(work),
    check: () => records.check(),
    size: () => records.size(),
    folder,
    ...more,
    backupTo: (to, options) => backUpDatabase(db, to, options),
    checkPlace() {
      const now = identityOf(file)
      if (now === opened || opened === null) return
      const moved = presentPath(opened)
      const what = moved !== null ? `was moved to ${moved}` : now === null ? 'was deleted or moved' : 'was replaced by another file'
      throw storage(
        `The library's file ${file} ${what} while the lab had it open. What was recorded is still held open, until the lab is closed: ` +
          'press Back up in Settings now, to keep all of it in a new file. Then close the lab and ' +
          `${moved !== null ? 'move the file back, or open it where it is' : 'put that file in its place, as library.sqlite'}.`,
      )
    },
    close() {
      if (db.open) more.close()
    },
  }
}

/** Said of a folder that was copied while another process had it open. `problems`: what a look at every page found. */
function copied({ pid, host, since, folder }: Holder, problems: string[]): Notice {
  const [problem] = problems
  const from =
    `This folder was copied from ${folder?.path ?? 'another place'} while the lab had it open there, or after the lab was ` +
    `ended without closing it (process ${pid} on ${host}, since ${since}). `
  return {
    level: 'warning',
    code: 'library-copied-open',
    message:
      problem === undefined
        ? `${from}Every page of it was checked and is sound. What was being written during the copy may be missing, and what is ` +
          `recorded there from now on does not appear here. To copy a library while it is open, use Back up in its Settings.`
        : `${from}The copy is not sound (${problem}): some of it may be missing or wrong. Make another with Back up in the Settings ` +
          `of the original, or copy the folder while the lab is closed there.`,
  }
}
