// The laws of a call and a stream, over two in-memory ends.
import { describe, expect, test } from 'vitest'
import { memoryPair } from '../../src-main/transport/transports.ts'
import { busy, engine, faultSchema, internal, invalid, missing, storage } from '../../src-shared/rpc/fault.ts'
import { createStreamBuffer } from '../../src-shared/rpc/stream-buffer.ts'
import { type Channel, connect, type Handlers, bufferLimit, serve } from '../../src-shared/rpc/rpc.ts'
import { faultOf } from '../fixtures/thrown-fault.ts'
import { contract, lab, settled, all } from '../fixtures/rpc-pair.ts'

describe('a call', () => {
  test('answers, many at once, each with its own answer', async () => {
    const { client } = lab()
    expect(await Promise.all([1, 2, 3, 4].map((n) => client.double(n)))).toEqual([2, 4, 6, 8])
  })
  test('gives the handler the parsed input', async () => {
    expect(await lab().client.trim('  x ')).toBe('x')
  })
  test('refuses input that does not fit, and output that does not', async () => {
    const { client } = lab()
    expect((await faultOf(client.double('x' as unknown as number))).code).toBe('invalid')
    const fault = await faultOf(client.wrong(null))
    expect(fault.code).toBe('internal')
    expect(fault.message).toMatch(/answer of wrong does not fit/)
    // A result that is no number is no mistake of the lab: the question asked for too much.
    expect(await faultOf(client.double(1e308))).toMatchObject({
      code: 'invalid',
      message: expect.stringMatching(/numbers that no computer can hold/) as string,
    })
  })
  test('carries a fault whole, and of any other error only the message', async () => {
    const { client } = lab()
    expect(await faultOf(client.fail('busy'))).toEqual({ code: 'busy', message: 'Another run is training.', run: 'r7' })
    expect(await faultOf(client.fail('text'))).toEqual({ code: 'internal', message: 'plain text' })
    expect(await faultOf(client.fail('error'))).toEqual({ code: 'internal', message: 'a secret path is in my stack' })
  })
  test('rejects with the reason when cancelled, and the handler sees it', async () => {
    const { client, seen } = lab()
    const stop = new AbortController()
    const answer = client.hang(null, stop.signal)
    await settled()
    stop.abort(new Error('enough'))
    await expect(answer).rejects.toThrow('enough')
    await settled()
    expect(seen).toEqual(['hang aborted'])
    await expect(client.hang(null, AbortSignal.abort(new Error('before')))).rejects.toThrow('before')
  })
})

describe('a stream', () => {
  test('gives every item in order, then ends', async () => {
    const { client, seen } = lab()
    expect(await all(client.count(1000))).toEqual(Array.from({ length: 1000 }, (_, i) => i))
    expect(seen).toEqual(['count done'])
  })
  test('gives the items before a fault, then the fault', async () => {
    const items = lab().client.break(2)
    expect([await items.next(), await items.next()]).toEqual([
      { done: false, value: 1 },
      { done: false, value: 2 },
    ])
    expect(await faultOf(items.next())).toEqual({ code: 'missing', message: 'There is no fourth.' })
    expect(await items.next()).toEqual({ done: true, value: undefined })
  })
  test('is cancelled by leaving the loop', async () => {
    const { client, seen } = lab()
    for await (const n of client.count(10 ** 9)) if (n === 20) break
    await settled()
    expect(seen).toEqual(['count cancelled'])
  })
  test('is cancelled by its signal, also while waiting, and drops what was unread', async () => {
    const { client, seen } = lab()
    const stop = new AbortController()
    const items = client.count(100, stop.signal)
    await items.next()
    await settled()
    stop.abort(new Error('enough'))
    await expect(items.next()).rejects.toThrow('enough')
    await expect(client.wait(null, AbortSignal.abort(new Error('before'))).next()).rejects.toThrow('before')
    const later = new AbortController()
    const waiting = client.wait(null, later.signal).next()
    await settled()
    later.abort(new Error('while waiting'))
    await expect(waiting).rejects.toThrow('while waiting')
    await settled()
    expect(seen).toEqual(['count done', 'wait released'])
  })
  test('releases a source that waits without watching the signal', async () => {
    const { client, seen } = lab()
    const items = client.wait(null)
    const first = items.next()
    await settled()
    await items.return?.()
    expect(await first).toEqual({ done: true, value: undefined })
    await settled()
    expect(seen).toEqual(['wait released'])
  })
  test('that is lossy keeps the newest items in order, and its end', async () => {
    const items = lab().client.flood(10_000)
    const first = await items.next()
    await settled()
    const rest = await all(items)
    expect(first.value).toBe(0)
    expect(rest).toHaveLength(bufferLimit.lossy)
    expect(rest.at(-1)).toBe(9999)
    expect(rest).toEqual(rest.toSorted((a, b) => a - b))
  })
  test('that is not lossy fails aloud instead of dropping, and cancels its source', async () => {
    const { client, seen } = lab()
    const items = client.count(bufferLimit.exact + 2000)
    await items.next()
    await settled()
    const got: number[] = []
    const fault = await faultOf(
      (async () => {
        for await (const n of items) got.push(n)
      })(),
    )
    expect(fault.message).toMatch(/fell more than/)
    expect(got).toEqual(Array.from({ length: bufferLimit.exact }, (_, i) => i + 1))
    await settled()
    expect(seen).toEqual(['count cancelled'])
  })
})

