// Arrow keys over things laid out in any way: to the neighbour that one sees in that direction.

export interface Box {
  left: number
  top: number
  width: number
  height: number
}
const keys: Record<string, readonly [number, number]> = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }

/**
 * Place of the neighbour of `from` in a key's direction, or null. Left and right follow the order; up and down the nearest above or below.
 */
export function neighbour(boxes: readonly Box[], from: number, key: string): number | null {
  if (key === 'Home') return boxes.length > 0 ? 0 : null
  if (key === 'End') return boxes.length > 0 ? boxes.length - 1 : null
  const direction = keys[key]
  const own = boxes[from]
  if (!direction || !own) return null
  const [across, down] = direction
  if (across !== 0) return boxes[from + across] ? from + across : null
  let best: number | null = null
  let least = Infinity
  boxes.forEach((box, at) => {
    const vertical = (box.top + box.height / 2 - own.top - own.height / 2) * down
    if (vertical < own.height / 2) return
    const aside = Math.abs(box.left + box.width / 2 - own.left - own.width / 2)
    // What stands farther aside than half a width is no neighbour as long as anything is straight ahead.
    const distance = vertical + (aside > own.width / 2 ? 1000 + 3 * aside : aside)
    if (distance < least) {
      least = distance
      best = at
    }
  })
  return best
}

/** Moves the focus among the elements of `box` that `selector` names, as arrow keys ask. True when it did. */
export function rove(box: HTMLElement, selector: string, event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return false
  const all = [...box.querySelectorAll<HTMLElement>(selector)]
  const from = all.findIndex((one) => one.contains(document.activeElement))
  const to = neighbour(
    all.map((one) => one.getBoundingClientRect()),
    from,
    event.key,
  )
  if (to === null) return from >= 0 && event.key in keys
  all[to]?.focus()
  return true
}
