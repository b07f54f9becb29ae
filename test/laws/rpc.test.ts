// The laws of a call and a stream, over two in-memory ends.
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { memoryPair } from '../../src-main/transport/transports.ts'
import { busy, engine, FaultError, faultSchema, internal, invalid, missing, storage } from '../../src-shared/rpc/fault.ts'
import { createInbox } from '../../src-shared/rpc/stream-buffer.ts'
import { type Channel, call, connect, type Frame, type Handlers, inboxLimit, serve, stream } from '../../src-shared/rpc/rpc.ts'

const contract = {
  double: call({ input: z.number(), output: z.number() }),
  trim: call({ input: z.string().trim(), output: z.string() }),
  wrong: call({ input: z.null(), output: z.number() }),
  fail: call({ input: z.string(), output: z.null() }),
  hang: call({ input: z.null(), output: z.null() }),
  count: stream({ input: z.number(), output: z.number() }),
  flood: stream({ input: z.number(), output: z.number(), lossy: true }),
  break: stream({ input: z.number(), output: z.number() }),
  wait: stream({ input: z.null(), output: z.null() }),
}

function lab() {
  const seen: string[] = []
  const handlers: Handlers<typeof contract> = {
    double: (n) => n * 2,
    trim: (s) => s,
    wrong: () => 'seven' as unknown as number,
    async fail(how) {
      if (how === 'busy') throw busy('Another run is training.', 'r7')
      if (how === 'text') throw 'plain text'
      throw new Error('a secret path is in my stack')
    },
    hang: (_, signal) =>
      new Promise((resolve) =>
        signal.addEventListener('abort', () => {
          seen.push('hang aborted')
          resolve(null)
        }),
      ),
    async *count(n, signal) {
      try {
        for (let i = 0; i < n; i++) {
          yield i
          await Promise.resolve()
        }
      } finally {
        seen.push(signal.aborted ? 'count cancelled' : 'count done')
      }
    },
    async *flood(n) {
      for (let i = 0; i < n; i++) yield i
    },
    async *break(n) {
      yield* [1, 2, 3].slice(0, n)
      throw missing('There is no fourth.')
    },
    wait: () => ({
      [Symbol.asyncIterator]: () => ({
        next: () => new Promise<never>(() => {}),
        return: async () => {
          seen.push('wait released')
          return { done: true as const, value: undefined }
        },
      }),
    }),
  }
  const [here, there] = memoryPair()
  serve(contract, handlers, there)
  return { client: connect(contract, here), here, there, seen }
}

const settled = () => new Promise((resolve) => setImmediate(resolve))
async function faultFrom(promise: Promise<unknown>) {
  const error: unknown = await promise.then(
    () => {
      throw new Error('it did not fail')
    },
    (e: unknown) => e,
  )
  expect(error).toBeInstanceOf(FaultError)
  return (error as FaultError).fault
}
async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const out: T[] = []
  for await (const item of items) out.push(item)
  return out
}

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
    expect((await faultFrom(client.double('x' as unknown as number))).code).toBe('invalid')
    const fault = await faultFrom(client.wrong(null))
    expect(fault.code).toBe('internal')
    expect(fault.message).toMatch(/answer of wrong does not fit/)
    // A result that is no number is no mistake of the lab: the question asked for too much.
    expect(await faultFrom(client.double(1e308))).toMatchObject({
      code: 'invalid',
      message: expect.stringMatching(/numbers that no computer can hold/) as string,
    })
  })
  test('carries a fault whole, and of any other error only the message', async () => {
    const { client } = lab()
    expect(await faultFrom(client.fail('busy'))).toEqual({ code: 'busy', message: 'Another run is training.', run: 'r7' })
    expect(await faultFrom(client.fail('text'))).toEqual({ code: 'internal', message: 'plain text' })
    expect(await faultFrom(client.fail('error'))).toEqual({ code: 'internal', message: 'a secret path is in my stack' })
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
    expect(await faultFrom(items.next())).toEqual({ code: 'missing', message: 'There is no fourth.' })
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
    expect(rest).toHaveLength(inboxLimit.lossy)
    expect(rest.at(-1)).toBe(9999)
    expect(rest).toEqual(rest.toSorted((a, b) => a - b))
  })
  test('that is not lossy fails aloud instead of dropping, and cancels its source', async () => {
    const { client, seen } = lab()
    const items = client.count(inboxLimit.exact + 2000)
    await items.next()
    await settled()
    const got: number[] = []
    const fault = await faultFrom(
      (async () => {
        for await (const n of items) got.push(n)
      })(),
    )
    expect(fault.message).toMatch(/fell more than/)
    expect(got).toEqual(Array.from({ length: inboxLimit.exact }, (_, i) => i + 1))
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
      const failed = [faultFrom(answer), faultFrom(item)]
      lab1[end].close()
      for (const fault of await Promise.all(failed)) expect(fault.message).toMatch(/connection to the lab closed/)
      expect((await faultFrom(lab1.client.double(1))).code).toBe('internal')
      expect((await faultFrom(lab1.client.count(1).next())).code).toBe('internal')
      await settled()
      expect(lab1.seen.toSorted()).toEqual(['hang aborted', 'wait released'])
    }
  })
})

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
    expect((await faultFrom(client.double(1))).message).toMatch(/closed/)
  })
})

describe('a peer that asks more than it waits for', () => {
  test('gets a fault for each call beyond 256 in hand, in words, and may go on when some are answered', async () => {
    const { client } = lab()
    const stop = new AbortController()
    const hanging = Array.from({ length: 256 }, () => client.hang(null, stop.signal).catch(() => 'left'))
    const fault = await faultFrom(client.double(1))
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
    const fault = await faultFrom(connect(many, here).list(new Array(50_000).fill(1)))
    expect(fault.message).toMatch(/expected string/)
    expect(fault.message.length).toBeLessThan(5_000)
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
  expect((await faultFrom(client.double(1))).message).toMatch(/closed/)
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
  expect(await faultFrom(answer)).toEqual({ code: 'engine', message: 'The engine process ended (killed by SIGKILL).' })
})

test('an inbox starts once and stops once, whatever happens', async () => {
  for (const finish of ['end', 'fail', 'abort', 'return'] as const) {
    const stop = new AbortController()
    const log: string[] = []
    const inbox = createInbox<number>({
      limit: 4,
      lossy: false,
      signal: stop.signal,
      overflow: () => new Error('full'),
      start: () => log.push('start'),
      stop: () => log.push('stop'),
    })
    const first = inbox.items.next()
    inbox.push(1)
    await first
    if (finish === 'end') inbox.end()
    else if (finish === 'return') await inbox.items.return?.()
    else if (finish === 'abort') stop.abort()
    else inbox.fail(new Error('over'))
    inbox.end()
    stop.abort()
    await inbox.items.return?.()
    expect(log).toEqual(['start', 'stop'])
  }
})

test('every fault constructor makes a fault of the union', () => {
  for (const error of [invalid('m'), missing('m'), busy('m', 'r'), storage('m'), engine('m'), internal('m')]) {
    expect(faultSchema.parse(error.fault)).toEqual(error.fault)
    expect(error.message).toBe('m')
  }
})
