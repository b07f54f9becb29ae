// The time of day for "5 minutes ago", moved on twice a minute while someone looks.
import { createSubscriber } from 'svelte/reactivity'

const subscribe = createSubscriber((update) => {
  const timer = setInterval(update, 30_000)
  return () => clearInterval(timer)
})

export const clock = {
  /** Milliseconds since 1970. */
  get now(): number {
    subscribe()
    return Date.now()
  },
}
