// What a figure measures of pictures.
import type { Picture } from '../image/png.ts'

/** Mean red, green and blue in [0, 1]. */
export function meanColour({ rgb }: Picture): [number, number, number] {
  const sum: [number, number, number] = [0, 0, 0]
  for (let at = 0; at < rgb.length; at++) sum[at % 3]! += rgb[at]!
  return sum.map((value) => (3 * value) / rgb.length / 255) as [number, number, number]
}

/**
 * Mean absolute difference between neighbouring pixels over mean brightness: how much of the picture is speckle. 0 for a flat or black one.
 */
export function roughness({ width, height, rgb }: Picture): number {
  let difference = 0
  let brightness = 0
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let channel = 0; channel < 3; channel++) {
        const at = 3 * (y * width + x) + channel
        brightness += 2 * rgb[at]!
        if (x + 1 < width) difference += Math.abs(rgb[at + 3]! - rgb[at]!)
        if (y + 1 < height) difference += Math.abs(rgb[at + 3 * width]! - rgb[at]!)
      }
    }
  }
  return brightness === 0 ? 0 : difference / brightness
}

/** Means over an 8 x 8 grid of blocks, in [0, 1]: what is left of a picture when one does not look at its speckle. */
export function coarse({ width, height, rgb }: Picture, blocks = 8): Float64Array {
  const sums = new Float64Array(blocks * blocks * 3)
  const area = (width / blocks) * (height / blocks)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const block = Math.floor((y * blocks) / height) * blocks + Math.floor((x * blocks) / width)
      for (let channel = 0; channel < 3; channel++) sums[3 * block + channel]! += rgb[3 * (y * width + x) + channel]! / 255 / area
    }
  }
  return sums
}

/** Root mean square of the differences of two lists of equal length. */
export function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0
  for (let at = 0; at < a.length; at++) sum += (a[at]! - b[at]!) ** 2
  return Math.sqrt(sum / a.length)
}

export function median(values: readonly number[]): number {
  if (values.length === 0) return Number.NaN
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

export const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

/** Mean of `of` over all pairs of different items. */
export function overPairs<T>(items: readonly T[], of: (a: T, b: T) => number): number {
  const values: number[] = []
  for (let i = 0; i < items.length; i++) for (let j = i + 1; j < items.length; j++) values.push(of(items[i]!, items[j]!))
  return mean(values)
}
