// Every wire the lab speaks over, as the same Channel. Types are the part of each wire used, so that no module need be loaded for them.
import { type Fault, FaultError } from '../../src-shared/fault.ts'
import type { Channel, Frame } from '../../src-shared/rpc.ts'
import { decode, encode, frameLimit } from '../../src-shared/wire.ts'

/** Listeners, and an ending that happens once. */
function line(wire: { send(frame: Frame): void; close(): void }) {
  const gone = new AbortController()
  const listeners: ((frame: unknown) => void)[] = []
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
    arrived: (frame: unknown): void => {
      if (!gone.signal.aborted) for (const listener of listeners) listener(frame)
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
  port.on('message', arrived)
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

/** The part of a `ws` WebSocket used here. */
export interface NodeSocket {
  readonly readyState: number
  readonly bufferedAmount: number
  send(data: Uint8Array, done: (error?: Error | null) => void): void
  on(event: 'message', listener: (data: unknown, isBinary: boolean) => void): unknown
  on(event: 'close', listener: () => void): unknown
  on(event: 'error', listener: (error: Error) => void): unknown
  close(code: number, reason: string): void
  terminate(): void
}
export function overSocket(socket: NodeSocket): Channel {
  const { channel, arrived, ended } = line({
    send(frame) {
      const bytes = encode(frame)
      if (socket.readyState !== 1) return
      if (socket.bufferedAmount + bytes.length > backlogLimit) return socket.terminate()
      socket.send(bytes, () => {
        /* an error here is followed by 'close', which tells everyone */
      })
    },
    close: () => socket.close(1000, 'closed by the lab'),
  })
  socket.on('message', (data, isBinary) => {
    let frame: unknown
    try {
      frame = isBinary && data instanceof Uint8Array ? decode(data) : undefined
    } catch {
      frame = undefined
    }
    arrived(frame)
  })
  socket.on('error', () => {
    /* 'close' follows */
  })
  socket.on('close', () => ended())
  return channel
}

/** The part of a ChildProcess forked with `serialization: 'advanced'` used here. */
export interface Child {
  readonly connected: boolean
  send(frame: Frame, done: (error: Error | null) => void): unknown
  on(event: 'message', listener: (frame: unknown) => void): unknown
  on(event: 'disconnect', listener: () => void): unknown
  on(event: 'exit', listener: (code: number | null, signal: string | null) => void): unknown
  disconnect(): void
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
  child.on('message', arrived)
  child.on('exit', (code, signal) => gone(signal ? `killed by ${signal}` : `exit code ${code}`))
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
  parent.on('message', arrived)
  parent.on('disconnect', () => ended())
  return channel
}
