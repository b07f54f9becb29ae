// A copy of an open library in one file, made while work goes on.
import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import Database from 'better-sqlite3'
import { FaultError, invalid } from '../../src-shared/rpc/fault.ts'
import { storageFault } from './storage-faults.ts'
import { markClosed } from './open-mark.ts'

export interface BackupOptions {
  /** Told again and again how far the copying is, in pages of the file. */
  progress?: (done: number, total: number) => void
  /** Aborted, the copying stops and leaves nothing behind; the promise rejects with the signal's reason. */
  signal?: AbortSignal
}

/** Pages copied in one turn: 64 pages of 4 KiB take well under a millisecond, so that calls and events go on between them. */
const pagesATurn = 64

/**
 * Copies an open database into the new file `path` and returns its size in bytes. The copy is that of one moment: what is recorded while
 * it is made is in it whole (sqlite.org/backup.html, "same connection"). It needs no other file beside it, and is a library itself: put it
 * as library.sqlite into an empty folder, or open it by its own name. `path` appears only when it is complete and on the disk. Throws
 * 'invalid' if it is there already or its folder is not, and a storage fault if it cannot be written.
 */
export async function backUpDatabase(db: Database.Database, path: string, { progress, signal }: BackupOptions = {}): Promise<number> {
  const file = resolve(path)
  signal?.throwIfAborted()
  if (existsSync(file)) throw invalid(`There is a file ${file} already. It was not changed; choose another name for the backup.`)
  if (!statSync(dirname(file), { throwIfNoEntry: false })?.isDirectory())
    throw invalid(`There is no folder ${dirname(file)} for the backup. Make it, or choose another one.`)
  const unfinished = `${file}.part`
  try {
    rmSync(unfinished, { force: true })
    await db.backup(unfinished, {
      progress({ totalPages, remainingPages }) {
        signal?.throwIfAborted()
        progress?.(totalPages - remainingPages, totalPages)
        return pagesATurn
      },
    })
    signal?.throwIfAborted()
    asOneFile(unfinished)
    renameSync(unfinished, file)
    return statSync(file).size
  } catch (error) {
    for (const tail of ['', '-journal', '-wal', '-shm']) rmSync(unfinished + tail, { force: true })
    if (signal?.aborted || error instanceof FaultError) throw error
    throw storageFault(error, file)
  }
}

/** Without a write-ahead log, so that it can be read from a medium that cannot be written to, and on the disk. */
function asOneFile(file: string): void {
  const copy = new Database(file)
  try {
    copy.pragma('journal_mode = DELETE')
    markClosed(copy)
  } finally {
    copy.close()
  }
  const handle = openSync(file, 'r+')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
