// What part of the plane of points is seen, and which point is pointed at.
import KDBush from 'kdbush'
import { untrack } from 'svelte'
import { type Cloud, fitView, type Frame, toPlane, toScreen, type View } from './stamps.ts'

/** How much closer than the whole one can come. */
const closest = 400

export interface Box {
  x0: number
  y0: number
  x1: number
  y1: number
}
interface Given {
  cloud: Cloud
  /** Which groups are drawn. */
  shown: readonly boolean[]
  /** One scale for both axes. */
  even: boolean
  frame: Frame
  onpoint: ((point: { index: number; x: number; y: number } | null) => void) | undefined
}

/** To be made while a component is made; `given` is read again whenever it changes. Places on the canvas are in CSS pixels. */
export class ScatterPlane {
  #view: View | null = $state.raw(null)
  /** The point that is pointed at. */
  hovered: number | null = $state(null)
  readonly #given: () => Given

  constructor(given: () => Given) {
    this.#given = given
    // Other axes are another plane.
    $effect(() => {
      void this.xs
      void this.ys
      void this.even
      untrack(() => {
        this.#view = null
      })
    })
  }
  readonly cloud = $derived.by(() => this.#given().cloud)
  readonly shown = $derived.by(() => this.#given().shown)
  readonly even = $derived.by(() => this.#given().even)
  readonly frame = $derived.by(() => this.#given().frame)
  // Other colours leave the places as they are: the index is built, and the view fitted, for other places only.
  readonly xs = $derived.by(() => this.cloud.xs)
  readonly ys = $derived.by(() => this.cloud.ys)
  readonly #width = $derived.by(() => this.frame.width)
  readonly #height = $derived.by(() => this.frame.height)
  readonly #fitted = $derived.by(() =>
    this.#width > 0 ? fitView({ xs: this.xs, ys: this.ys }, { width: this.#width, height: this.#height }, this.even) : null,
  )
  /** Null until the canvas has a width. */
  readonly seen = $derived.by(() => this.#view ?? this.#fitted)
  /** 1 where the whole is seen. */
  readonly zoom = $derived.by(() => (this.seen && this.#fitted ? this.seen.kx / this.#fitted.kx : 1))
  readonly #tree = $derived.by(() => {
    const { xs, ys } = this
    const made = new KDBush(xs.length, 64, Float32Array)
    for (let at = 0; at < xs.length; at++) made.add(xs[at]!, ys[at]!)
    return made.finish()
  })

  /** The points inside a box of the canvas whose groups are drawn, in no order. */
  within({ x0, y0, x1, y1 }: Box): number[] {
    const { seen, frame, cloud, shown } = this
    if (!seen) return []
    const [left, top] = toPlane(seen, frame, Math.min(x0, x1), Math.min(y0, y1))
    const [right, bottom] = toPlane(seen, frame, Math.max(x0, x1), Math.max(y0, y1))
    return this.#tree.range(left, bottom, right, top).filter((index) => shown[cloud.groups[index]!])
  }
  /** The point nearest to a place, no farther than `reach`. */
  nearest(x: number, y: number, reach: number): number | null {
    const { seen, frame, cloud } = this
    if (!seen) return null
    let best: number | null = null
    let least = reach * reach
    for (const index of this.within({ x0: x - reach, y0: y - reach, x1: x + reach, y1: y + reach })) {
      const [px, py] = toScreen(seen, frame, cloud.xs[index]!, cloud.ys[index]!)
      const square = (px - x) ** 2 + (py - y) ** 2
      if (square <= least) {
        least = square
        best = index
      }
    }
    return best
  }
  /** Points at a point, or at none, and tells where that is. */
  point(index: number | null): void {
    const { seen, frame, cloud } = this
    const { onpoint } = this.#given()
    this.hovered = index
    if (index === null || !seen) {
      onpoint?.(null)
      return
    }
    const [x, y] = toScreen(seen, frame, cloud.xs[index]!, cloud.ys[index]!)
    onpoint?.({ index, x, y })
  }

  /** Zooms and keeps a place of the canvas where it is. */
  zoomAt(factor: number, x = this.#width / 2, y = this.#height / 2): void {
    const { seen, zoom, frame } = this
    if (!seen || !this.#fitted) return
    const to = Math.min(closest, Math.max(0.6, zoom * factor)) / zoom
    const [kx, ky] = [seen.kx * to, seen.ky * to]
    const [px, py] = toPlane(seen, frame, x, y)
    this.#view = { kx, ky, x: px - (x - this.#width / 2) / kx, y: py + (y - this.#height / 2) / ky }
    this.point(null)
  }
  moveBy(dx: number, dy: number): void {
    const { seen } = this
    if (seen) this.#view = { ...seen, x: seen.x - dx / seen.kx, y: seen.y + dy / seen.ky }
  }
  fit(): void {
    this.#view = null
    this.point(null)
  }
  /** Brings a place of the plane to the middle, near enough to see pictures. */
  goTo(x: number, y: number): void {
    const fitted = this.#fitted
    if (fitted) this.#view = { x, y, kx: fitted.kx * Math.max(6, this.zoom), ky: fitted.ky * Math.max(6, this.zoom) }
  }
}
