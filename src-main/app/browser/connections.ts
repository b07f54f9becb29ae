// How many connections the lab holds open: those that have shown the key, and for a while a few that have not.
import type { Socket } from 'node:net'

export interface DoorLimits {
  /** Open connections that have not shown the key; the oldest gives way to the next. */
  strangers: number
  /** Open connections that have shown it. A page has six, and one socket. */
  known: number
  /** Open sockets of pages. */
  pages: number
  /** Milliseconds within which a connection must have said what it wants. */
  silence: number
}

/** A process has 1,024 file descriptors on many systems, and the library and the engines need some of them. */
export const doorLimits: DoorLimits = { strangers: 64, known: 256, pages: 32, silence: 10_000 }

export interface Door {
  /** A connection was made. */
  arrived(socket: Socket): void
  /** It has shown the key; false when there are too many that have. */
  known(socket: Socket): boolean
}

export function createDoor(limits: DoorLimits): Door {
  const strangers = new Set<Socket>()
  const known = new Set<Socket>()
  return {
    arrived(socket) {
      strangers.add(socket)
      socket.once('close', () => {
        strangers.delete(socket)
        known.delete(socket)
      })
      // A page shows the key with its first request; who waits in silence until 64 others have come is no page.
      for (const oldest of strangers) {
        if (strangers.size <= limits.strangers) break
        strangers.delete(oldest)
        oldest.destroy()
      }
    },
    known(socket) {
      if (known.has(socket)) return true
      if (known.size >= limits.known) return false
      strangers.delete(socket)
      known.add(socket)
      return true
    },
  }
}
