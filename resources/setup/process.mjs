// Child processes: every one is known, and a Ctrl-C reaches each once.
import { spawn } from 'node:child_process'
import { constants as system } from 'node:os'
import { stripVTControlCharacters } from 'node:util'
import { Failure, Stopped } from './failure.mjs'
import { ROOT, WINDOWS } from './places.mjs'

const children = new Set() // functions that pass on a signal, or (its second argument) end at once
/** The signal that is being heeded, { signal, since, code }, or null. */
export let stopping = null

/** Passes a signal on to every child, and ends at once where there is none. */
export function stop(signal) {
  const code = 128 + system.signals[signal]
  if (children.size === 0) process.exit(code)
  const again = stopping?.signal === signal
  // The terminal and npm may both pass on one Ctrl-C: only a later one is impatience.
  if (again && Date.now() - stopping.since < 1000) return
  for (const pass of children) pass(signal, again)
  stopping = { signal, code, since: Date.now() }
}

/** From now on a Ctrl-C, or another signal to end, is passed on to the children. */
export function heedSignals() {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stop(signal))
}

const quote = (words) => words.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.split('\n')[0]}'`)).join(' ')
const needsShell = (command) => WINDOWS && !/[\\/]/.test(command) // npm.cmd and the like

/**
 * Runs one command of a step and resolves to its output, or rejects with Failure or Stopped. `size` tells progress; with `stall` (seconds)
 * a command that neither speaks nor grows for that long is ended. `group`: it has children of its own (make, g++) that must end with it.
 */
export function run(words, { cwd = ROOT, env = {}, line, size, stall, group = false } = {}) {
  return new Promise((resolve, reject) => {
    const command = (cwd === ROOT ? '' : `cd '${cwd}' && `) + quote(words)
    const detached = group && !WINDOWS
    const child = spawn(words[0], words.slice(1), {
      cwd,
      detached,
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: needsShell(words[0]),
    })
    let text = '',
      seen = '',
      moved = Date.now()
    const extra = []
    const lines = () => [
      ...stripVTControlCharacters(text)
        .split(/[\r\n]+/)
        .filter((part) => part.trim()),
      ...extra,
    ]
    const hear = (more) => {
      text = (text + more).slice(-64_000)
    }
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', hear)
    const pass = (signal, again) => {
      try {
        process.kill(detached ? -child.pid : child.pid, again ? 'SIGKILL' : signal)
      } catch {} // it has just ended by itself
    }
    children.add(pass)
    const timer = setInterval(() => {
      const now = size?.() ?? lines().at(-1) ?? ''
      line?.detail(now.trim())
      if (now + text !== seen) [seen, moved] = [now + text, Date.now()]
      else if (stall && Date.now() - moved > stall * 1000) {
        extra.push(`no answer for ${stall} seconds, so it was stopped`)
        pass('SIGKILL')
      }
    }, 1000)
    const close = (failure) => {
      clearInterval(timer)
      children.delete(pass)
      if (stopping) reject(new Stopped())
      else failure ? reject(failure) : resolve(text)
    }
    child.on('error', (error) => close(new Failure(command, [`${words[0]}: ${error.code === 'ENOENT' ? 'not found' : error.message}`])))
    child.on('close', (code, signal) => {
      if (signal) extra.push(`ended by ${signal}`)
      close(code === 0 ? null : new Failure(command, lines()))
    })
  })
}

/**
 * Runs a program in front, with our input and output, and resolves to its code. A signal is passed on, and ten seconds later it is killed,
 * unless it is `patient` and ends when it has kept what it has, or `ourselves` on another Node, who does the same with the program below.
 * With `hear` it has no input, and all it writes goes there instead, as text.
 */
export function foreground(words, { env = {}, cwd = ROOT, ourselves = false, patient = false, hear } = {}) {
  return new Promise((resolve) => {
    const stdio = hear ? ['ignore', 'pipe', 'pipe'] : 'inherit'
    const options = { cwd, env: { ...process.env, ...env }, stdio, shell: needsShell(words[0]) }
    const child = spawn(words[0], words.slice(1), options)
    if (hear) for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', hear)
    let told = false
    const pass = (signal, again) => {
      if (ourselves) return void child.kill(signal)
      // A terminal's Ctrl-C has reached the whole group already, each time. Else it is told once, and as another signal than the one that
      // the group may have had: a program must not take one Ctrl-C for two, the second of which ends it at once.
      if (signal !== 'SIGINT' || !process.stdin.isTTY) {
        if (again) child.kill('SIGKILL')
        else if (!told) child.kill(signal === 'SIGINT' ? 'SIGTERM' : signal)
        told = true
      }
      if (!patient) setTimeout(() => child.kill('SIGKILL'), 10_000).unref()
    }
    children.add(pass)
    const close = (code) => {
      children.delete(pass)
      resolve(code)
    }
    child.on('error', (error) => {
      const failure = new Failure(quote(words), [`${words[0]}: ${error.message}`]).text('Starting the program')
      hear ? hear(`${failure}\n`) : console.error(failure)
      close(1)
    })
    child.on('close', (code, signal) => close(code ?? 128 + system.signals[signal]))
  })
}