describe('a closed channel', () => {
  test('fails everything pending, on either side, and everything after', async () => {
    for (const end of ['here', 'there'] as const) {
      const lab1 = lab()
      const answer = lab1.client.hang(null)
      const items = lab1.client.wait(null)
      const item = items.next()
      await settled()
      const failed = [faultOf(answer), faultOf(item)]
      lab1[end].close()
      for (const fault of await Promise.all(failed)) expect(fault.message).toMatch(/connection to the lab closed/)
      expect((await faultOf(lab1.client.double(1))).code).toBe('internal')
      expect((await faultOf(lab1.client.count(1).next())).code).toBe('internal')
      await settled()
      expect(lab1.seen.toSorted()).toEqual(['hang aborted', 'wait released'])
    }
  })
})

test('a line that cannot even carry the fault is closed, never left hanging', async () => {
  const [here, there] = memoryPair()
  const broken: Channel = {
    ...there,
    send() {
      throw new Error('cannot be cloned')
    },
  }
  serve(contract, { ...({} as Handlers<typeof contract>), double: (n) => n * 2 }, broken)
  const client = connect(contract, here)
  expect((await faultOf(client.double(1))).message).toMatch(/closed/)
})

test('an input that cannot be sent rejects its own call and no other', async () => {
  const { client } = lab()
  await expect(client.double((() => 1) as unknown as number)).rejects.toThrow()
  expect(await client.double(4)).toBe(8)
})

test('the reason of a closed channel, if it is a fault, is what pending calls get', async () => {
  const gone = new AbortController()
  const client = connect(contract, { send() {}, receive() {}, closed: gone.signal, close() {} })
  const answer = client.double(1)
  gone.abort(engine('The engine process ended (killed by SIGKILL).'))
  expect(await faultOf(answer)).toEqual({ code: 'engine', message: 'The engine process ended (killed by SIGKILL).' })
})

test('an buffer starts once and stops once, whatever happens', async () => {
  for (const finish of ['end', 'fail', 'abort', 'return'] as const) {
    const stop = new AbortController()
    const log: string[] = []
    const buffer = createStreamBuffer<number>({
      limit: 4,
      lossy: false,
      signal: stop.signal,
      overflow: () => new Error('full'),
      start: () => log.push('start'),
      stop: () => log.push('stop'),
    })
    const first = buffer.items.next()
    buffer.push(1)
    await first
    if (finish === 'end') buffer.end()
    else if (finish === 'return') await buffer.items.return?.()
    else if (finish === 'abort') stop.abort()
    else buffer.fail(new Error('over'))
    buffer.end()
    stop.abort()
    await buffer.items.return?.()
    expect(log).toEqual(['start', 'stop'])
  }
})

test('every fault constructor makes a fault of the union', () => {
  for (const error of [invalid('m'), missing('m'), busy('m', 'r'), storage('m'), engine('m'), internal('m')]) {
    expect(faultSchema.parse(error.fault)).toEqual(error.fault)
    expect(error.message).toBe('m')
  }
})
