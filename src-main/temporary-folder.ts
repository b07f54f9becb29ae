// Folders for a moment, in the place the system keeps for such: TMPDIR on Linux and macOS, TEMP on Windows.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { storage } from '../src-shared/rpc/fault.ts'

/**
 * A new, empty folder, which the caller removes. `prefix`: how its name begins. Throws a storage fault that names the place if it cannot be
 * made.
 */
export function makeTemporaryFolder(prefix: string): string {
  try {
    return mkdtempSync(join(tmpdir(), prefix))
  } catch (error) {
    const variable = process.platform === 'win32' ? 'TEMP' : 'TMPDIR'
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    const fault = storage(
      `The folder for temporary files, ${tmpdir()}, cannot be used (${code}). The library is not affected. ` +
        `Set ${variable} to a folder that exists and can be written to, or make room in it, then start the lab again.`,
    )
    fault.cause = error
    throw fault
  }
}

/** The place, and what is wrong with it in words, or null. */
export function checkTemporaryFolder(): { place: string; problem: string | null } {
  try {
    rmSync(makeTemporaryFolder('phosphene-check-'), { recursive: true, force: true })
    return { place: tmpdir(), problem: null }
  } catch (error) {
    return { place: tmpdir(), problem: error instanceof Error ? error.message : String(error) }
  }
}
