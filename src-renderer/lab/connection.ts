// How the page reaches the lab: a port from Electron's preload, or a socket to the server the page came from.
import type { Channel } from '../../src-shared/rpc/rpc.ts'
import { socketPath } from '../../src-shared/rpc/wire.ts'
import { overPort, overSocket } from './transports.ts'

/** Whether a lost line can be opened again without a reload: a socket can, a port is given once. */
export const canReconnect = location.protocol.startsWith('http')

/** One line to the lab. A socket's line is returned before it is open: what is sent waits for it. */
export function openChannel(): Promise<Channel> {
  if (canReconnect) {
    const url = new URL(socketPath, location.href.split('#')[0])
    url.protocol = url.protocol.replace('http', 'ws')
    return Promise.resolve(overSocket(new WebSocket(url)))
  }
  return new Promise((resolve) => {
    function take({ data, source, ports }: MessageEvent<unknown>): void {
      const [port] = ports
      if (data !== 'lab' || source !== window || !port) return
      window.removeEventListener('message', take)
      resolve(overPort(port))
    }
    window.addEventListener('message', take)
    // The preload waits for this question, so that the port cannot come before someone listens.
    window.postMessage('lab?', location.origin)
  })
}

/** Milliseconds to wait before attempt 0, 1, 2, ... to connect again: quickly at first, then every five seconds. */
export function patience(attempt: number): number {
  return Math.min(5000, 250 * 2 ** attempt)
}
