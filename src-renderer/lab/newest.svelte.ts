// Something asked of the lab about what changes all the time, such as a drawing that is being made: one question at a time, always about
// the newest.
import { lab } from './lab.svelte.ts'
import type { Resource } from './resource.svelte.ts'
import { latest } from './latest.ts'

/**
 * Asks about what `question` (reactive) gives now, and again when it changes, as fast as answers come and no faster. What was answered
 * stays until the next answer, so that it keeps moving while the question does. To be called while a component is made.
 */
export function newest<Q, A>(question: () => Q, ask: (question: Q) => Promise<A>): Pick<Resource<A>, 'value' | 'error' | 'reload'> {
  let value: A | undefined = $state.raw()
  let error: unknown = $state.raw(null)
  let turn = $state(0)
  const line = latest(
    ask,
    (answer: A) => {
      value = answer
      error = null
    },
    (reason) => {
      error = reason
    },
  )
  $effect(() => {
    void turn
    void lab.session
    line.ask(question())
  })
  $effect(() => () => line.close())
  return {
    get value() {
      return value
    },
    get error() {
      return error
    },
    reload() {
      turn += 1
    },
  }
}
