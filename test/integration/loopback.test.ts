// Every way in that must be shut, tried with real requests on a real socket.
import { once } from 'node:events'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { connect as tcp } from 'node:net'
import { networkInterfaces } from 'node:os'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { type Loopback, listen } from '../../src-main/app/browser/loopback.ts'
import { overSocket as overPageSocket, type PageSocket } from '../../src-renderer/lab/transports.ts'
import { connect } from '../../src-shared/rpc/rpc.ts'
import { frameLimit } from '../../src-shared/rpc/wire.ts'
import { wireContract } from '../fixtures/wire-contract.ts'
import { open } from '../fixtures/loopback-door.ts'

let lab: Loopback
let base: URL

beforeAll(async () => {
  lab = await open()
  base = new URL(lab.url)
})
afterAll(() => lab.close())

/** One request exactly as written: no normalising of the path, any header, any method. */
async function ask(
  path: string,
  headers: Record<string, string> = {},
  method = 'GET',
): Promise<{ status: number; text: string; message: IncomingMessage }> {
  const request = httpRequest({ host: '127.0.0.1', port: base.port, path, method, headers: { host: base.host, ...headers }, agent: false })
  request.end()
  const [message] = (await once(request, 'response')) as [IncomingMessage]
  let text = ''
  for await (const part of message) text += String(part)
  return { status: message.statusCode ?? 0, text, message }
}

/** The status of a WebSocket handshake: 101 if it is let in. */
async function upgrade(path: string, headers: Record<string, string>, method = 'GET'): Promise<number> {
  const request = httpRequest({
    host: '127.0.0.1',
    port: base.port,
    path,
    method,
    agent: false,
    headers: {
      host: base.host,
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
      ...headers,
    },
  })
  request.end()
  return new Promise((resolve, reject) => {
    request.on('response', (message) => resolve(message.statusCode ?? 0))
    request.on('upgrade', (message, socket) => {
      socket.destroy()
      resolve(message.statusCode ?? 0)
    })
    request.on('error', reject)
  })
}

test('the address is a loopback address with a port and a 256-bit key, new each time', async () => {
  expect(lab.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/[\w-]{43}\/$/)
  const other = await open()
  expect(new URL(other.url).pathname).not.toBe(base.pathname)
  await other.close()
})

describe('a request', () => {
  test('with the key is answered, under the policy', async () => {
    const { status, text, message } = await ask(base.pathname)
    expect([status, text]).toEqual([200, 'the page'])
    expect(message.headers['content-security-policy']).toMatch(/^default-src 'none'/)
    expect(message.headers['set-cookie']).toBeUndefined()
  })
  test('from the page itself is answered', async () => {
    expect((await ask(base.pathname, { origin: base.origin, 'sec-fetch-site': 'same-origin' })).status).toBe(200)
    expect((await ask(base.pathname, { 'sec-fetch-site': 'none' })).status).toBe(200)
    expect((await ask(base.pathname, {}, 'HEAD')).status).toBe(200)
  })
  test('that comes to the page from a file or a link is answered, and nothing but the page is', async () => {
    const coming = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }
    expect((await ask(base.pathname, coming)).status).toBe(200)
    expect((await ask(`/${'A'.repeat(43)}/`, coming)).status).toBe(404)
    expect((await ask(`${base.pathname}artifact/x`, coming)).status).toBe(403)
    expect((await ask(base.pathname, coming, 'HEAD')).status).toBe(403)
    for (const change of [{ 'sec-fetch-dest': 'iframe' }, { 'sec-fetch-mode': 'no-cors' }, { origin: 'null' }])
      expect((await ask(base.pathname, { ...coming, ...change })).status).toBe(403)
  })
  test('for the key without its slash is sent to the slash', async () => {
    const { status, message } = await ask(base.pathname.slice(0, -1))
    expect([status, message.headers.location]).toEqual([307, base.pathname])
  })

  test.each([
    ['no key', () => '/', {}],
    ['a wrong key of the same length', () => `/${'A'.repeat(43)}/`, {}],
    ['a key cut short', () => `${base.pathname.slice(0, -2)}/`, {}],
    ['a key with more behind', () => `${base.pathname.slice(0, -1)}x/`, {}],
    ['a key in other letters', () => base.pathname.toUpperCase(), {}],
    ['a key in the query', () => `/?${base.pathname}`, {}],
    ['a key in a whole URL', () => `http://evil.test${base.pathname}`, {}],
    ['traversal behind the key', () => `${base.pathname}../../etc/passwd`, {}],
    ['traversal, encoded', () => `${base.pathname}%2e%2e/%2e%2e/etc/passwd`, {}],
    ['two slashes', () => `${base.pathname}/evil.test/`, {}],
  ])('with %s finds nothing', async (_, path, headers) => {
    const { status, text } = await ask(path(), headers)
    expect(status).toBe(404)
    expect(text).not.toContain('the page')
  })

  test.each([
    ['another host name (DNS rebinding)', 421, { host: 'evil.test' }],
    ['another host name with our port', 421, () => ({ host: `evil.test:${base.port}` })],
    ['localhost as host', 421, () => ({ host: `localhost:${base.port}` })],
    ['our host without its port', 421, { host: '127.0.0.1' }],
    ['a foreign origin', 403, { origin: 'http://evil.test' }],
    ['the origin of another port', 403, { origin: 'http://127.0.0.1:1' }],
    ['an opaque origin', 403, { origin: 'null' }],
    ['a cross-site fetch', 403, { 'sec-fetch-site': 'cross-site' }],
    ['a same-site fetch, from another port of this machine', 403, { 'sec-fetch-site': 'same-site' }],
  ] as [string, number, Record<string, string> | (() => Record<string, string>)][])(
    'with %s is refused (%i), key or no key',
    async (_, expected, headers) => {
      const sent = typeof headers === 'function' ? headers() : headers
      for (const path of [base.pathname, '/']) {
        const { status, text } = await ask(path, sent)
        expect([status, text]).toEqual([expected, ''])
      }
    },
  )

  test.each(['PUT', 'DELETE', 'OPTIONS', 'TRACE', 'PATCH'])('that is a %s is refused', async (method) => {
    expect((await ask(base.pathname, {}, method)).status).toBe(405)
  })
  test('that sends something says from which page, and only where the site takes it', async () => {
    expect((await ask(base.pathname, {}, 'POST')).status).toBe(403)
    expect((await ask(base.pathname, { origin: 'http://evil.test' }, 'POST')).status).toBe(403)
    expect((await ask(base.pathname, { origin: base.origin }, 'POST')).status).toBe(405)
  })
  test('without a host, with letters beyond ASCII, or as CONNECT gets nothing', async () => {
    for (const lines of [
      'GET / HTTP/1.1\r\n\r\n',
      `GET ${base.pathname} HTTP/1.0\r\n\r\n`,
      `CONNECT ${base.host} HTTP/1.1\r\nHost: ${base.host}\r\n\r\n`,
      `GET /${'é'.repeat(43)}/ HTTP/1.1\r\nHost: ${base.host}\r\n\r\n`,
    ]) {
      const socket = tcp(Number(base.port), '127.0.0.1')
      socket.end(lines)
      let answer = ''
      for await (const part of socket) answer += String(part)
      expect(answer).not.toMatch(/^HTTP\/1\.1 200/)
      expect(answer).not.toContain('the page')
    }
  })
})

