// What the choices of a training come to on this machine: its recipes, what is wrong with them, and how long each size takes.
import { classFaults } from '../../../src-shared/recipe/recipe-check.ts'
import { trainingRecipe } from '../../../src-shared/recipe/recipe.ts'
import { lab } from '../../lab/lab.svelte.ts'
import { type Resource, resource } from '../../lab/resource.svelte.ts'
import type { TrainDraft } from './draft.svelte.ts'
import {
  type Amounts,
  amountsOf,
  draftRecipe,
  faultsOf,
  type Network,
  networksOf,
  noChanges,
  ownSet,
  type Size,
  sizes,
  type Speeds,
} from './plan.ts'

const unknown: Speeds = { classifier: null, autoencoder: null }

/** To be made while a component is made. */
export class PlannedTraining {
  readonly #draft: TrainDraft
  readonly #measured: Resource<Speeds>
  readonly #times: Resource<Map<Size, number | null>>

  constructor(draft: TrainDraft) {
    this.#draft = draft
    // The speed of this machine, from runs like the ones to be started; without any, from a second of such a training.
    this.#measured = resource(async (): Promise<Speeds> => {
      void this.#presets
      const wanted = this.networks
      const idle = lab.jobs.running.length === 0
      // Only of what is to be trained: measuring takes a second.
      const [classifier, autoencoder] = await Promise.all(
        (['classifier', 'autoencoder'] as const).map((one) => (wanted.includes(one) ? this.#speedOf(one, idle) : null)),
      )
      return { classifier: classifier ?? null, autoencoder: autoencoder ?? null }
    })
    this.#times = resource(async () => {
      const all = sizes.map((size) => ({ size, recipes: this.recipesOf(size) }))
      const answers = await Promise.all(
        all.map(async ({ size, recipes }) => {
          const parts = await Promise.all(recipes.map((recipe) => lab.client.estimate({ recipe })))
          return [
            size,
            parts.length === 0 || parts.some((one) => one.seconds === null)
              ? null
              : parts.reduce((sum, one) => sum + (one.seconds ?? 0), 0),
          ] as const
        }),
      )
      return new Map(answers)
    })
  }
  readonly now = $derived.by(() => this.#draft.current)
  readonly networks = $derived.by(() => networksOf(this.now.task))
  /** The classes of a lesson instead of the paper's. */
  readonly easy = $derived.by(() => this.now.dataset === null && this.now.easy === true)
  readonly #presets = $derived.by(() => `${this.now.changes.classifier.preset ?? ''}/${this.now.changes.autoencoder.preset ?? ''}`)
  readonly #speeds = $derived.by(() => this.#measured.value ?? unknown)
  get measuring(): boolean {
    return this.#measured.loading
  }
  /** Seconds that each size takes; null where that is not known. */
  get times(): Map<Size, number | null> | undefined {
    return this.#times.value
  }
  readonly #faults = $derived.by(() =>
    this.#reads(this.now.size).flatMap((one) =>
      one.success ? (one.data.kind === 'classifier' ? classFaults(one.data.dataset) : []) : faultsOf(one.error),
    ),
  )
  /** Why it cannot be started, each reason once. */
  readonly faults = $derived.by(() => [...new Set(this.#faults)])
  /** How many settings differ from those of the size. */
  readonly changed = $derived.by(() => {
    const { changes } = this.now
    const all = [changes.pictures, changes.seed, ...this.networks.flatMap((one) => Object.values(changes[one]))]
    return all.filter((one) => one !== undefined).length
  })

  /** How many pictures are seen how often. */
  amounts = (size: Size): Amounts =>
    amountsOf(size, this.networks, this.#speeds, this.now.dataset && ownSet(this.now.dataset.settings), this.easy)
  /** Those that can be started, one for each network. */
  recipesOf(size: Size) {
    return this.#reads(size).flatMap((one) => (one.success ? [one.data] : []))
  }
  #reads(size: Size) {
    const { now } = this
    const chosen =
      size === now.size
        ? now
        : {
            dataset: now.dataset,
            changes: {
              ...noChanges,
              classifier: { preset: now.changes.classifier.preset },
              autoencoder: { preset: now.changes.autoencoder.preset },
            },
          }
    return this.networks.map((one) => trainingRecipe.safeParse(draftRecipe(one, chosen, this.amounts(size))))
  }
  /** Pictures a second; null where that cannot be told. `idle`: nothing else is at work, so that it can be measured. */
  async #speedOf(network: Network, idle: boolean): Promise<number | null> {
    const { changes, dataset } = this.#draft.current
    const amounts = amountsOf('quick', [network], unknown, null)
    const read = trainingRecipe.safeParse(
      draftRecipe(network, { dataset, changes: { ...noChanges, [network]: { preset: changes[network].preset } } }, amounts),
    )
    if (!read.success) return null
    let { seconds } = await lab.client.estimate({ recipe: read.data })
    if (seconds === null && idle) {
      await lab.client.timeTraining({ recipe: read.data })
      seconds = (await lab.client.estimate({ recipe: read.data })).seconds
    }
    return seconds === null || seconds <= 0 ? null : (amounts.pictures * amounts.epochs[network]) / seconds
  }
}
