// Where a library lies: a folder with library.sqlite in it, or one library file with any name, such as a backup.
import { closeSync, mkdirSync, openSync, readdirSync, readlinkSync, readSync, realpathSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { storage } from '../../src-shared/rpc/fault.ts'

export interface Place {
  folder: string
  /** The library file, which may not be there yet. */
  file: string
  /** The lock beside it. */
  lock: string
}

/**
 * The place that a path names. The folder is made if there is none. Throws a storage fault for a file that is no SQLite file, and the file
 * system's errors.
 */
export function placeOf(path: string): Place {
  const file = statSync(path, { throwIfNoEntry: false })?.isFile() ? realpathSync(path) : null
  if (file !== null && !isDatabase(file))
    throw storage(`${path} is a file, and not a library of this lab. It was not changed. Choose a library's folder, its file, or a backup.`)
  if (file === null) mkdirSync(path, { recursive: true })
  const folder = file === null ? realpathSync(path) : dirname(file)
  const library = file ?? join(folder, 'library.sqlite')
  return { folder, file: library, lock: `${library.replace(/\.sqlite$/, '')}.lock` }
}

function isDatabase(file: string): boolean {
  const handle = openSync(file, 'r')
  try {
    const start = Buffer.alloc(16)
    readSync(handle, start, 0, 16, 0)
    return start.toString('latin1') === 'SQLite format 3\0'
  } finally {
    closeSync(handle)
  }
}

/** Which file a path names, over renames and as long as it exists; null if there is none. A bigint, as Windows and ZFS use all 64 bits. */
export function identityOf(path: string): string | null {
  const found = statSync(path, { throwIfNoEntry: false, bigint: true })
  return found ? `${found.dev}:${found.ino}` : null
}

/** Where a file that this process has open lies now; null where the system does not say, or if it is deleted. */
export function presentPath(identity: string): string | null {
  try {
    for (const handle of readdirSync('/proc/self/fd')) {
      const link = join('/proc/self/fd', handle)
      try {
        const target = readlinkSync(link)
        if (target.startsWith('/') && identityOf(target) === identity) return target
      } catch {
        /* closed meanwhile: the handle of this very listing, for one */
      }
    }
  } catch {
    /* not Linux */
  }
  return null
}
