// Having pictures of a unit made: by all methods from one seed, or by one, and how long that takes.
import { redirectedSteps } from '../../../src-shared/recipe/ascent-presets.ts'
import { type AscendRecipe, ascendRecipe } from '../../../src-shared/recipe/recipe.ts'
import { lab } from '../../lab/lab.svelte.ts'
import { beginningsOf } from '../../recipe-editor/beginnings.ts'
import { type Resource, resource } from '../../lab/resource.svelte.ts'
import { toasts } from '../../state/toasts.svelte.ts'
import { type AscentSettings, ascentOf, type MadeMethod, madeMethods, type Method } from '../../visualization/methods.ts'
import { noGenerator } from '../../visualization/subject.ts'
import type { UnitView } from './unit-view.svelte.ts'

interface Choices {
  method: Method
  setMethod: (method: Method) => void
  seed: number
  settings: AscentSettings
  generator: string | null
}

/** To be made while a component is made; `choices` is read again whenever it changes. */
export class UnitAscents {
  starting = $state(false)
  readonly #view: UnitView
  readonly #choices: () => Choices
  readonly #times: Resource<{ seconds: number | null }[]>

  constructor(view: UnitView, choices: () => Choices) {
    this.#view = view
    this.#choices = choices
    this.#times = resource(() =>
      Promise.all(this.#all.map((recipe) => (recipe ? lab.client.estimate({ recipe }) : Promise.resolve({ seconds: 0 })))),
    )
  }
  /** What the presets have to know of the pictures. */
  readonly input = $derived.by(() => this.#view.subject.input)
  readonly #seed = $derived.by(() => this.#choices().seed)
  readonly #settings = $derived.by(() => this.#choices().settings)
  readonly #generator = $derived.by(() => this.#choices().generator)
  readonly #all = $derived.by(() =>
    madeMethods.map((one) =>
      ascentOf(
        one,
        { model: this.#view.gallery.model, input: this.input, objectives: [this.#view.spec], seed: this.#seed, generator: this.#generator },
        this.#settings,
      ),
    ),
  )
  /** The recipe of the method that is chosen, to be edited; of the real pictures' that of the robust one. */
  readonly edited = $derived.by((): AscendRecipe => {
    const { method } = this.#choices()
    const wanted = this.#all[madeMethods.indexOf(method === 'examples' ? 'robust' : method)]
    return ascendRecipe.parse(wanted ?? this.#all[madeMethods.indexOf('robust')])
  })
  readonly beginnings = $derived.by(() => beginningsOf(this.edited, this.input, this.#generator))
  /** Seconds that all of them take; null until it is known. */
  readonly time = $derived.by(() =>
    this.#times.value?.every((one) => one.seconds !== null) ? this.#times.value.reduce((sum, one) => sum + (one.seconds ?? 0), 0) : null,
  )
  /** Why no picture can be generated; null when it can. */
  readonly missing = $derived.by(() => {
    if (this.#generator !== null) return null
    return noGenerator(this.#view.subject)
  })
  readonly possible = $derived.by(() => madeMethods.filter((one) => one !== 'generated' || this.missing === null))

  /**
   * One run a method, one after the other; without `starts` from as many as the method has by itself, without `from` with the seed of the
   * page. `switched`: the first steps switch units on where there is no gradient.
   */
  async start(
    which: readonly MadeMethod[],
    { starts, from = this.#seed, switched = false }: { starts?: number; from?: number | undefined; switched?: boolean | undefined } = {},
  ): Promise<void> {
    if (this.starting) return
    this.starting = true
    this.#view.step = null
    try {
      for (const one of which) {
        const recipe = ascentOf(
          one,
          {
            model: this.#view.gallery.model,
            input: this.input,
            objectives: [this.#view.spec],
            seed: from,
            generator: this.#generator,
            ...(starts === undefined ? {} : { starts }),
          },
          switched ? { ...this.#settings, redirectedRelu: redirectedSteps } : this.#settings,
        )
        if (recipe) await lab.client.startRun({ recipe })
      }
      const { method, setMethod } = this.#choices()
      if (method === 'examples' && which[0]) setMethod(which[0])
    } catch (error) {
      toasts.fail(error)
    } finally {
      this.starting = false
    }
  }
  visualize = (): void => {
    void this.start(this.possible)
  }
}
