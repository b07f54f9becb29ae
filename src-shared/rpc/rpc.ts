// A typed call or stream over any channel that carries structured values both ways.
import { z } from 'zod'
import { FaultError, faultOf, faultSchema, internal, invalid } from './fault.ts'
import { createStreamBuffer } from './stream-buffer.ts'

type Schema = z.ZodType
export interface Call<I extends Schema, O extends Schema> {
  kind: 'call'
  input: I
  output: O
}
export interface Stream<I extends Schema, O extends Schema> {
  kind: 'stream'
  input: I
  output: O
  lossy: boolean
}

/** One question, one answer. */
export const call = <I extends Schema, O extends Schema>(of: { input: I; output: O }): Call<I, O> => ({ kind: 'call', ...of })

/**
 * One question, many answers. `lossy` says that a reader who falls behind may miss items: the oldest unread ones go first, order is kept,
 * and the end or fault always arrives. Only a stream whose every item stands for itself (progress, a preview) may be lossy.
 */
export const stream = <I extends Schema, O extends Schema>(of: { input: I; output: O; lossy?: boolean }): Stream<I, O> => ({
  kind: 'stream',
  lossy: false,
  ...of,
})

export type Contract = Record<string, Call<Schema, Schema> | Stream<Schema, Schema>>

export type Handlers<C extends Contract> = {
  [K in keyof C]: C[K] extends Call<infer I, infer O>
    ? (input: z.output<I>, signal: AbortSignal) => z.input<O> | Promise<z.input<O>>
    : C[K] extends Stream<infer I, infer O>
      ? (input: z.output<I>, signal: AbortSignal) => AsyncIterable<z.input<O>>
      : never
}
export type Client<C extends Contract> = {
  [K in keyof C]: C[K] extends Call<infer I, infer O>
    ? (input: z.input<I>, signal?: AbortSignal) => Promise<z.output<O>>
    : C[K] extends Stream<infer I, infer O>
      ? (input: z.input<I>, signal?: AbortSignal) => AsyncIterableIterator<z.output<O>>
      : never
}

/** Ids are chosen by the client and rise: the server refuses one it has seen. */
const id = z.int().positive()
export const frameSchema = z.discriminatedUnion('kind', [
  z.object({ id, kind: z.literal('open'), name: z.string().max(200), input: z.unknown().optional() }),
  z.object({ id, kind: z.literal('cancel') }),
  z.object({ id, kind: z.literal('item'), value: z.unknown().optional() }),
  z.object({ id, kind: z.literal('end'), value: z.unknown().optional() }),
  z.object({ id, kind: z.literal('fault'), fault: faultSchema }),
])
export type Frame = z.infer<typeof frameSchema>

/**
 * A two-way line. `send` throws only when a value cannot be carried, and does nothing once closed. `receive` adds a listener, and must be
 * called in the turn in which the channel was made. What arrives is `unknown`: it comes from another process; `size` is its bytes, where
 * the wire knows them. `closed` aborts once, for
 * either side's reason; if the reason is a FaultError, pending calls fail with it.
 */
export interface Channel {
  send(frame: Frame): void
  receive(listener: (frame: unknown, size?: number) => void): void
  readonly closed: AbortSignal
  close(): void
}

/** What one peer may have waiting for its answer: calls, and bytes of questions. A page has a few dozen at most. */
export interface ServeLimits {
  calls: number
  bytes: number
}
const serveLimits: ServeLimits = { calls: 256, bytes: 128 * 2 ** 20 }

/** Whether NaN or an infinity stands somewhere in what was to be sent. Looked for only when it cannot be sent. */
function holdsNoNumber(value: unknown, depth = 0): boolean {
  if (typeof value === 'number') return !Number.isFinite(value)
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array || depth > 32) return false
  return Object.values(value).some((one) => holdsNoNumber(one, depth + 1))
}

