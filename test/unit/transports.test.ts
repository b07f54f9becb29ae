// One contract, every wire: what holds over one must hold over all.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { MessageChannel } from 'node:worker_threads'
import { afterEach, describe, expect, test } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { z } from 'zod'
import { type ElectronPort, memoryPair, overChild, overElectronPort, overPort, overSocket } from '../../src-main/transport/transports.ts'
import { overPort as overPagePort, overSocket as overPageSocket, type PageSocket } from '../../src-renderer/lab/transports.ts'
import { type Channel, call, connect, type Frame, serve } from '../../src-shared/rpc/rpc.ts'
import { encode, frameLimit } from '../../src-shared/rpc/wire.ts'
import { createListeners } from '../fixtures/listeners.ts'
import { wireContract, wireHandlers } from '../fixtures/wire-contract.ts'
import { faultOf } from '../fixtures/thrown-fault.ts'

const after: (() => void)[] = []
afterEach(() => {
  for (const end of after.splice(0)) end()
})

const childEntry = fileURLToPath(new URL('../fixtures/wire-child.ts', import.meta.url))
function forked() {
  const child = fork(childEntry, { serialization: 'advanced', execArgv: [] })
  after.push(() => child.kill('SIGKILL'))
  return child
}

async function server(connected: (socket: WebSocket) => void): Promise<string> {
  const listening = new WebSocketServer({ port: 0, host: '127.0.0.1', maxPayload: frameLimit, perMessageDeflate: false })
  listening.on('connection', connected)
  await once(listening, 'listening')
  after.push(() => {
    for (const one of listening.clients) one.terminate()
    listening.close()
  })
  return `ws://127.0.0.1:${(listening.address() as { port: number }).port}/`
}

/** A fake MessagePortMain over a real port: it wraps messages in events and holds them until `start`, as Electron's does. */
function fakeElectronPort(port: InstanceType<typeof MessageChannel>['port1']): ElectronPort {
  const events = createListeners()
  return {
    postMessage: (value) => port.postMessage(value),
    on: events.on,
    start() {
      port.on('message', (data) => events.emit('message', { data }))
      port.on('close', () => events.emit('close'))
    },
    close: () => port.close(),
  }
}

/** Opens the wire and serves the contract at its far end. */
const wires: Record<string, () => Promise<Channel>> = {
  async 'memory pair'() {
    const [here, there] = memoryPair()
    serve(wireContract, wireHandlers(), there)
    return here
  },
  async 'Node MessagePort'() {
    const { port1, port2 } = new MessageChannel()
    serve(wireContract, wireHandlers(), overPort(port2))
    return overPort(port1)
  },
  async 'Electron port (a fake) to a page port'() {
    const { port1, port2 } = new MessageChannel()
    serve(wireContract, wireHandlers(), overElectronPort(fakeElectronPort(port2)))
    return overPagePort(port1 as unknown as MessagePort)
  },
  async 'WebSocket, page side of ws'() {
    const url = await server((socket) => serve(wireContract, wireHandlers(), overSocket(socket)))
    return overPageSocket(new WebSocket(url) as unknown as PageSocket)
  },
  async 'WebSocket, the platform’s own'() {
    const url = await server((socket) => serve(wireContract, wireHandlers(), overSocket(socket)))
    return overPageSocket(new globalThis.WebSocket(url) as PageSocket)
  },
  async 'forked child'() {
    return overChild(forked())
  },
}

describe.each(Object.keys(wires))('%s', (name) => {
  const open = async () => {
    const channel = await wires[name]!()
    after.push(() => channel.close())
    return { channel, client: connect(wireContract, channel) }
  }

  test('carries calls and bytes, in both directions, also before it is quite open', async () => {
    const { client } = await open()
    const answers = await Promise.all(
      [0, 1, 70_000].map((length) => client.reverse({ name: `${length} ü`, bytes: Uint8Array.from({ length }, (_, i) => i % 251) })),
    )
    for (const [i, length] of [0, 1, 70_000].entries()) {
      const { name, bytes } = answers[i]!
      expect(name).toBe(`${length} ü`)
      expect(bytes).toBeInstanceOf(Uint8Array)
      expect(Buffer.compare(bytes, Uint8Array.from({ length }, (_, k) => k % 251).toReversed())).toBe(0)
    }
  })

  test('carries a Buffer as bytes', async () => {
    const { client } = await open()
    const { bytes } = await client.reverse({ name: '', bytes: Buffer.from([1, 2, 3]) })
    expect([...bytes]).toEqual([3, 2, 1])
  })

  test('carries streams in order', async () => {
    const { client } = await open()
    let n = 0
    for await (const item of client.count(300)) {
      expect(item.n).toBe(n)
      expect([...item.bytes]).toEqual([n & 255])
      n += 1
    }
    expect(n).toBe(300)
  })

  test('carries faults', async () => {
    const { client } = await open()
    expect(await faultOf(client.fail(null))).toEqual({ code: 'busy', message: 'Another run is training.', run: 'r7' })
  })

  test('carries cancel, of a call and of a stream', async () => {
    const { client } = await open()
    const stop = new AbortController()
    const hang = client.hang(null, stop.signal)
    await client.aborted(null)
    stop.abort(new Error('enough'))
    await expect(hang).rejects.toThrow('enough')
    for await (const { n } of client.count(1_000_000)) if (n === 5) break
    await expect.poll(() => client.aborted(null)).toEqual(['hang', 'count'])
  })

  test('fails what is pending when it closes, and is closed only once', async () => {
    const { client, channel } = await open()
    await client.aborted(null)
    const call = faultOf(client.hang(null))
    const item = faultOf(
      client
        .count(1_000_000)
        .next()
        .then(() => client.hang(null)),
    )
    await client.aborted(null)
    channel.close()
    channel.close()
    expect((await call).message).toMatch(/closed/)
    expect((await item).message).toMatch(/closed/)
    expect(() => channel.send({ id: 9, kind: 'cancel' })).not.toThrow()
  })
})

