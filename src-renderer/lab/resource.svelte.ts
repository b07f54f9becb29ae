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
    asked.then(
      (answer) => {
        if (stop.signal.aborted) return
        value = answer
        error = null
        loading = false
      },
      (reason: unknown) => {
        if (stop.signal.aborted) return
        error = reason
        loading = false
      },
    )
    return () => stop.abort()
  })
  return {
    get value() {
      return value
    },
    get error() {
      return error
    },
    get loading() {
      return loading
    },
    reload() {
      turn += 1
    },
  }
}

/**
 * The same of one thing at a time, such as the model with a hash: as soon as `key` names another, what was answered of the one before is
 * gone, so that nothing of it is drawn beside the new one. What is asked again of the same key stays until the new answer is there. Null
 * asks nothing.
 */
export function resourceOf<T>(key: () => string | null, ask: (key: string, signal: AbortSignal) => Promise<T>): Resource<T> {
  type Held = { of: string; value: T | undefined; error: unknown }
  const wanted = $derived(key())
  const held = resource((signal): Promise<Held> | null => {
    const of = wanted
    return of === null
      ? null
      : ask(of, signal).then(
          (value) => ({ of, value, error: null }),
          (error: unknown) => ({ of, value: undefined, error }),
        )
  })
  const own = $derived(held.value?.of === wanted ? held.value : null)
  return {
    get value() {
      return own?.value
    },
    get error() {
      return own?.error ?? held.error
    },
    get loading() {
      return held.loading
    },
    reload() {
      held.reload()
    },
  }
}
