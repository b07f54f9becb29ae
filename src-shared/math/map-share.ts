// How much of a map over a picture lies in a part of it, and how much would lie there if the map were laid somewhere else.

export interface MapShare {
  /** Share of the sizes of all numbers of the map that lies in the part, 0 to 1; 0 for a map of zeros. */
  readonly inside: number
  /** Share of the picture that the part takes up, which is also the mean of `inside` over all places the map could be moved to. */
  readonly area: number
  /** Of the map moved to other places (what leaves at one edge comes in at the opposite one), 95 of 100 have less inside than this. */
  readonly moved: number
}

/** Moves of a map that are tried at most. */
const moves = 1024

/**
 * `map` and `part` are height x width numbers, row by row; `part` is 1 inside and 0 outside. A map that is blurred keeps its blur when it
 * is moved, so that a coarse one is compared with coarse ones.
 */
export function mapShare(map: ArrayLike<number>, part: ArrayLike<number>, height: number, width: number): MapShare {
  const sizes = Float64Array.from(map, Math.abs)
  const total = sizes.reduce((sum, one) => sum + one, 0)
  const places = Array.from({ length: height * width }, (_, at) => at).filter((at) => part[at]! > 0)
  const inside = (down: number, right: number): number => {
    let sum = 0
    for (const at of places) {
      const row = (Math.floor(at / width) + down) % height
      sum += sizes[row * width + ((at + right) % width)]!
    }
    return total > 0 ? sum / total : 0
  }
  // Whole steps apart, so that they are spread over the picture whatever its size.
  const step = Math.max(1, Math.ceil(Math.sqrt((height * width) / moves)))
  const others: number[] = []
  for (let down = 0; down < height; down += step)
    for (let right = 0; right < width; right += step) if (down > 0 || right > 0) others.push(inside(down, right))
  others.sort((a, b) => a - b)
  return { inside: inside(0, 0), area: places.length / (height * width), moved: others[Math.floor(0.95 * others.length)] ?? 0 }
}
