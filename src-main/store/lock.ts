// One process owns a library: a lock file beside it says which.
import { closeSync, linkSync, openSync, readFileSync, realpathSync, renameSync, rmSync, writeSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { storage } from '../../src-shared/fault.ts'

const holder = z.object({
  pid: z.int().positive(),
  host: z.string(),
  /** Tells this process from a later one with the same number; null where the system does not say. */
  mark: z.string().nullable(),
  since: z.string(),
})
type Holder = z.output<typeof holder>

const held = new Set<string>()

/**
 * Take the lock of a library folder; returns what gives it back. The lock of a process that has ended is taken over.
 * Throws a storage fault if a living process has it, and the file system's error if the folder cannot be written to.
 */
export function takeLock(folder: string): () => void {
  const file = join(realpathSync(folder), 'library.lock')
  const me: Holder = { pid: process.pid, host: hostname(), mark: markOf(process.pid), since: new Date().toISOString() }
  const mine = JSON.stringify(me)
  for (let attempt = 0; attempt < 8; attempt++) {
    if (created(file, mine)) {
      held.add(file)
      return () => {
        held.delete(file)
        if (contentOf(file) === mine) rmSync(file, { force: true })
      }
    }
    const text = contentOf(file)
    if (text === undefined) continue
    const other = parsed(text)
    if (other && isAlive(other, file)) throw refusal(other, file)
    // Empty or half a line: its owner is about to write it, or died while writing. Wait once before deciding.
    if (!other && attempt === 0) pause(100)
    else setAside(file, text)
  }
  throw storage('The lock of this library keeps changing hands, so it was not opened and nothing was changed. '
    + `Close other windows of the lab, then try again (${file}).`)
}

function refusal(other: Holder, file: string): Error {
  const here = other.host === hostname()
  const where = here ? '' : ` on the computer ${other.host}`
  const who = here && other.pid === process.pid ? 'this same process' : `process ${other.pid}${where}`
  return storage(`This library is already open in ${who}, since ${other.since}. Nothing was changed. `
    + 'Use that window or stop it, or choose another folder. '
    + `If you are sure that it is no longer running, delete the file ${file} and start again.`)
}

function created(file: string, content: string): boolean {
  let handle: number
  try {
    handle = openSync(file, 'wx')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
  try {
    writeSync(handle, content)
    closeSync(handle)
    return true
  } catch (error) {
    closeSync(handle)
    rmSync(file, { force: true })
    throw error
  }
}

function contentOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

function parsed(text: string): Holder | undefined {
  try {
    return holder.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}

/** Remove a dead lock, by renaming it first: of two that do so at once, one may pick up the other's new lock and must put it back. */
function setAside(file: string, dead: string): void {
  const aside = `${file}.${process.pid}`
  try {
    renameSync(file, aside)
  } catch {
    return
  }
  if (contentOf(aside) !== dead) {
    try {
      linkSync(aside, file)
    } catch {
      // A third has taken the lock meanwhile, or the disk knows no links; the next look at the lock decides.
    }
  }
  rmSync(aside, { force: true })
}

function isAlive(other: Holder, file: string): boolean {
  // Of another computer, as on a shared home folder, we cannot tell: believe it.
  if (other.host !== hostname()) return true
  const mark = markOf(other.pid)
  if (mark !== null && other.mark !== null && mark !== other.mark) return false
  if (other.pid === process.pid) return held.has(file)
  try {
    process.kill(other.pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** On Linux, boot and start time of a process (proc_pid_stat(5), fields 3 and 22): numbers are given out again, in containers at once. */
function markOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name, in brackets, may hold spaces and brackets: count the fields after it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    return fields[0] === 'Z' ? 'ended' : `${boot} ${fields[19]}`
  } catch {
    return null
  }
}

function pause(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds)
}
