// A bounded queue between a sender that does not wait and a reader who does.

export interface StreamBuffer<T> {
  push(item: T): void
  /** No more items: those still unread are handed out first. */
  end(): void
  /** As `end`, but the reader then meets this error. */
  fail(error: Error): void
  items: AsyncIterableIterator<T>
}

/**
 * `start` runs when the first item is asked for, `stop` once, as soon as it is known that no more items are wanted or will come.
 * At `limit` unread items a lossy buffer drops its oldest; any other fails with `overflow()`, since silence there would be a wrong answer.
 * Once `signal` aborts the reader meets its reason, and what was unread is dropped.
 */
export function createStreamBuffer<T>(of: {
  limit: number
  lossy: boolean
  signal?: AbortSignal | undefined
  overflow(): Error
  start(): void
  stop(): void
}): StreamBuffer<T> {
  const abort = (): void => over(of.signal?.reason)
  let unread: T[] = []
  let waiting: PromiseWithResolvers<IteratorResult<T>>[] = []
  let state: 'new' | 'open' | 'over' = 'new'
  let error: unknown

  function over(reason?: unknown): void {
    if (state === 'over') return
    const started = state === 'open'
    state = 'over'
    error = reason
    of.signal?.removeEventListener('abort', abort)
    if (started) of.stop()
    const readers = waiting
    waiting = []
    for (const reader of readers) settle(reader)
  }

  function settle(reader: PromiseWithResolvers<IteratorResult<T>>): void {
    const failure = error
    error = undefined
    if (failure !== undefined) reader.reject(failure)
    else reader.resolve({ done: true, value: undefined })
  }

  function push(item: T): void {
    if (state !== 'open') return
    const reader = waiting.shift()
    if (reader) return reader.resolve({ done: false, value: item })
    if (unread.length >= of.limit) {
      if (!of.lossy) return over(of.overflow())
      unread.shift()
    }
    unread.push(item)
  }

  const items: AsyncIterableIterator<T> = {
    [Symbol.asyncIterator]: () => items,
    async next() {
      if (of.signal?.aborted) {
        await items.return?.()
        throw of.signal.reason
      }
      if (state === 'new') {
        state = 'open'
        of.signal?.addEventListener('abort', abort)
        try {
          of.start()
        } catch (reason) {
          over(reason)
        }
      }
      const reader = Promise.withResolvers<IteratorResult<T>>()
      if (unread.length > 0) reader.resolve({ done: false, value: unread.shift() as T })
      else if (state === 'over') settle(reader)
      else waiting.push(reader)
      return reader.promise
    },
    async return() {
      unread = []
      over()
      error = undefined
      return { done: true, value: undefined }
    },
  }
  return { push, end: () => over(), fail: over, items }
}
