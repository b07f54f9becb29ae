// What a program does when it is told to end: by Ctrl-C, by another program, by a terminal that is closed.
import type { EventEmitter } from 'node:events'

/** Closer together than this, in milliseconds, the same signal twice is one Ctrl-C that came two ways. */
const oneCtrlC = 1000

const stops = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Listens until the returned function is called. `ask` hears the first signal, once: now the program should come to an end. `leave` hears
 * the same signal again, from someone who does not want to wait. A Ctrl-C is told to every process of a terminal's group, and npm and
 * `setup.mjs` pass it on besides, perhaps as another signal: what comes twice at once, or as another one, is no impatience.
 * `source` emits the signals, and `clock` tells milliseconds from any start.
 */
export function onStop(
  ask: () => void,
  leave: () => void,
  { source = process, clock = () => performance.now() }: { source?: Pick<EventEmitter, 'on' | 'off'>; clock?: () => number } = {},
): () => void {
  const first = new Map<NodeJS.Signals, number>()
  const hear = (signal: NodeJS.Signals): void => {
    const before = first.get(signal)
    const now = clock()
    if (before === undefined) {
      first.set(signal, now)
      if (first.size === 1) ask()
    } else if (now - before >= oneCtrlC) leave()
  }
  for (const signal of stops) source.on(signal, hear)
  return () => {
    for (const signal of stops) source.off(signal, hear)
  }
}
