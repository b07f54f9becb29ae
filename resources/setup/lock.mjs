// One set-up at a time in one folder.
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { get } from './files.mjs'

// A process is its id and its birth, where the system tells it, so that a re-used id is not taken for the one that died; a zombie is dead.
const birth = (pid) => get(`/proc/${pid}/stat`).split(') ').at(-1).split(' ')[19] ?? ''
/** Whether a process lives, and is the one that was born then. */
export function alive(pid, born = birth(pid)) {
  try {
    process.kill(pid, 0)
  } catch (error) {
    return error.code === 'EPERM'
  }
  return born === birth(pid) && !get(`/proc/${pid}/stat`).includes(') Z ')
}

/** Runs `work` while no other process does so with the same lock folder; takes over from a process that has died. */
export async function locked(lock, work, say = (text) => console.error(text)) {
  const mine = `${lock}.${process.pid}`
  let held = mine
  const release = () => rmSync(held, { recursive: true, force: true })
  process.once('exit', release)
  mkdirSync(mine, { recursive: true })
  writeFileSync(join(mine, 'pid'), `${process.pid} ${birth(process.pid)}`)
  for (let waiting = false; ; ) {
    try {
      renameSync(mine, lock) // a folder cannot be renamed onto one that is not empty: exactly one process succeeds
      held = lock
      break
    } catch (error) {
      if (!existsSync(lock)) throw error
    }
    const owner = get(join(lock, 'pid')),
      [pid, born] = owner.split(' ')
    if (!owner || !alive(Number(pid), born)) {
      const dead = `${lock}.dead.${process.pid}`
      try {
        renameSync(lock, dead)
      } catch {} // another process was quicker to clear it away
      if (existsSync(dead) && get(join(dead, 'pid')) !== owner) renameSync(dead, lock)
      rmSync(dead, { recursive: true, force: true })
      continue
    }
    if (!waiting) say(`Another set-up of this folder is running (process ${pid}); waiting for it.`)
    waiting = true
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  try {
    return await work()
  } finally {
    process.removeListener('exit', release)
    release()
  }
}