/** What is wrong with an input or answer, in words; of very many mistakes the first few. */
function wordsOf({ issues }: z.ZodError): string {
  const few = z.prettifyError(new z.ZodError(issues.slice(0, 8)))
  return few.length > 4_000 ? `${few.slice(0, 4_000)}…` : few
}

/**
 * Answers the contract's calls on `channel`. A call beyond `limits` is answered with a fault, and its handler is not asked.
 * Input and output are both parsed. A FaultError reaches the client as its fault, any other
 * error as `internal`. A peer that sends something that is no frame, or an id again, is not our client: the channel is closed.
 * Cancel aborts the handler's signal; a generator that never awaits the event loop cannot see it.
 */
export function serve<C extends Contract>(contract: C, handlers: Handlers<C>, channel: Channel, limits = serveLimits): void {
  const running = new Map<number, AbortController>()
  let last = 0
  let held = 0
  channel.closed.addEventListener('abort', () => {
    for (const one of running.values()) one.abort()
  })
  channel.receive((raw, size = 0) => {
    const parsed = frameSchema.safeParse(raw)
    if (!parsed.success) return channel.close()
    const frame = parsed.data
    if (frame.kind === 'cancel') running.get(frame.id)?.abort()
    if (frame.kind !== 'open') return
    if (frame.id <= last) return channel.close()
    last = frame.id
    // One question alone may be as large as the wire carries.
    if (running.size >= limits.calls || (running.size > 0 && held + size > limits.bytes)) {
      const message =
        `${running.size} calls of this connection wait for their answers, which is the limit. This one was not carried ` +
        `out; ask again when some are answered.`
      return tell({ id: frame.id, kind: 'fault', fault: { code: 'invalid', message } })
    }
    held += size
    const stop = new AbortController()
    running.set(frame.id, stop)
    void answer(frame.id, frame.name, frame.input, stop.signal)
      .catch((error: unknown) => {
        if (!stop.signal.aborted) tell({ id: frame.id, kind: 'fault', fault: faultOf(error) })
      })
      .finally(() => {
        running.delete(frame.id)
        held -= size
      })
  })

  // The last word on a call: were it to throw, the client would wait for ever, so the line is cut instead.
  function tell(frame: Frame): void {
    try {
      channel.send(frame)
    } catch {
      channel.close()
    }
  }

  async function answer(id: number, name: string, input: unknown, signal: AbortSignal): Promise<void> {
    const method = Object.hasOwn(contract, name) ? contract[name] : undefined
    if (!method) throw invalid(`The lab has no method called ${JSON.stringify(name)}.`)
    const question = method.input.safeParse(input)
    if (!question.success) throw invalid(wordsOf(question.error))
    const handler = handlers[name as keyof C] as (input: unknown, signal: AbortSignal) => unknown
    const checked = (value: unknown): unknown => {
      const answer = method.output.safeParse(value)
      if (!answer.success) {
        if (holdsNoNumber(value))
          throw invalid(
            'The result would have numbers that no computer can hold, so there is nothing to show. Try smaller steps, rates or ' +
              'starting values. What was recorded before is safe.',
          )
        throw internal(
          `The lab has made an answer that it cannot send. This is a mistake in the lab; your library is not changed by it. Details: ` +
            `the answer of ${name} does not fit its contract. ${wordsOf(answer.error)}`,
        )
      }
      return answer.data
    }
    const result = handler(question.data, signal)
    if (method.kind === 'call') {
      const value = checked(await result)
      if (!signal.aborted) channel.send({ id, kind: 'end', value })
      return
    }
    const items = (result as AsyncIterable<unknown>)[Symbol.asyncIterator]()
    // `return` as soon as the client leaves, so that a source which waits without watching the signal is let go too.
    const leave = (): void => {
      void Promise.resolve(items.return?.()).catch(() => {})
    }
    signal.addEventListener('abort', leave, { once: true })
    try {
      for (let next = await items.next(); !next.done && !signal.aborted; next = await items.next()) {
        channel.send({ id, kind: 'item', value: checked(next.value) })
      }
    } catch (error) {
      leave()
      throw error
    } finally {
      signal.removeEventListener('abort', leave)
    }
    if (signal.aborted) leave()
    else channel.send({ id, kind: 'end' })
  }
}

