// How two of the compared runs are laid over each other: apart, under a divider, in turns, or as their difference.
import type { Compared } from '../../../src-shared/run/compared-runs.ts'
import { fittingScale } from '../../components/pictures/pixels.svelte.ts'
import { preferences } from '../../state/preferences.svelte.ts'

export type PairView = 'side' | 'swipe' | 'blink' | 'difference'
/** Milliseconds that each is shown: two changes a second and a half, well under the three flashes a second that can harm. */
const turn = 750

/** To be made while a component is made; `list` is read again whenever it changes. */
export class PicturePair {
  view: PairView = $state('side')
  /** Share of the width that shows the first, 0 to 1. */
  share = $state(0.5)
  playing = $state(false)
  /** In turns: the second is shown. */
  second = $state(false)
  #other: string | null = $state(null)
  readonly #list: () => readonly Compared[]
  readonly #width: () => number

  /** `width`: pixels of a picture. */
  constructor(list: () => readonly Compared[], width: () => number) {
    this.#list = list
    this.#width = width
    $effect(() => {
      if (this.view !== 'blink' || !this.playing) return
      const timer = setInterval(() => {
        this.second = !this.second
      }, turn)
      return () => clearInterval(timer)
    })
  }
  readonly first = $derived.by(() => this.#list()[0])
  readonly rivals = $derived.by(() => this.#list().slice(1))
  /** The one that the first is laid over. */
  readonly rival = $derived.by(() => this.rivals.find((one) => one.run.id === this.#other) ?? this.rivals[0])
  /** Its place in the list. */
  readonly rivalAt = $derived.by(() => (this.rival ? this.#list().indexOf(this.rival) : 1))
  readonly width = $derived.by(() => this.#width())
  /** Screen pixels a pixel: pictures of any size are about as large as those of the lab, three or two times their 48 pixels. */
  readonly scale = $derived.by(() => fittingScale(this.width, 48 * (this.#list().length <= 2 || this.view !== 'side' ? 3 : 2)))

  choose(view: PairView): void {
    this.view = view
    if (view === 'blink') this.playing = !preferences.reduceMotion && !matchMedia('(prefers-reduced-motion: reduce)').matches
  }
  chooseRival(run: string): void {
    this.#other = run
  }
  /** Stops at the other one. */
  flip(): void {
    this.playing = false
    this.second = !this.second
  }
}
