// The store: a folder with library.sqlite in it, owned by one process at a time.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Notice } from '../../src-shared/event.ts'
import { storageFault } from './faults.ts'
import { openLibrary } from './library.ts'
import { takeLock } from './lock.ts'
import { recordsOf, type Records } from './records.ts'

export interface Store extends Records {
  folder: string
  /** What the user should know of this opening, such as a damaged file that was kept aside. */
  notices: Notice[]
  /** Ids of the runs that were at work when the last owner ended without closing; they are `interrupted` now. */
  interrupted: string[]
  /** Write everything into the one file and give the folder free. Closing twice does no harm. */
  close(): void
}

/**
 * Open the library in a folder, which is made if it does not exist. Throws a FaultError 'storage' in prose if the folder cannot be
 * used, another process has it, or the library is foreign or of a newer version; then nothing was changed.
 */
export function openStore(folder: string): Store {
  try {
    mkdirSync(folder, { recursive: true })
    const release = takeLock(folder)
    try {
      return withLock(folder, release)
    } catch (error) {
      release()
      throw error
    }
  } catch (error) {
    throw storageFault(error, folder)
  }
}

function withLock(folder: string, release: () => void): Store {
  const { db, notices } = openLibrary(join(folder, 'library.sqlite'))
  try {
    const records = recordsOf(db)
    const interrupted = records.runs.interrupt()
    return {
      runs: records.runs,
      artifacts: records.artifacts,
      metrics: records.metrics,
      checkpoints: records.checkpoints,
      settings: records.settings,
      saved: records.saved,
      transaction: (work) => records.transaction(work),
      check: () => records.check(),
      folder,
      notices,
      interrupted,
      close() {
        if (!db.open) return
        try {
          db.pragma('wal_checkpoint(TRUNCATE)')
        } catch {
          // A full or failing disk: the log beside the file stays and is read at the next opening, so nothing is lost.
        }
        db.close()
        release()
      },
    }
  } catch (error) {
    db.close()
    throw error
  }
}
