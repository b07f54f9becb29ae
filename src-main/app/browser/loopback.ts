// The lab's door for a browser on this machine: HTTP and one WebSocket on 127.0.0.1, behind a URL nobody can guess.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http'
import { type Duplex, Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream as NodeStream } from 'node:stream/web'
import { WebSocketServer } from 'ws'
import { invalid } from '../../../src-shared/rpc/fault.ts'
import type { Channel } from '../../../src-shared/rpc/rpc.ts'
import { frameLimit, socketPath } from '../../../src-shared/rpc/wire.ts'
import { overSocket } from '../../transport/transports.ts'
import { createDoor, type DoorLimits, doorLimits } from './connections.ts'
import type { Site } from '../site.ts'

export interface Loopback {
  url: string
  close(): Promise<void>
}

/**
 * Serves `site` at http://127.0.0.1:<port>/<256-bit key>/ and hands each WebSocket to `connected` as a channel. The key is the permission:
 * it is new at every start, is in every relative URL the page uses, and is never logged. `port` 0 takes a free one. Rejects with an
 * `invalid` fault if the port is taken. `close` ends every connection. What has not shown the key within `limits.silence` is cut off, and
 * so is the oldest of too many that have not.
 */
export async function listen({
  site,
  connected,
  port = 0,
  limits = doorLimits,
}: {
  site: Site
  connected: (channel: Channel) => void
  port?: number
  limits?: DoorLimits
}): Promise<Loopback> {
  const key = randomBytes(32).toString('base64url')
  const door = createDoor(limits)
  const { silence } = limits
  // Only the head of a request must come soon: a large file may take its time.
  const times = { headersTimeout: silence, requestTimeout: 0, connectionsCheckingInterval: silence / 4 }
  const server = createServer(times, (request, response) => {
    answer(request, response).catch(() => response.destroy())
  })
  server.on('connection', (socket) => door.arrived(socket))
  const sockets = new WebSocketServer({ noServer: true, maxPayload: frameLimit, perMessageDeflate: false })
  sockets.on('connection', (socket) => connected(overSocket(socket)))
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(invalid(`The lab could not listen on port ${port} (${error.code}). Nothing was changed; choose another port or none.`)),
    )
    server.listen(port, '127.0.0.1', resolve)
  })
  const host = `127.0.0.1:${(server.address() as { port: number }).port}`

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const status = refusal(request, { host, key })
    if (status) return void response.writeHead(status, { 'content-length': 0, connection: 'close' }).end()
    if (!door.known(request.socket))
      return void response.writeHead(503, { 'content-length': 0, connection: 'close', 'retry-after': '1' }).end()
    const path = (request.url ?? '').slice(1 + key.length)
    // Without the slash, the page's relative URLs would lose the key.
    if (path === '') return void response.writeHead(307, { location: `/${key}/`, 'content-length': 0 }).end()
    const gone = new AbortController()
    response.on('close', () => gone.abort())
    const headers = new Headers()
    for (const [name, value] of Object.entries(request.headers)) if (typeof value === 'string') headers.set(name, value)
    const body = request.method === 'POST' ? { body: Readable.toWeb(request) as ReadableStream<Uint8Array>, duplex: 'half' as const } : {}
    const result = await site(new Request(`http://${host}${path}`, { method: request.method ?? '', headers, signal: gone.signal, ...body }))
    response.writeHead(result.status, Object.fromEntries(result.headers))
    if (result.body) await pipeline(Readable.fromWeb(result.body as NodeStream), response)
    else response.end()
  }

  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy())
    // A browser always names its origin here; whoever does not is no browser.
    const status =
      request.headers.origin === undefined
        ? 403
        : (refusal(request, { host, key }) ??
          (request.url !== `/${key}/${socketPath}`
            ? 404
            : sockets.clients.size >= limits.pages || !door.known(request.socket)
              ? 503
              : undefined))
    // Not only ended: a peer that keeps its own half open would keep the descriptor.
    if (status) {
      const answer = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`
      socket.end(answer, () => socket.destroy())
    } else sockets.handleUpgrade(request, socket, head, (open) => sockets.emit('connection', open, request))
  })

  return {
    url: `http://${host}/${key}/`,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets.clients) socket.close(1001, 'the lab is closing')
        // A peer that does not answer the closing handshake is not waited for.
        const late = setTimeout(() => {
          for (const socket of sockets.clients) socket.terminate()
        }, 500)
        server.close(() => {
          clearTimeout(late)
          resolve()
        })
        server.closeAllConnections()
      }),
  }
}

/** The status that refuses a request, or undefined: its host, its origin, where it says it comes from, its key, its method. */
function refusal(request: IncomingMessage, { host, key }: { host: string; key: string }): number | undefined {
  // A name that is not ours means that someone's DNS points at us.
  if (request.headers.host !== host) return 421
  if (request.headers.origin !== undefined && request.headers.origin !== `http://${host}`) return 403
  const from = request.headers['sec-fetch-site']
  // The page itself may be come to from elsewhere, such as from the file that opened the browser; what it holds may not.
  const arriving =
    request.headers['sec-fetch-mode'] === 'navigate' &&
    request.headers['sec-fetch-dest'] === 'document' &&
    request.method === 'GET' &&
    /^\/[\w-]+\/?$/.test(request.url ?? '')
  if (from !== undefined && from !== 'same-origin' && from !== 'none' && !arriving) return 403
  if (!same((request.url ?? '').split('/')[1] ?? '', key)) return 404
  // Also because Request refuses to be built for TRACE and CONNECT.
  if (request.method !== 'GET' && request.method !== 'HEAD' && request.method !== 'POST') return 405
  // A browser names the origin of whatever is sent; who does not is no page of ours.
  if (request.method === 'POST' && request.headers.origin === undefined) return 403
  return undefined
}

/** Whether two texts are equal, in a time that tells neither where they differ nor how long they are. */
function same(left: string, right: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(left), digest(right))
}
