// A question about a layer as a run: looked up where it was asked before, and started when it is wanted.
import { canonical, type Recipe } from '../../../src-shared/recipe/recipe.ts'
import { lab } from '../../lab/lab.svelte.ts'
import { resourceOf } from '../../lab/resource.svelte.ts'
import { type RunWatch, watchRun } from '../../lab/run-watch.svelte.ts'
import { toasts } from '../../state/toasts.svelte.ts'

export type AnalysisRecipe = Extract<Recipe, { kind: 'grid' | 'atlas' | 'metamers' | 'eigendistortions' }>

/** To be made while a component is made. */
export class AnalysisRun {
  starting = $state(false)
  /** The run that was started here, and the recipe it was started for. */
  #started: { id: string; key: string } | null = $state.raw(null)
  readonly #recipe: () => AnalysisRecipe
  readonly #key: string = $derived.by(() => canonical(this.#recipe()))
  readonly #found: { readonly value: string | null | undefined; readonly error: unknown }
  readonly #watch: { readonly current: RunWatch | null }

  /** `wanted`: whether it is looked up yet. */
  constructor(recipe: () => AnalysisRecipe, wanted: () => boolean = () => true) {
    this.#recipe = recipe
    this.#found = resourceOf(
      () => (wanted() ? this.#key : null),
      async (key) => {
        const { model, kind } = recipe()
        const { runs } = await lab.client.listRuns({ input: model, kinds: [kind], archived: 'all', limit: 100 })
        const same = runs.filter((run) => canonical(run.recipe) === key)
        return (same.find((run) => run.state === 'finished') ?? same.find((run) => run.state === 'running'))?.id ?? null
      },
    )
    this.#watch = watchRun(() => (this.#started?.key === this.#key ? this.#started.id : (this.#found.value ?? null)))
  }
  get watch(): RunWatch | null {
    return this.#watch.current
  }
  /** Its results, once it has finished. */
  get finished(): RunWatch | null {
    return this.watch?.run?.state === 'finished' ? this.watch : null
  }
  get working(): boolean {
    return this.watch?.run?.state === 'running' || this.watch?.run?.state === 'queued'
  }
  get error(): unknown {
    return this.#found.error ?? this.watch?.error ?? (this.watch?.run?.state === 'failed' ? this.watch.run.fault?.message : null) ?? null
  }

  start = async (): Promise<void> => {
    this.starting = true
    try {
      const { id } = await lab.client.startRun({ recipe: this.#recipe(), reuse: true })
      this.#started = { id, key: this.#key }
    } catch (error) {
      toasts.fail(error)
    } finally {
      this.starting = false
    }
  }
  stop = (): void => {
    const id = this.watch?.id
    if (id !== undefined) lab.client.cancelRun({ id }).catch((error: unknown) => toasts.fail(error))
  }
}
