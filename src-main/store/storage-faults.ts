// Errors of SQLite and of the file system, said in prose: what happened, what is safe, what to do.
import { z } from 'zod'
import { FaultError, invalid, storage } from '../../src-shared/rpc/fault.ts'

// In order: the first that fits the code is said. Codes are those of sqlite.org/rescode.html and errno.
const causes: [RegExp, string][] = [
  [
    /^(SQLITE_FULL|ENOSPC|EDQUOT)/,
    'The disk is full. What was recorded before is safe; this last change was not kept. Free some space, then try again.',
  ],
  [
    /^(SQLITE_READONLY|SQLITE_PERM|EROFS|EACCES|EPERM)/,
    'The library cannot be written to. What it holds is unchanged. Allow writing to its folder and files, or choose another folder.',
  ],
  [
    /^(SQLITE_CANTOPEN|ENOTDIR|EISDIR|ENOENT|EEXIST|ENAMETOOLONG|ELOOP|EINVAL)/,
    'The library could not be opened. Nothing was changed. Check that its folder is a folder that can be written to ' +
      'and that library.sqlite in it is a file, or choose another folder.',
  ],
  [/^(SQLITE_BUSY|SQLITE_LOCKED)/, 'Another program is using the library file. Nothing was changed. Close that program, then try again.'],
  [
    /^(SQLITE_CORRUPT|SQLITE_NOTADB)/,
    'The library file was found damaged while in use. This last change was not kept. ' +
      'Restart the lab: it checks the file and sets a damaged one aside.',
  ],
  [
    /^(SQLITE_IOERR|SQLITE_PROTOCOL|EIO|EMFILE|ENFILE)/,
    'The disk answered with an error. What was recorded before is safe; this last change was not kept. ' +
      'Check the disk, then restart the lab.',
  ],
  [/^SQLITE_TOOBIG/, 'A result is too large for the library. What was recorded before is safe; this result was not kept.'],
]

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}

/** Whether an error says that the file is no sound SQLite file (and not that it could not be reached). */
export function saysDamaged(error: unknown): boolean {
  return /^SQLITE_(CORRUPT|NOTADB)/.test(codeOf(error))
}

/**
 * The fault of anything thrown by SQLite, the file system or a schema; what is none of these is returned as it is.
 * `place`: a path to name.
 */
export function storageFault(error: unknown, place?: string): unknown {
  if (error instanceof FaultError) return error
  const fault = translate(error, place)
  if (!fault) return error
  fault.cause = error
  return fault
}

function translate(error: unknown, place: string | undefined): FaultError | undefined {
  if (!(error instanceof Error)) return undefined
  if (error instanceof z.ZodError) return invalid(`The library cannot store this; nothing was written. ${z.prettifyError(error)}`)
  const code = codeOf(error)
  const detail = `(${code}: ${error.message})`
  if (code.startsWith('SQLITE_CONSTRAINT')) return invalid(`This contradicts what the library holds, so nothing was written ${detail}.`)
  const cause = causes.find(([pattern]) => pattern.test(code))?.[1]
  if (cause !== undefined) return storage(`${cause} (${code}${place === undefined ? '' : `, ${place}`})`)
  if (!code.startsWith('SQLITE_')) return undefined
  return storage(`The library answered with an error it should not give ${detail}. What was recorded before is safe. Restart the lab.`)
}

/** The same object, whose methods throw faults in prose in place of SQLite's own errors. */
export function guarded<T extends object>(part: T): T {
  return new Proxy(part, {
    get(target, name, receiver) {
      const member: unknown = Reflect.get(target, name, receiver)
      if (typeof member !== 'function') return member
      return (...given: unknown[]): unknown => {
        try {
          return Reflect.apply(member, target, given)
        } catch (error) {
          throw storageFault(error)
        }
      }
    },
  })
}
