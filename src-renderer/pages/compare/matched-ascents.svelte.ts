// Having the missing pictures of matched channels made, so that they can be compared: robust, from one seed, one run for each network.
import { objectiveKey, type ObjectiveTerm } from '../../../src-shared/recipe/objective.ts'
import type { PresetInput } from '../../../src-shared/recipe/ascent-presets.ts'
import type { Pairs } from '../../../src-shared/run/results/match.ts'
import { lab } from '../../lab/lab.svelte.ts'
import { type Resource, resource } from '../../lab/resource.svelte.ts'
import type { Gallery } from '../../results/gallery.svelte.ts'
import { toasts } from '../../state/toasts.svelte.ts'
import { count } from '../../text/format.ts'
import { ascentOf, defaultSettings, methodName } from '../../visualization/methods.ts'

const seed = 1

/** One of the two networks: its pictures, and the activation of it that is matched. */
interface MatchedSide {
  gallery: Gallery
  layer: string
  /** The activations that a picture of a channel may be of. */
  taps: readonly string[]
  input: PresetInput
}
interface Matched {
  pairs: Pairs['pairs']
  /** The first network and the other; none before their pictures are there. */
  sides: readonly MatchedSide[]
}

/** To be made while a component is made; `matched` is read again whenever it changes. */
export class MatchedAscents {
  starting = $state(false)
  readonly #matched: () => Matched
  readonly #times: Resource<{ seconds: number | null }[]>

  constructor(matched: () => Matched) {
    this.#matched = matched
    this.#times = resource(() => Promise.all(this.#recipes.map((recipe) => lab.client.estimate({ recipe }))))
  }
  /** The objectives without a robust picture, by network; empty until the library has said which there are. */
  readonly #missing: ObjectiveTerm[][] = $derived.by(() => {
    const { pairs, sides } = this.#matched()
    if (!sides.every(({ gallery }) => gallery.ready)) return []
    return sides.map(({ gallery, layer, taps }, at) =>
      [...new Set(pairs.map((pair) => (at === 0 ? pair.unit : pair.other)))]
        .filter((unit) => !taps.some((tap) => gallery.has('robust', `${tap}:${unit}`)))
        .sort((a, b) => a - b)
        .map((channel) => ({ kind: 'channel', layer, channel })),
    )
  })
  readonly #recipes = $derived.by(() =>
    this.#missing.flatMap((objectives, at) => {
      const { gallery, input } = this.#matched().sides[at]!
      const of = { model: gallery.model, input, objectives, seed, generator: null }
      const recipe = objectives.length === 0 ? null : ascentOf('robust', of, defaultSettings)
      return recipe ? [recipe] : []
    }),
  )
  /** How many pictures are missing and not being made. */
  readonly count = $derived.by(() => this.#missing.reduce((sum, one) => sum + one.length, 0))
  /** Seconds that they take; null until it is known. */
  readonly seconds = $derived.by(() => {
    const times = this.#times.value ?? []
    return times.length === this.#recipes.length && times.every((one) => one.seconds !== null)
      ? times.reduce((sum, one) => sum + (one.seconds ?? 0), 0)
      : null
  })
  /** Whether runs that make pictures of these channels are at work or wait. */
  readonly atWork = $derived.by(() => {
    const { sides } = this.#matched()
    return sides.some(({ gallery, taps }) =>
      gallery.active.some(
        ({ recipe }) =>
          recipe.kind === 'ascend' && recipe.objectives.some((spec) => taps.some((tap) => objectiveKey(spec).startsWith(`${tap}:`))),
      ),
    )
  })

  make = async (): Promise<void> => {
    if (this.starting) return
    this.starting = true
    try {
      for (const recipe of this.#recipes) {
        const many = count(recipe.objectives.length, 'channel').replace('\u00a0', ' ')
        const { layer } = this.#matched().sides.find(({ gallery }) => gallery.model === recipe.model)!
        const name = [layer, many, methodName('robust').toLowerCase()].join(', ').slice(0, 200)
        await lab.client.startRun({ recipe, name })
      }
    } catch (error) {
      toasts.fail(error)
    } finally {
      this.starting = false
    }
  }
}
