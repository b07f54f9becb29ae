// Something asked of the lab and shown when it comes. What was shown before stays until the new answer is there.
import { lab } from './lab.svelte.ts'

export interface Resource<T> {
  readonly value: T | undefined
  readonly error: unknown
  readonly loading: boolean
  /** Asks again. */
  reload(): void
}

/**
 * Asks now, and again whenever something reactive that `ask` reads (before its first await) changes, or the line is new. Null asks nothing.
 * To be called while a component is made. An answer that comes after a newer question is dropped, and its call cancelled.
 */
export function resource<T>(ask: (signal: AbortSignal) => Promise<T> | null): Resource<T> {
  let value: T | undefined = $state.raw()
  let error: unknown = $state.raw(null)
  let loading = $state(false)
  let turn = $state(0)

  $effect(() => {
    void turn
    void lab.session
    const stop = new AbortController()
    const asked = ask(stop.signal)
    if (asked === null) {
      value = undefined
      error = null
      loading = false
      return
    }
    loading = true
    asked.then((answer) => {
      if (stop.signal.aborted) return
      value = answer
      error = null
      loading = false
    }, (reason: unknown) => {
      if (stop.signal.aborted) return
      error = reason
      loading = false
    })
    return () => stop.abort()
  })
  return {
    get value() { return value },
    get error() { return error },
    get loading() { return loading },
    reload() { turn += 1 },
  }
}
