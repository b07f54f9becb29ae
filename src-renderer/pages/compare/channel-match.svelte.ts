// Matching the channels of two networks: which layers, on which pictures, and what was found.
import type { Pairs } from '../../../src-shared/run/results/match.ts'
import { ownDatasets } from '../../dataset/own-datasets.svelte.ts'
import type { LayerInfo } from '../../visualization/units.ts'
import type { ComparedNetwork } from './compared-networks.svelte.ts'
import { knownPairs, matchNow } from './match-result.ts'
import { counterpart, hasLearnt, layerOf, matchable, matchingOf } from './matched-layers.ts'

interface Given {
  networks: readonly [ComparedNetwork, ComparedNetwork]
  /** Activations that the compared pictures are of; they come first. */
  layers: readonly string[]
  onpairs: (pairs: Pairs) => void
}

/** To be made while a component is made; `given` is read again whenever it changes. */
export class ChannelMatch {
  busy = $state(false)
  error: unknown = $state.raw(null)
  #layer: string | null = $state(null)
  #otherLayer: string | null = $state(null)
  #pictures: string | null = $state(null)
  /** Its component is gone: what is found now is found again in the library. */
  #left = false
  #found = $state.raw<Pairs | null>(null)
  readonly #given: () => Given
  readonly #own: ReturnType<typeof ownDatasets>

  constructor(given: () => Given) {
    this.#given = given
    this.#own = ownDatasets(() => {
      const { width, height } = this.networks[0].subject
      return this.fits && width === height && !hasLearnt(this.networks) ? width : null
    })
    $effect(() => () => {
      this.#left = true
    })
    $effect(() => {
      const asked = this.recipe
      let left = false
      this.#found = null
      if (asked !== null)
        knownPairs(asked).then(
          (found) => {
            if (!left && found) this.#take(found)
          },
          (reason: unknown) => {
            if (!left) this.error = reason
          },
        )
      return () => {
        left = true
      }
    })
  }
  readonly networks = $derived.by(() => this.#given().networks)
  /** The layers of each network that can be matched. */
  readonly sides = $derived.by(() => this.networks.map(({ subject }) => matchable(subject.layers)) as [LayerInfo[], LayerInfo[]])
  /** The layers of both have the same names, so that one choice is enough. */
  readonly same = $derived.by(() => this.sides[0].map(({ name }) => name).join('\n') === this.sides[1].map(({ name }) => name).join('\n'))
  readonly #pictured = $derived.by(() => this.#given().layers.filter((tap) => layerOf(this.sides[0], tap)))
  /** Before their activation functions only, but for those that the compared pictures are of. */
  readonly options = $derived.by(() => [...new Set([...this.#pictured, ...this.sides[0].map(({ name }) => name)])])
  /** The paper's layer where it is, else one from the middle, where shapes begin to show. */
  readonly #usual = $derived.by(() => {
    const [here] = this.sides
    return here.some(({ name }) => name === 'conv3') ? 'conv3' : (here[Math.floor(here.length / 2)]?.name ?? null)
  })
  readonly layer = $derived.by(() => this.#layer ?? this.#pictured[0] ?? this.#usual)
  readonly otherLayer = $derived.by(() => {
    if (this.layer === null) return null
    return !this.same && this.#otherLayer !== null ? this.#otherLayer : counterpart(this.layer, this.sides[0], this.sides[1])
  })
  readonly otherOptions = $derived.by(() => {
    const names = this.sides[1].map(({ name }) => name)
    return this.otherLayer === null || names.includes(this.otherLayer) ? names : [this.otherLayer, ...names]
  })
  /** "32 × 32", of each network. */
  readonly sizes = $derived.by(() => this.networks.map(({ subject }) => `${subject.width} × ${subject.height}`))
  readonly fits = $derived.by(() => this.sizes[0] === this.sizes[1])
  /** Pictures that were brought, for two networks that have learnt from none that the lab knows. */
  readonly datasets = $derived.by(() => this.#own.list)
  readonly among = $derived.by(() => this.datasets.find((one) => one.index === this.#pictures) ?? this.datasets[0] ?? null)
  /** Null where there is nothing to match, or no pictures to ask both on. */
  readonly recipe = $derived.by(() => {
    const { networks, layer, otherLayer, among } = this
    return layer === null || otherLayer === null || !this.fits ? null : matchingOf({ networks, layer, otherLayer, among })
  })
  /** Of just these layers; null until they are matched. */
  readonly pairs = $derived.by(() => {
    const found = this.#found
    return found?.layer === this.layer && (found?.otherLayer ?? this.layer) === this.otherLayer ? found : null
  })
  /** The most alike first. */
  readonly sorted = $derived.by(() => (this.pairs ? [...this.pairs.pairs].sort((a, b) => b.correlation - a.correlation) : []))

  chooseLayer = (layer: string): void => {
    this.#layer = layer
    this.#otherLayer = null
  }
  chooseOther = (layer: string): void => {
    this.#otherLayer = layer
  }
  choosePictures = (index: string): void => {
    this.#pictures = index
  }
  #take(found: Pairs): void {
    if (this.#left) return
    this.#found = found
    this.error = null
    this.#given().onpairs(found)
  }
  start = async (): Promise<void> => {
    if (this.recipe === null) return
    this.busy = true
    this.error = null
    try {
      this.#take(await matchNow(this.recipe))
    } catch (reason) {
      this.error = reason
    } finally {
      this.busy = false
    }
  }
}
