// Every wire the lab speaks over, as the same Channel. Types are the part of each wire used, so that no module need be loaded for them.
import { type Fault, FaultError } from '../../src-shared/rpc/fault.ts'
import type { Channel, Frame } from '../../src-shared/rpc/rpc.ts'
import { decode, encode, frameLimit, questionLimits } from '../../src-shared/rpc/wire.ts'

/** Listeners, and an ending that happens once. */
function line(wire: { send(frame: Frame): void; close(): void }) {
  const gone = new AbortController()
  const listeners: ((frame: unknown, size?: number) => void)[] = []
  const channel: Channel = {
    send: (frame) => {
      if (!gone.signal.aborted) wire.send(frame)
    },
    receive: (listener) => {
      listeners.push(listener)
    },
    closed: gone.signal,
    close: () => {
      if (!gone.signal.aborted) {
        gone.abort()
        wire.close()
      }
    },
  }
  return {
    channel,
    arrived: (frame: unknown, size?: number): void => {
      if (!gone.signal.aborted) for (const listener of listeners) listener(frame, size)
    },
    ended: (fault?: Fault): void => {
      if (!gone.signal.aborted) gone.abort(fault && new FaultError(fault))
    },
  }
}

/** Two ends in one process. Frames are cloned and arrive in a later microtask, as on a real wire: nothing is shared by accident. */
export function memoryPair(): [Channel, Channel] {
  const to = (other: () => ReturnType<typeof line>) =>
    line({
      send: (frame) => {
        const copy = structuredClone(frame)
        queueMicrotask(() => other().arrived(copy))
      },
      close: () => queueMicrotask(() => other().ended()),
    })
  const left: ReturnType<typeof line> = to(() => right)
  const right: ReturnType<typeof line> = to(() => left)
  return [left.channel, right.channel]
}

/** The part of node:worker_threads' MessagePort used here. */
export interface NodePort {
  postMessage(value: unknown): void
  on(event: 'message' | 'messageerror', listener: (value: unknown) => void): unknown
  on(event: 'close', listener: () => void): unknown
  close(): void
}
export function overPort(port: NodePort): Channel {
  const { channel, arrived, ended } = line({ send: (frame) => port.postMessage(frame), close: () => port.close() })
  port.on('message', (frame) => arrived(frame))
  port.on('messageerror', () => channel.close())
  port.on('close', () => ended())
  return channel
}

/** The part of Electron's MessagePortMain used here: a message comes wrapped in an event, and nothing comes before `start`. */
export interface ElectronPort {
  postMessage(value: unknown): void
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown
  on(event: 'close', listener: () => void): unknown
  start(): void
  close(): void
}
export function overElectronPort(port: ElectronPort): Channel {
  const { channel, arrived, ended } = line({ send: (frame) => port.postMessage(frame), close: () => port.close() })
  port.on('message', (event) => arrived(event.data))
  port.on('close', () => ended())
  port.start()
  return channel
}

/** A page that reads nothing (a sleeping tab) must not fill our memory: past this many unsent bytes its socket is dropped. */
const backlogLimit = 4 * frameLimit
/** With as many bytes unsent, no further question of this page is read: it first reads what it has asked for. */
const backlogMark = 8 * 2 ** 20

/** The part of a `ws` WebSocket used here. */
export interface NodeSocket {
  readonly readyState: number
  readonly bufferedAmount: number
  send(data: Uint8Array, done: (error?: Error | null) => void): void
  on(event: 'message', listener: (data: unknown, isBinary: boolean) => void): unknown
  on(event: 'close', listener: () => void): unknown
  on(event: 'error', listener: (error: Error) => void): unknown
  pause(): void
  resume(): void
  close(code: number, reason: string): void
  terminate(): void
}

/**
 * The lab's end of a page's socket. Frames are handed on one a turn, so that the answer to one counts against `backlogMark` before the
 * next is read; a thousand questions in one packet would else all be answered into memory. A frame beyond `questionLimits` is no frame.
 */
