// The first steps of a newcomer, ticked by doing them: what forms, what is trained, what is moved. Kept in the library's settings.
import type { RunEvent } from '../../src-shared/run/event.ts'
import { lab } from '../lab/lab.svelte.ts'
import { router } from './router.svelte.ts'
import { toasts } from './toasts.svelte.ts'

export const steps = ['form', 'robust', 'examples', 'latent', 'train'] as const
export type Step = (typeof steps)[number]
const key = 'first-steps'

class FirstSteps {
  done: readonly Step[] = $state.raw([])
  /** The list is put away. */
  hidden = $state(false)
  #read = false

  /** Reads what was done before; what was done meanwhile stays, and is kept. */
  async load(): Promise<void> {
    const { value } = await lab.client.getSetting({ key })
    const kept = value !== null && typeof value === 'object' && !Array.isArray(value) ? value : {}
    // Older versions kept a list of them.
    const listed = Array.isArray(kept['done']) ? kept['done'] : []
    const known = steps.filter((one) => kept[one] === true || listed.includes(one))
    const meanwhile = this.done.filter((one) => !known.includes(one))
    this.done = steps.filter((one) => known.includes(one) || meanwhile.includes(one))
    this.hidden = kept['hidden'] === true
    this.#read = true
    if (meanwhile.length > 0) this.#keep(Object.fromEntries(meanwhile.map((one) => [one, true])))
  }
  mark(step: Step): void {
    if (this.done.includes(step)) return
    this.done = steps.filter((one) => one === step || this.done.includes(one))
    if (this.#read) this.#keep({ [step]: true })
  }
  hide(hidden: boolean): void {
    this.hidden = hidden
    this.#keep({ hidden })
  }
  /** Each step is a field of its own, so that a window which knows of one cannot take back what was done in another. */
  #keep(fields: Record<string, boolean>): void {
    lab.client.mergeSetting({ key, value: fields }).catch((error: unknown) => toasts.fail(error))
  }
}
export const firstSteps = new FirstSteps()

/** Ticks the first steps while the component that calls this is there. Parts of a larger run are its doing, not the user's. */
export function followFirstSteps(): void {
  $effect(() => {
    if (lab.session > 0) firstSteps.load().catch((error: unknown) => toasts.fail(error))
  })
  $effect(() =>
    lab.listen((event: RunEvent) => {
      if (
        event.type === 'picture' &&
        lab.jobs.running.some((run) => run.id === event.run && run.parent === null && run.recipe.kind === 'ascend')
      )
        firstSteps.mark('form')
    }),
  )
  $effect(() => {
    for (const { parent, recipe } of lab.jobs.running) {
      if (parent !== null) continue
      if (recipe.kind === 'ascend' && recipe.transforms.length > 0) firstSteps.mark('robust')
      if (recipe.kind === 'classifier' || recipe.kind === 'autoencoder') firstSteps.mark('train')
    }
  })
  $effect(() => {
    const { route, query } = router
    if (route.page === 'look' && route.unit !== null && (query['method'] ?? 'examples') === 'examples' && lab.model)
      firstSteps.mark('examples')
  })
  $effect(() => {
    const moved = ({ target }: Event): void => {
      if (router.route.page === 'imagine' && target instanceof HTMLInputElement && target.type === 'range') firstSteps.mark('latent')
    }
    window.addEventListener('input', moved)
    return () => window.removeEventListener('input', moved)
  })
}