/** Items a stream may hold unread: beyond it a lossy stream drops its oldest, any other fails. */
export const bufferLimit = { lossy: 256, exact: 65_536 }

interface Listener {
  frame(frame: Frame): void
  lost(error: Error): void
}

/**
 * The contract as functions. Calls reject with a FaultError, or with the signal's reason when cancelled. A stream starts when its first
 * item is asked for, and leaving its loop cancels it. Everything pending fails when the channel closes.
 */
export function connect<C extends Contract>(contract: C, channel: Channel): Client<C> {
  const pending = new Map<number, Listener>()
  let last = 0
  const loss = (): Error =>
    channel.closed.reason instanceof FaultError
      ? channel.closed.reason
      : internal('The connection to the lab closed. Whatever was saved is safe; reload to connect again.')
  channel.closed.addEventListener('abort', () => {
    for (const one of pending.values()) one.lost(loss())
    pending.clear()
  })
  channel.receive((raw) => {
    const parsed = frameSchema.safeParse(raw)
    if (!parsed.success) return channel.close()
    pending.get(parsed.data.id)?.frame(parsed.data)
  })

  function open(name: string, input: unknown, listener: Listener): () => void {
    if (channel.closed.aborted) throw loss()
    const id = ++last
    pending.set(id, listener)
    try {
      channel.send({ id, kind: 'open', name, input })
    } catch (error) {
      pending.delete(id)
      throw error
    }
    return () => {
      if (pending.delete(id)) channel.send({ id, kind: 'cancel' })
    }
  }

  function ask(name: string, input: unknown, signal?: AbortSignal): Promise<unknown> {
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted()
      let cancel = (): void => {}
      const leave = (): void => {
        cancel()
        settle(() => reject(signal?.reason as Error))
      }
      const settle = (then: () => void): void => {
        signal?.removeEventListener('abort', leave)
        then()
      }
      signal?.addEventListener('abort', leave)
      cancel = open(name, input, {
        frame(frame) {
          if (frame.kind !== 'end' && frame.kind !== 'fault') return
          pending.delete(frame.id)
          settle(() => (frame.kind === 'end' ? resolve(frame.value) : reject(new FaultError(frame.fault))))
        },
        lost: (error) => settle(() => reject(error)),
      })
    })
  }

  function listen(name: string, input: unknown, lossy: boolean, signal?: AbortSignal): AsyncIterableIterator<unknown> {
    let cancel = (): void => {}
    const buffer = createStreamBuffer<unknown>({
      limit: lossy ? bufferLimit.lossy : bufferLimit.exact,
      lossy,
      signal,
      overflow: () =>
        internal(`The page fell more than ${bufferLimit.exact} items behind ${name}. Nothing is lost on disk; reload the page.`),
      start() {
        cancel = open(name, input, {
          frame(frame: Frame) {
            if (frame.kind === 'item') buffer.push(frame.value)
            if (frame.kind !== 'end' && frame.kind !== 'fault') return
            pending.delete(frame.id)
            if (frame.kind === 'end') buffer.end()
            else buffer.fail(new FaultError(frame.fault))
          },
          lost: (error) => buffer.fail(error),
        })
      },
      stop: () => cancel(),
    })
    return buffer.items
  }

  return Object.fromEntries(
    Object.entries(contract).map(([name, method]) => [
      name,
      method.kind === 'call'
        ? (input: unknown, signal?: AbortSignal) => ask(name, input, signal)
        : (input: unknown, signal?: AbortSignal) => listen(name, input, method.lossy, signal),
    ]),
  ) as Client<C>
}
