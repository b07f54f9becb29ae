// How many connections the door on loopback holds, and for how long, tried with real sockets.
import { once } from 'node:events'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { connect as tcp } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { doorLimits } from '../../src-main/app/browser/connections.ts'
import { type Loopback, listen } from '../../src-main/app/browser/loopback.ts'
import { open } from '../fixtures/loopback-door.ts'

let lab: Loopback
let base: URL

beforeAll(async () => {
  lab = await open()
  base = new URL(lab.url)
})
afterAll(() => lab.close())

describe('too many connections', () => {
  /** Opens connections that say these words and then nothing, and counts those that the lab has ended. */
  async function flood(port: number, count: number, words = ''): Promise<{ ended(): number; leave(): void }> {
    let ended = 0
    const all = Array.from({ length: count }, () => {
      const socket = tcp(port, '127.0.0.1')
      socket.on('error', () => {})
      socket.on('close', () => {
        ended++
      })
      socket.resume()
      if (words !== '') socket.write(words)
      return socket
    })
    await expect.poll(() => all.filter((one) => one.connecting).length).toBe(0)
    return {
      ended: () => ended,
      leave: () => {
        for (const one of all) one.destroy()
      },
    }
  }

  test('that show no key give way to each other, and the page still gets in', async () => {
    const own = await open()
    const { port, host, pathname } = new URL(own.url)
    const before = await fetch(own.url)
    expect(await before.text()).toBe('the page')
    for (const words of ['', 'GET /', `GET /wrong/rpc HTTP/1.1\r\nHost: ${host}\r\n`]) {
      const strangers = await flood(Number(port), doorLimits.strangers + 40, words)
      await expect.poll(strangers.ended).toBeGreaterThanOrEqual(40)
      expect(await (await fetch(own.url)).text()).toBe('the page')
      const page = new WebSocket(new URL('rpc', own.url.replace('http', 'ws')), { origin: `http://${host}` })
      await once(page, 'open')
      page.terminate()
      strangers.leave()
    }
    expect(pathname).toHaveLength(45)
    await own.close()
  })
  test('and say nothing are cut off after a while', async () => {
    const own = await open({ ...doorLimits, silence: 200 })
    const silent = await flood(Number(new URL(own.url).port), 8)
    const slow = await flood(Number(new URL(own.url).port), 8, 'GET / HTTP/1.1\r\n')
    await expect.poll(() => [silent.ended(), slow.ended()]).toEqual([8, 8])
    await own.close()
  })
  test('and say nothing are cut off, while a file that is on its way may take longer', async () => {
    let took = ''
    const door = await listen({
      site: async (request) => {
        took = await request.text()
        return new Response('taken')
      },
      connected() {},
      limits: { ...doorLimits, silence: 100 },
    })
    const url = new URL('import', door.url)
    const sending = httpRequest(url, { method: 'POST', agent: false, headers: { origin: url.origin, 'content-length': '2' } })
    const answered = once(sending, 'response') as Promise<[IncomingMessage]>
    sending.write('a')
    // Twice as long as anyone may be silent, by the clock of those who are.
    for (let turn = 0; turn < 2; turn++) {
      const silent = tcp({ host: '127.0.0.1', port: Number(url.port) })
      silent.resume()
      await once(silent, 'close')
    }
    sending.end('b')
    const [message] = await answered
    message.resume()
    expect([message.statusCode, took]).toEqual([200, 'ab'])
    await door.close()
  })
  test('with the key are answered 503 in the end, sockets and requests', async () => {
    const own = await open({ ...doorLimits, known: 6, pages: 4 })
    const { host } = new URL(own.url)
    const sockets = Array.from(
      { length: 8 },
      () => new WebSocket(new URL('rpc', own.url.replace('http', 'ws')), { origin: `http://${host}` }),
    )
    const heard = await Promise.all(
      sockets.map(
        (socket) =>
          new Promise<number>((resolve) => {
            socket.on('open', () => resolve(101))
            socket.on('unexpected-response', (_, answer) => resolve(answer.statusCode ?? 0))
            socket.on('error', () => {})
          }),
      ),
    )
    expect(heard.filter((status) => status === 101)).toHaveLength(4)
    expect(heard.filter((status) => status === 503)).toHaveLength(4)
    for (const socket of sockets) socket.terminate()
    await own.close()
  })
  test('a refused upgrade is not kept half open', async () => {
    const socket = tcp({ port: Number(base.port), host: '127.0.0.1', allowHalfOpen: true })
    socket.write(
      `GET /wrong/rpc HTTP/1.1\r\nHost: ${base.host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nOrigin: ${base.origin}\r\n\r\n`,
    )
    let gone = false
    socket
      .on('error', () => {
        gone = true
      })
      .on('close', () => {
        gone = true
      })
    socket.resume()
    await once(socket, 'end')
    // Our half is still open; writing into it tells that the other end is gone, not only silent.
    await expect
      .poll(() => {
        if (!gone) socket.write('more')
        return gone
      })
      .toBe(true)
  })
})
