// Pointers and keys on the canvas of points: one pointer moves or selects, two zoom, arrow keys move.
import { untrack } from 'svelte'
import type { Box, ScatterPlane } from './scatter-plane.svelte.ts'

/** CSS pixels within which a point counts as pointed at, by a pointer and from the middle by keys. */
const near = 9
const nearByKey = 60

interface Given {
  mode: 'move' | 'select'
  /** Only to be looked at. */
  still: boolean
  onpick: ((index: number) => void) | undefined
  onselect: ((indices: number[]) => void) | undefined
}

/** To be made while a component is made; `given` is read at each gesture. */
export class ScatterGestures {
  /** The box that is being drawn over the points. */
  box: Box | null = $state.raw(null)
  /** The point in the middle is pointed at, by keys. */
  byKey = $state(false)
  readonly #plane: ScatterPlane
  readonly #given: () => Given
  readonly #fingers = new Map<number, { x: number; y: number }>()
  #moved = false

  constructor(plane: ScatterPlane, given: () => Given) {
    this.#plane = plane
    this.#given = given
    $effect(() => {
      void plane.xs
      void plane.ys
      void plane.even
      untrack(() => {
        this.box = null
      })
    })
  }

  down = (event: PointerEvent & { currentTarget: HTMLElement }): void => {
    const { still, mode } = this.#given()
    if (still || event.button !== 0) return
    this.leave()
    event.currentTarget.setPointerCapture(event.pointerId)
    const place = placeOf(event)
    this.#fingers.set(event.pointerId, place)
    this.#moved = false
    if (this.#fingers.size === 1 && (mode === 'select' || event.shiftKey)) this.box = { x0: place.x, y0: place.y, x1: place.x, y1: place.y }
  }
  move = (event: PointerEvent & { currentTarget: HTMLElement }): void => {
    if (this.#given().still) return
    const plane = this.#plane
    const place = placeOf(event)
    const before = this.#fingers.get(event.pointerId)
    if (!before) {
      this.byKey = false
      plane.point(plane.nearest(place.x, place.y, near))
      return
    }
    const other = [...this.#fingers].find(([id]) => id !== event.pointerId)?.[1]
    if (other) {
      this.box = null
      const [from, to] = [Math.hypot(before.x - other.x, before.y - other.y), Math.hypot(place.x - other.x, place.y - other.y)]
      if (from > 0 && to > 0) plane.zoomAt(to / from, (place.x + other.x) / 2, (place.y + other.y) / 2)
      this.#moved = true
    } else if (this.box) {
      this.box = { ...this.box, x1: place.x, y1: place.y }
    } else {
      if (!this.#moved && Math.hypot(place.x - before.x, place.y - before.y) < 4) return
      this.#moved = true
      plane.moveBy(place.x - before.x, place.y - before.y)
      plane.point(null)
    }
    this.#fingers.set(event.pointerId, place)
  }
  up = (event: PointerEvent & { currentTarget: HTMLElement }): void => {
    if (!this.#fingers.delete(event.pointerId)) return
    const { onselect, onpick } = this.#given()
    const plane = this.#plane
    const { box } = this
    const place = placeOf(event)
    if (box && plane.seen) {
      this.box = null
      if (Math.abs(box.x1 - box.x0) > 4 && Math.abs(box.y1 - box.y0) > 4) {
        onselect?.(plane.within(box).sort((a, b) => a - b))
        return
      }
    }
    if (this.#moved) return
    const index = plane.nearest(place.x, place.y, near)
    if (index !== null) onpick?.(index)
  }
  cancel = (event: PointerEvent): void => {
    this.#fingers.delete(event.pointerId)
    this.box = null
  }
  wheel = (event: WheelEvent & { currentTarget: HTMLElement }): void => {
    if (this.#given().still) return
    event.preventDefault()
    const { x, y } = placeOf(event)
    // A pinch on a touch pad comes as a wheel with Ctrl, in smaller numbers.
    this.#plane.zoomAt(Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.0016)), x, y)
  }
  /** Nothing is pointed at any more. */
  leave = (): void => {
    this.byKey = false
    this.#plane.point(null)
  }
  key = (event: KeyboardEvent): void => {
    const { still, onpick } = this.#given()
    if (still || event.ctrlKey || event.metaKey || event.altKey) return
    const plane = this.#plane
    const { width, height } = plane.frame
    const by = 0.12 * Math.min(width, height)
    const zoomIn = (): void => plane.zoomAt(zoomStep)
    const work: Record<string, () => void> = {
      ArrowLeft: () => plane.moveBy(by, 0),
      ArrowRight: () => plane.moveBy(-by, 0),
      ArrowUp: () => plane.moveBy(0, by),
      ArrowDown: () => plane.moveBy(0, -by),
      '+': zoomIn,
      '=': zoomIn,
      '-': () => plane.zoomAt(1 / zoomStep),
      0: () => plane.fit(),
      Enter: () => {
        if (plane.hovered !== null) onpick?.(plane.hovered)
      },
      Escape: this.leave,
    }
    const found = work[event.key]
    if (!found) return
    event.preventDefault()
    event.stopPropagation()
    found()
    if (event.key === 'Escape' || event.key === 'Enter') return
    this.byKey = true
    plane.point(plane.nearest(width / 2, height / 2, nearByKey))
  }
}

/** How much closer one step comes. */
export const zoomStep = 1.6

/** Where on its surface an event is, in CSS pixels. */
function placeOf(event: MouseEvent & { currentTarget: HTMLElement }): { x: number; y: number } {
  const at = event.currentTarget.querySelector('canvas')!.getBoundingClientRect()
  return { x: event.clientX - at.left, y: event.clientY - at.top }
}