describe('a forked child', () => {
  test('that could not be started fails what is pending in words', async () => {
    // As Node does without a descriptor left: no process, no pipe, and an error a little later.
    const events = createListeners()
    const client = connect(wireContract, overChild({ connected: false, pid: undefined, send() {}, on: events.on, disconnect() {} }))
    const hang = faultOf(client.hang(null))
    events.emit('error', Object.assign(new Error('spawn EMFILE'), { code: 'EMFILE' }))
    expect(await hang).toMatchObject({
      code: 'engine',
      message: expect.stringMatching(/could not be started \(EMFILE\)\. What was saved is safe/),
    })
  })
  test('that is killed fails what is pending with an engine fault that says so', async () => {
    const client = connect(wireContract, overChild(forked()))
    await client.aborted(null)
    const hang = faultOf(client.hang(null))
    const died = faultOf(client.die(null))
    for (const fault of [await hang, await died]) {
      expect(fault.code).toBe('engine')
      expect(fault.message).toMatch(/SIGKILL/)
    }
  })
  test('leaves with its parent’s side of the line', async () => {
    const child = forked()
    const channel = overChild(child)
    await connect(wireContract, channel).aborted(null)
    channel.close()
    const [code] = (await once(child, 'exit')) as [number]
    expect(code).toBe(0)
  })
})

describe('a socket', () => {
  test.each([
    ['text', 'hello'],
    ['bytes that are no message', new Uint8Array([0, 0, 0, 200, 1, 2])],
    ['a message that is no frame', encode({ id: 1, kind: 'nonsense' } as unknown as Frame)],
  ])('is closed when %s arrives', async (_, data) => {
    const url = await server((socket) => serve(wireContract, wireHandlers(), overSocket(socket)))
    const socket = new WebSocket(url)
    await once(socket, 'open')
    socket.send(data)
    const [code] = (await once(socket, 'close')) as [number]
    expect(code).toBe(1000)
  })

  test('whose reader sleeps is dropped instead of filling memory', () => {
    const events = createListeners()
    let terminated = false
    // A fake socket, which claims to hold everything back.
    const channel = overSocket({
      readyState: 1,
      bufferedAmount: 5 * frameLimit,
      send() {},
      on: events.on,
      pause() {},
      resume() {},
      close() {},
      terminate() {
        terminated = true
        events.emit('close')
      },
    })
    channel.send({ id: 1, kind: 'end' })
    expect(terminated).toBe(true)
    expect(channel.closed.aborted).toBe(true)
  })

  test('whose reader sleeps is not answered into memory: its next questions wait until it reads', async () => {
    let asked = 0
    const size = 9 * 2 ** 20
    const large = { get: call({ input: z.null(), output: z.instanceof(Uint8Array) }) }
    const url = await server((socket) =>
      serve(
        large,
        {
          get: () => {
            asked++
            return new Uint8Array(size)
          },
        },
        overSocket(socket),
      ),
    )
    const sleeper = new WebSocket(url)
    await once(sleeper, 'open')
    sleeper.pause()
    for (let id = 1; id <= 200; id++) sleeper.send(encode({ id, kind: 'open', name: 'get', input: null }))
    await expect.poll(() => asked).toBeGreaterThan(0)
    // Each of these answers takes many turns of the loop that the sleeper's questions could have used.
    const reader = connect(large, overPageSocket(new WebSocket(url) as unknown as PageSocket))
    for (let n = 0; n < 3; n++) expect(await reader.get(null)).toHaveLength(size)
    expect(asked - 3).toBeLessThanOrEqual(2)
    // And none is lost: once it reads, all are answered.
    let answers = 0
    sleeper.on('message', () => {
      answers++
      if (answers === 8) sleeper.terminate()
    })
    sleeper.resume()
    await expect.poll(() => answers).toBe(8)
  })
})