export function overSocket(socket: NodeSocket): Channel {
  const unread: { data: unknown; isBinary: boolean }[] = []
  let reading = false
  const { channel, arrived, ended } = line({
    send(frame) {
      const bytes = encode(frame)
      if (socket.readyState !== 1) return
      if (socket.bufferedAmount + bytes.length > backlogLimit) return socket.terminate()
      socket.send(bytes, () => {
        // An error here is followed by 'close', which tells everyone.
        read()
      })
    },
    close: () => socket.close(1000, 'closed by the lab'),
  })
  function read(): void {
    if (reading || unread.length === 0 || socket.bufferedAmount > backlogMark) return
    reading = true
    setImmediate(() => {
      reading = false
      const next = unread.shift()
      if (next) take(next)
      if (unread.length === 0) socket.resume()
      else read()
    })
  }
  function take({ data, isBinary }: { data: unknown; isBinary: boolean }): void {
    let frame: unknown
    let size: number | undefined
    try {
      if (isBinary && data instanceof Uint8Array) [frame, size] = [decode(data, questionLimits), data.length]
    } catch {
      frame = undefined
    }
    arrived(frame, size)
  }
  socket.on('message', (data, isBinary) => {
    unread.push({ data, isBinary })
    // What has come with it in one packet is still handed over; no more is taken from the network.
    socket.pause()
    read()
  })
  socket.on('error', () => {
    /* 'close' follows */
  })
  socket.on('close', () => {
    unread.length = 0
    ended()
  })
  return channel
}

/** The part of a ChildProcess forked with `serialization: 'advanced'` used here. */
export interface Child {
  readonly connected: boolean
  /** Missing when no process could be started. */
  readonly pid?: number | undefined
  send(frame: Frame, done: (error: Error | null) => void): unknown
  on(event: 'message', listener: (frame: unknown) => void): unknown
  on(event: 'disconnect', listener: () => void): unknown
  on(event: 'exit', listener: (code: number | null, signal: string | null) => void): unknown
  on(event: 'error', listener: (error: Error) => void): unknown
  disconnect(): void
}

/** Why a process could not be started, in words. */
export function notStarted(error: unknown): string {
  const why = error instanceof Error ? ((error as NodeJS.ErrnoException).code ?? error.message) : String(error)
  return (
    `The engine process could not be started (${why}). What was saved is safe. The system has no room for it now: close some ` +
    `programs, then try again.`
  )
}

/** The way to a forked child. When the child goes, pending calls fail with an `engine` fault that says how it went. */
export function overChild(child: Child): Channel {
  const { channel, arrived, ended } = line({
    send: (frame) => {
      if (child.connected)
        child.send(frame, () => {
          /* 'disconnect' or 'exit' follows */
        })
    },
    close: () => {
      if (child.connected) child.disconnect()
    },
  })
  const gone = (how: string): void => ended({ code: 'engine', message: `The engine process ended (${how}). What was saved is safe.` })
  child.on('message', (frame) => arrived(frame))
  child.on('exit', (code, signal) => gone(signal ? `killed by ${signal}` : `exit code ${code}`))
  // With no room for a process or its pipes, nothing but this is heard. The words of a later one, of a message that was not sent, are in
  // 'exit'.
  child.on('error', (error) => {
    if (child.pid === undefined) ended({ code: 'engine', message: notStarted(error) })
  })
  // The pipe often closes just before the exit is known; the exit says more, so it gets a moment to speak first.
  child.on('disconnect', () => {
    setTimeout(() => gone('it closed its connection'), 250).unref()
  })
  return channel
}

/** The part of `process` a forked child uses to speak to its parent. */
export interface Parent {
  readonly connected: boolean
  send?(frame: Frame, handle: undefined, options: undefined, done: (error: Error | null) => void): unknown
  on(event: 'message', listener: (frame: unknown) => void): unknown
  on(event: 'disconnect', listener: () => void): unknown
  disconnect?(): void
}
export function overParent(parent: Parent): Channel {
  const { channel, arrived, ended } = line({
    send: (frame) => {
      if (parent.connected)
        parent.send?.(frame, undefined, undefined, () => {
          /* 'disconnect' follows */
        })
    },
    close: () => {
      if (parent.connected) parent.disconnect?.()
    },
  })
  parent.on('message', (frame) => arrived(frame))
  parent.on('disconnect', () => ended())
  return channel
}
