// One process owns a library: a lock file beside it says which.
import { closeSync, linkSync, openSync, readFileSync, readlinkSync, renameSync, rmSync, writeSync } from 'node:fs'
import { hostname } from 'node:os'
import { z } from 'zod'
import { storage } from '../../src-shared/rpc/fault.ts'
import { identityOf, type Place } from './place.ts'

const holder = z.object({
  pid: z.int().positive(),
  host: z.string(),
  /** Tells this process from a later one with the same number; null where the system does not say. */
  mark: z.string().nullable(),
  since: z.string(),
  /**
   * The folder it was taken in, by path and by device and number: a copy of the folder has another number. Locks of older labs do not say.
   */
  folder: z.object({ path: z.string(), identity: z.string() }).nullable().default(null),
  /** The running system and its process numbers (boot_id, pid_namespaces(7)); null where the system does not say. */
  system: z.string().nullable().default(null),
})
export type Holder = z.output<typeof holder>

export interface Lock {
  /** Gives it back. Throws nothing: a lock that cannot be removed is one of a process that has ended, which the next owner takes over. */
  release(): void
  /** Who had the library open from which this folder was copied; null if it is no copy made while it was open. */
  copiedFrom: Holder | null
}

/** The text of each lock this process holds: a folder may be moved while it is open. */
const held = new Set<string>()

/**
 * Take the lock of a library. The lock of a process that has ended is taken over, and so is one that came with a copy of a folder that
 * was open. Throws a storage fault if a living process has it, and the file system's error if the folder cannot be written to.
 */
export function takeLock({ folder, lock: file }: Place): Lock {
  const here = { path: folder, identity: identityOf(folder) ?? '' }
  const me: Holder = {
    pid: process.pid,
    host: hostname(),
    mark: markOf(process.pid),
    since: new Date().toISOString(),
    folder: here,
    system: systemMark(),
  }
  const mine = JSON.stringify(me)
  let copiedFrom: Holder | null = null
  for (let attempt = 0; attempt < 8; attempt++) {
    if (created(file, mine)) {
      held.add(mine)
      return {
        copiedFrom,
        release() {
          held.delete(mine)
          try {
            if (contentOf(file) === mine) rmSync(file, { force: true })
          } catch {
            /* the folder is gone or can no longer be written to */
          }
        },
      }
    }
    const text = contentOf(file)
    if (text === undefined) continue
    const other = parsed(text)
    if (other && cameWithCopy(other, here)) copiedFrom = other
    else if (other && isAlive(other, text)) throw refusal(other, file)
    // Empty or half a line: its owner is about to write it, or died while writing. Wait once before deciding.
    if (!other && attempt === 0) pause(100)
    else setAside(file, text)
  }
  throw storage(
    'The lock of this library keeps changing hands, so it was not opened and nothing was changed. ' +
      `Close other windows of the lab, then try again (${file}).`,
  )
}

/** Whether a living process has a library open for writing. */
export function isHeld({ folder, lock: file }: Place): boolean {
  const text = contentOf(file)
  if (text === undefined) return false
  const other = parsed(text)
  return other !== undefined && !cameWithCopy(other, { path: folder, identity: identityOf(folder) ?? '' }) && isAlive(other, text)
}

/**
 * Whether a lock was taken in another folder than the one it is in now. A folder that was moved keeps its number, one that is mounted
 * elsewhere may get another: on the same computer both path and number must differ. On another computer the same path is common, as for
 * users of one name, and a folder that two computers share has the same number on both.
 */
function cameWithCopy(other: Holder, here: { path: string; identity: string }): boolean {
  if (other.folder === null) return false
  if (other.host === hostname()) return other.folder.identity !== here.identity && other.folder.path !== here.path
  const number = (identity: string): string => identity.slice(identity.indexOf(':') + 1)
  return number(other.folder.identity) !== number(here.identity)
}

function refusal(other: Holder, file: string): Error {
  const here = other.host === hostname()
  const where = here ? '' : ` on the computer ${other.host}`
  const who = here && other.pid === process.pid ? 'this same process' : `process ${other.pid}${where}`
  return storage(
    `This library is already open in ${who}, since ${other.since}. Nothing was changed. ` +
      'Use that window or stop it, or choose another folder. ' +
      `If you are sure that it is no longer running, delete the file ${file} and start again.`,
  )
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
  } catch (error) {
    // Another has taken it away meanwhile. Anything else would be met at every further attempt.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return
    throw error
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

function isAlive(other: Holder, text: string): boolean {
  // Of another computer, as on a shared home folder, we cannot tell: believe it. A name may change while the system runs.
  if (other.host !== hostname() && (other.system === null || other.system !== systemMark())) return true
  const mark = markOf(other.pid)
  if (mark !== null && other.mark !== null && mark !== other.mark) return false
  if (other.pid === process.pid) return held.has(text)
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

function systemMark(): string | null {
  try {
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${readlinkSync('/proc/self/ns/pid')}`
  } catch {
    return null
  }
}

function pause(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds)
}
