// Where a channel fires in the pictures of the four cards: asked of the classifier when it is to be shown.
import { lab } from '../../lab/lab.svelte.ts'
import { type Resource, resource } from '../../lab/resource.svelte.ts'
import { methods } from '../../visualization/methods.ts'
import { asAsked } from '../../visualization/asked-pictures.ts'
import type { Measured } from './measured.svelte.ts'
import type { UnitAnswers } from './unit-answers.svelte.ts'
import type { UnitView } from './unit-view.svelte.ts'

interface Maps {
  /** The pictures they are of, a card each. */
  list: readonly (Measured | null)[]
  height: number
  width: number
  maps: number[][]
  /** The highest activation of all: the end of their one scale. */
  most: number
}

/** To be made while a component is made. */
export class FiringMaps {
  wanted = $state(false)
  readonly #answers: UnitAnswers
  readonly #found: Resource<Maps>

  constructor(view: UnitView, answers: UnitAnswers) {
    this.#answers = answers
    this.#found = resource((signal) => {
      const list = this.#cards
      const known = list.filter((one) => one !== null)
      if (!this.wanted || view.layer.kind !== 'conv' || known.length === 0) return null
      const pictures = asAsked(
        known.map((one) => one.rgb),
        view.subject.channels,
      )
      return lab.client
        .activationMaps({ model: view.gallery.model, layer: view.layer.after ?? view.layer.name, channel: view.unit, pictures }, signal)
        .then((found) => ({ ...found, list, most: Math.max(...found.maps.map((one) => Math.max(...one))) }))
    })
  }
  readonly #cards = $derived.by(() => methods.map((one) => this.#answers.of(one)))
  /** What is to be shown: the maps of just these pictures. */
  readonly hot = $derived.by(() => (this.wanted && this.#found.value?.list === this.#cards ? this.#found.value : null))
  get error(): unknown {
    return this.#found.error
  }
  again(): void {
    this.#found.reload()
  }
  /** Of the picture on the card at a place in the row of methods. */
  litOf(at: number): { rgb: Uint8Array; map: readonly number[]; height: number; width: number; most: number } | null {
    const { hot } = this
    const one = this.#cards[at]
    if (!hot || !one) return null
    const map = hot.maps[this.#cards.slice(0, at).filter((other) => other !== null).length]
    return map ? { rgb: one.rgb, map, height: hot.height, width: hot.width, most: hot.most } : null
  }
}
