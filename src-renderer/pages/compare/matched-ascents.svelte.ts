// Having the missing pictures of matched channels made, so that they can be compared: robust, from one seed, one run for each network.
import { objectiveKey, type ObjectiveTerm } from '../../../src-shared/recipe/objective.ts'
import type { Pairs } from '../../../src-shared/run/results/match.ts'
import { lab } from '../../lab/lab.svelte.ts'
import { presetInputOf } from '../../lab/models.ts'
import { type Resource, resource } from '../../lab/resource.svelte.ts'
import type { Gallery } from '../../results/gallery.svelte.ts'
import { toasts } from '../../state/toasts.svelte.ts'
import { count } from '../../text/format.ts'
import { ascentOf, defaultSettings, methodName } from '../../visualization/methods.ts'

/** The activations of a layer that a channel's picture may be of: the one asked for first, then before and after its function. */
export function tapsOf(layer: string): string[] {
  const plain = layer.replace(/\.relu$/, '')
  return [...new Set([layer, plain, `${plain}.relu`])]
}
const seed = 1

interface Matched {
  layer: string | null
  pairs: Pairs['pairs']
  /** Of the first network and of the other; none before they are opened. */
  galleries: readonly Gallery[]
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
    const { layer, pairs, galleries } = this.#matched()
    if (layer === null || !galleries.every((one) => one.ready)) return []
    return galleries.map((gallery, at) =>
      [...new Set(pairs.map((pair) => (at === 0 ? pair.unit : pair.other)))]
        .filter((unit) => !tapsOf(layer).some((tap) => gallery.has('robust', `${tap}:${unit}`)))
        .sort((a, b) => a - b)
        .map((channel) => ({ kind: 'channel', layer, channel })),
    )
  })
  readonly #recipes = $derived.by(() =>
    this.#missing.flatMap((objectives, at) => {
      const model = this.#matched().galleries[at]!.model
      const of = { model, input: presetInputOf(lab.models, model), objectives, seed, generator: null }
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
    const { layer, galleries } = this.#matched()
    if (layer === null) return false
    const taps = tapsOf(layer)
    return galleries.some((gallery) =>
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
        const name = [this.#matched().layer, many, methodName('robust').toLowerCase()].join(', ')
        await lab.client.startRun({ recipe, name })
      }
    } catch (error) {
      toasts.fail(error)
    } finally {
      this.starting = false
    }
  }
}