test('no other address of this machine is listened on', async () => {
  const others = Object.values(networkInterfaces())
    .flat()
    .filter((one) => one && !one.internal && one.family === 'IPv4')
    .map((one) => one!.address)
  // With no network at all there is still the rest of 127.0.0.0/8 to try.
  for (const address of others.length > 0 ? others : ['127.0.0.2']) {
    const socket = tcp(Number(base.port), address)
    await expect(once(socket, 'connect')).rejects.toThrow()
  }
})

describe('a WebSocket', () => {
  const socketUrl = () => new URL('rpc', lab.url.replace('http', 'ws'))

  test('of the page is let in and speaks the contract', async () => {
    const socket = new WebSocket(socketUrl(), { origin: base.origin })
    const client = connect(wireContract, overPageSocket(socket as unknown as PageSocket))
    expect((await client.reverse({ name: 'a', bytes: new Uint8Array([1, 2]) })).bytes).toEqual(new Uint8Array([2, 1]))
    expect(socket.extensions).toBe('')
    socket.close()
  })

  test.each([
    ['no origin', 403, {}],
    ['a foreign origin', 403, { origin: 'http://evil.test' }],
    ['an opaque origin', 403, { origin: 'null' }],
    ['another host', 421, () => ({ origin: base.origin, host: 'evil.test' })],
    ['its own origin as host', 421, { origin: 'http://evil.test', host: 'evil.test' }],
    ['a cross-site fetch', 403, () => ({ origin: base.origin, 'sec-fetch-site': 'cross-site' })],
  ] as [string, number, Record<string, string> | (() => Record<string, string>)][])(
    'with %s is refused (%i)',
    async (_, expected, headers) => {
      expect(await upgrade(`${base.pathname}rpc`, typeof headers === 'function' ? headers() : headers)).toBe(expected)
    },
  )
  test('with a wrong key, or at another place, is refused', async () => {
    for (const path of ['/rpc', `/${'A'.repeat(43)}/rpc`, base.pathname, `${base.pathname}rpc/`, `${base.pathname}x/../rpc`]) {
      expect(await upgrade(path, { origin: base.origin })).toBe(404)
    }
    expect(await upgrade(`${base.pathname}rpc`, { origin: base.origin }, 'POST')).toBe(405)
    expect(await upgrade(`${base.pathname}rpc`, { origin: base.origin })).toBe(101)
  })
  test('that sends more than the limit is closed', async () => {
    const socket = new WebSocket(socketUrl(), { origin: base.origin })
    await once(socket, 'open')
    socket.on('error', () => {
      /* the far end hangs up while we still write */
    })
    socket.send(new Uint8Array(frameLimit + 1))
    const [code] = (await once(socket, 'close')) as [number]
    expect([1009, 1006]).toContain(code)
  })
})

test('closing ends every connection, also one that does not answer', async () => {
  const own = await open()
  const url = own.url.replace('http', 'ws')
  const origin = new URL(own.url).origin
  const polite = new WebSocket(new URL('rpc', url), { origin })
  await once(polite, 'open')
  const call = connect(wireContract, overPageSocket(polite as unknown as PageSocket)).hang(null)
  const deaf = new WebSocket(new URL('rpc', url), { origin })
  await once(deaf, 'open')
  deaf.pause()
  await Promise.all([own.close(), expect(call).rejects.toThrow(/closed/)])
  await expect(fetch(own.url)).rejects.toThrow()
  deaf.terminate()
})

test('a port that is taken is said in words', async () => {
  await expect(listen({ site: async () => new Response(), connected() {}, port: Number(base.port) })).rejects.toThrow(
    /could not listen on port \d+ \(EADDRINUSE\)/,
  )
})
