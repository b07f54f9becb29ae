// A walk through the latent space while it is shown: its ends and way, its frames, what the classifier says, and the frame it is at.
import { classesOf } from '../../../src-shared/domains/dataset.ts'
import { untrack } from 'svelte'
import { lab } from '../../lab/lab.svelte.ts'
import { type Resource, resource } from '../../lab/resource.svelte.ts'
import { straight, throughReal, type Walk } from './latent-path.ts'
import type { PathPlace } from './path-place.ts'
import { answerWords, classNamer, type Studio } from './studio.ts'

interface Judged {
  logits: number[][]
  probabilities: number[][]
}

/** To be made while a component is made; `studio` is read again whenever it changes. */
export class LatentWalk {
  /** Where it goes from and to, as they were chosen, and their latent vectors, null until they are known. */
  from: PathPlace = $state.raw({ kind: 'dials' })
  to: PathPlace
  a: number[] | null = $state.raw(null)
  b: number[] | null = $state.raw(null)
  way: 'straight' | 'real' = $state('straight')
  /** How many, both ends included. */
  frames = $state(25)
  /** Frames a second. */
  speed = $state(10)
  playing = $state(false)
  #frame = $state(0)
  /** It plays there and back. */
  #direction = 1
  readonly #studio: () => Studio
  readonly drawn: Resource<{ pictures: Uint8Array }>
  readonly judged: Resource<Judged>

  constructor(studio: () => Studio) {
    this.#studio = studio
    // The last class in use is the most colourful one.
    this.to = $state.raw({ kind: 'picture', index: untrack(() => Math.max(0, classesOf(studio().space.header.dataset).length - 1)) })
    $effect(() => {
      if (this.way === 'real') studio().encoding.want()
    })
    this.drawn = resource(() => (this.walk === null ? null : lab.client.decode({ generator: this.space.generator, z: this.walk.frames })))
    this.judged = resource(() => {
      const model = this.#model
      return this.rgb === null || model === null ? null : lab.client.classify({ model, pictures: this.rgb })
    })
    $effect(() => {
      if (!this.playing || !this.rgb) return
      const timer = setInterval(() => this.#next(), 1000 / this.speed)
      return () => clearInterval(timer)
    })
  }
  readonly space = $derived.by(() => this.#studio().space)
  readonly #data = $derived.by(() => this.#studio().encoding.data)
  readonly #model = $derived.by(() => this.#studio().classifier?.entry.hash ?? null)
  /** Width and height of a frame, in pixels. */
  readonly size = $derived.by(() => this.space.header.dataset.size)
  /** Null until both ends, and for a way through real pictures the dataset's encoding, are known. */
  readonly walk: Walk | null = $derived.by(() => {
    const { a, b, frames } = this
    if (a === null || b === null) return null
    if (this.way === 'straight') return straight(a, b, frames)
    return this.#data ? throughReal(this.space, this.#data, a, b, frames) : null
  })
  /** How far apart the ends are, in standard deviations of the dataset. */
  readonly length = $derived.by(() => (this.a && this.b ? this.space.distance(this.a, this.b) : null))
  /** RGB bytes of all frames, one after the other; null until they are drawn. */
  readonly rgb = $derived.by(() =>
    this.drawn.value && this.drawn.value.pictures.length === this.frames * this.size * this.size * 3 ? this.drawn.value.pictures : null,
  )
  /** What the classifier says of each frame; null without one, or until it is known. */
  readonly answers = $derived.by(() => (this.judged.value?.probabilities.length === this.frames ? this.judged.value : null))
  /** The frame that is shown, from 0. */
  readonly at = $derived.by(() => Math.min(this.#frame, this.frames - 1))
  /** What the classifier calls a class. */
  readonly nameOf = $derived.by(() => classNamer(this.#studio()))
  /** What the classifier says of it, in words. */
  readonly said = $derived.by(() => {
    const { answers, at } = this
    return answers ? answerWords({ logits: answers.logits[at]!, probabilities: answers.probabilities[at]! }, this.nameOf) : ''
  })

  #next(): void {
    if (this.#frame + this.#direction < 0 || this.#frame + this.#direction > this.frames - 1) this.#direction = -this.#direction
    this.#frame = Math.max(0, Math.min(this.frames - 1, this.#frame + this.#direction))
  }
  /** Stops at a frame. */
  stopAt(frame: number): void {
    this.playing = false
    this.#frame = frame
  }
  swap(): void {
    ;[this.from, this.to] = [this.to, this.from]
  }
  /** RGB bytes of one frame. */
  frameOf(rgb: Uint8Array, frame: number): Uint8Array {
    const each = this.size * this.size * 3
    return rgb.subarray(frame * each, (frame + 1) * each)
  }
}
