// Having pictures of the picked units of a layer made in one run, and the run that does so now.
import { objectiveKey } from '../../../src-shared/recipe/objective.ts'
import { lab } from '../../lab/lab.svelte.ts'
import { type Resource, resource } from '../../lab/resource.svelte.ts'
import { toasts } from '../../state/toasts.svelte.ts'
import { count } from '../../text/format.ts'
import { type AscentSettings, ascentOf, type MadeMethod, type Method, methodName } from '../../visualization/methods.ts'
import { objectiveOf, unitWord } from '../../visualization/units.ts'
import type { LayerUnits } from './layer-units.svelte.ts'

interface Choices {
  setMethod: (method: Method) => void
  seed: number
  settings: AscentSettings
  generator: string | null
}

/** To be made while a component is made; `choices` is read again whenever it changes. */
export class LayerAscent {
  starting = $state(false)
  readonly #units: LayerUnits
  readonly #choices: () => Choices
  readonly #time: Resource<{ seconds: number | null }>

  constructor(units: LayerUnits, choices: () => Choices) {
    this.#units = units
    this.#choices = choices
    this.#time = resource(() => this.recipe && lab.client.estimate({ recipe: this.recipe }))
  }
  /** The method by which it makes pictures. */
  readonly target: MadeMethod = $derived.by(() => (this.#units.method === 'examples' ? 'robust' : this.#units.method))
  /** Null where nothing is picked, or a generator is missing. */
  readonly recipe = $derived.by(() => {
    const { picked, layer, whole, gallery, subject } = this.#units
    const { seed, generator, settings } = this.#choices()
    return picked.length === 0
      ? null
      : ascentOf(
          this.target,
          {
            model: gallery.model,
            input: subject.input,
            objectives: picked.map((unit) => objectiveOf(layer, unit, whole)),
            seed,
            generator,
          },
          settings,
        )
  })
  /** Seconds that it takes; null until it is known. */
  readonly seconds = $derived.by(() => this.#time.value?.seconds ?? null)
  readonly #keys = $derived.by(() => new Set(this.#units.all.map((unit) => this.#units.keyOf(unit))))
  /** The run that makes pictures of this layer now. */
  readonly work = $derived.by(
    () =>
      this.#units.gallery.active.find(
        (run) =>
          run.recipe.kind === 'ascend' &&
          run.recipe.objectives.length > 1 &&
          run.recipe.objectives.some((spec) => this.#keys.has(objectiveKey(spec))),
      ) ?? null,
  )
  readonly progress = $derived.by(() => (this.work ? (lab.progress.get(this.work.id) ?? this.work.progress) : null))
  /** What is picked, without its number: "channel", "classes". */
  readonly things = $derived.by(() => {
    const { picked, layer } = this.#units
    return picked.length === 1 ? unitWord(layer) : layer.kind === 'logits' ? 'classes' : `${unitWord(layer)}s`
  })

  visualize = async (): Promise<void> => {
    const { recipe, target } = this
    const { layer, picked } = this.#units
    if (!recipe || this.starting) return
    this.starting = true
    const many = count(picked.length, unitWord(layer), layer.kind === 'logits' ? 'classes' : undefined)
    try {
      await lab.client.startRun({
        recipe,
        name: [layer.name, many.replace('\u00a0', ' '), methodName(target).toLowerCase()].join(', '),
      })
      this.#choices().setMethod(target)
    } catch (error) {
      toasts.fail(error)
    } finally {
      this.starting = false
    }
  }
  /** What has formed so far is kept. */
  stop(id: string): void {
    lab.client.cancelRun({ id }).catch((error: unknown) => toasts.fail(error))
  }
}
