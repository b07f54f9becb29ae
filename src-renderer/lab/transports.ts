// The page's end of the two wires: a port from Electron's preload, or a socket to the loopback server.
import { type MenuAction, menuActions } from '../../src-shared/menu.ts'
import type { Channel, Frame } from '../../src-shared/rpc/rpc.ts'
import { decode, encode } from '../../src-shared/rpc/wire.ts'

export function overPort(port: MessagePort): Channel {
  const gone = new AbortController()
  const listeners: ((frame: unknown) => void)[] = []
  port.addEventListener('message', (event: MessageEvent<unknown>) => {
    for (const listener of listeners) listener(event.data)
  })
  port.addEventListener('close', () => gone.abort())
  port.start()
  return {
    send: (frame) => {
      if (!gone.signal.aborted) port.postMessage(frame)
    },
    receive: (listener) => {
      listeners.push(listener)
    },
    closed: gone.signal,
    close() {
      port.close()
      gone.abort()
    },
  }
}

/** The part of a browser's WebSocket used here. */
export interface PageSocket {
  binaryType: string
  readonly readyState: number
  send(data: Uint8Array<ArrayBuffer>): void
  addEventListener(event: 'open' | 'close', listener: () => void): void
  addEventListener(event: 'message', listener: (event: { data: unknown }) => void): void
  close(): void
}

/** What is sent before the socket opens waits for it, in order. */
export function overSocket(socket: PageSocket): Channel {
  const gone = new AbortController()
  const listeners: ((frame: unknown) => void)[] = []
  let early: Uint8Array<ArrayBuffer>[] = []
  socket.binaryType = 'arraybuffer'
  socket.addEventListener('open', () => {
    for (const bytes of early) socket.send(bytes)
    early = []
  })
  socket.addEventListener('message', ({ data }) => {
    let frame: unknown
    try {
      frame = data instanceof ArrayBuffer ? decode(new Uint8Array(data)) : undefined
    } catch {
      frame = undefined
    }
    for (const listener of listeners) listener(frame)
  })
  socket.addEventListener('close', () => gone.abort())
  return {
    send(frame: Frame) {
      const bytes = encode(frame)
      if (gone.signal.aborted) return
      if (socket.readyState === 0) early.push(bytes)
      if (socket.readyState === 1) socket.send(bytes)
    },
    receive: (listener) => {
      listeners.push(listener)
    },
    closed: gone.signal,
    close() {
      socket.close()
      gone.abort()
    },
  }
}

/** Calls `listener` for each choice in Electron's menu; in a browser there is none, and it is never called. */
export function onMenu(listener: (action: MenuAction) => void): void {
  window.addEventListener('message', ({ source, data }: MessageEvent<unknown>) => {
    if (source !== window || typeof data !== 'object' || data === null || !('menu' in data)) return
    const action = menuActions.find((one) => one === data.menu)
    if (action) listener(action)
  })
}
