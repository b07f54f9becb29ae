// What a server does with a peer that is not our client, or asks more than it waits for.
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { memoryPair } from '../../src-main/transport/transports.ts'
import { type Channel, call, connect, type Frame, type Handlers, serve } from '../../src-shared/rpc/rpc.ts'
import { faultOf } from '../fixtures/thrown-fault.ts'
import { contract, lab, settled } from '../fixtures/rpc-pair.ts'

describe('a peer that is not our client', () => {
  /** A fixture: the bare other end of a server. */
  function raw() {
    const [here, there] = memoryPair()
    const got: Frame[] = []
    here.receive((frame) => got.push(frame as Frame))
    serve(contract, { ...({} as Handlers<typeof contract>), double: (n) => n * 2 }, there)
    return { say: (frame: unknown) => here.send(frame as Frame), got, there }
  }
  test.each([
    ['a frame without a kind', { id: 1 }],
    ['a frame with a wrong id', { id: -1, kind: 'open', name: 'double', input: 1 }],
    ['a fraction as id', { id: 1.5, kind: 'cancel' }],
    ['no object', 'open'],
    ['nothing', undefined],
    ['a fault of no known code', { id: 1, kind: 'fault', fault: { code: 'odd', message: '' } }],
  ])('is cut off: %s', async (_, frame) => {
    const { say, there } = raw()
    say(frame)
    await settled()
    expect(there.closed.aborted).toBe(true)
  })
  test('is cut off when it uses an id again, or goes back', async () => {
    for (const second of [5, 4]) {
      const { say, got, there } = raw()
      say({ id: 5, kind: 'open', name: 'double', input: 1 })
      await settled()
      expect(got).toEqual([{ id: 5, kind: 'end', value: 2 }])
      say({ id: second, kind: 'open', name: 'double', input: 1 })
      await settled()
      expect(there.closed.aborted).toBe(true)
    }
  })
  test.each(['__proto__', 'constructor', 'toString', 'nothing'])('has no method called %s', async (name) => {
    const { say, got, there } = raw()
    say({ id: 1, kind: 'open', name, input: null })
    await settled()
    expect(got).toMatchObject([{ id: 1, kind: 'fault', fault: { code: 'invalid' } }])
    expect(there.closed.aborted).toBe(false)
  })
  test('is cut off by the client too, when it answers nonsense', async () => {
    const [here, there] = memoryPair()
    const client = connect(contract, here)
    there.receive(() => there.send({ nonsense: true } as unknown as Frame))
    expect((await faultOf(client.double(1))).message).toMatch(/closed/)
  })
})

describe('a peer that asks more than it waits for', () => {
  test('gets a fault for each call beyond 256 in hand, in words, and may go on when some are answered', async () => {
    const { client } = lab()
    const stop = new AbortController()
    const hanging = Array.from({ length: 256 }, () => client.hang(null, stop.signal).catch(() => 'left'))
    const fault = await faultOf(client.double(1))
    expect(fault).toMatchObject({ code: 'invalid', message: expect.stringMatching(/^256 calls .* was not carried out; ask again/) })
    stop.abort()
    expect(await Promise.all(hanging)).toEqual(hanging.map(() => 'left'))
    await settled()
    expect(await client.double(2)).toBe(4)
  })
  test('and not more bytes of questions than the limit, though one alone may be as large as the wire carries', async () => {
    let say: (frame: unknown, size?: number) => void = () => {}
    const got: Frame[] = []
    const channel: Channel = {
      send: (frame) => got.push(frame),
      receive: (listener) => {
        say = listener
      },
      closed: new AbortController().signal,
      close() {},
    }
    const waiting: (() => void)[] = []
    serve({ hang: contract.hang }, { hang: () => new Promise((resolve) => waiting.push(() => resolve(null))) }, channel, {
      calls: 10,
      bytes: 100,
    })
    say({ id: 1, kind: 'open', name: 'hang', input: null }, 150)
    say({ id: 2, kind: 'open', name: 'hang', input: null }, 1)
    await settled()
    expect(got).toMatchObject([{ id: 2, kind: 'fault' }])
    waiting[0]!()
    await settled()
    say({ id: 3, kind: 'open', name: 'hang', input: null }, 60)
    say({ id: 4, kind: 'open', name: 'hang', input: null }, 40)
    await settled()
    expect(waiting).toHaveLength(3)
  })
  test('is told of very many mistakes the first few', async () => {
    const many = { list: call({ input: z.array(z.string()), output: z.null() }) }
    const [here, there] = memoryPair()
    serve(many, { list: () => null }, there)
    const fault = await faultOf(connect(many, here).list(new Array(50_000).fill(1)))
    expect(fault.message).toMatch(/expected string/)
    expect(fault.message.length).toBeLessThan(5_000)
  })
})
