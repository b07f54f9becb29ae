// Pictures that form now, and what they form from.
import { random } from '../../src-shared/math/random.ts'
import type { LivePicture } from '../../src-shared/run/event.ts'

/** The middle size x size pixels of a picture that forms on a larger canvas: what the network sees of it untransformed. */
export function centre({ width, height, rgb }: Pick<LivePicture, 'width' | 'height' | 'rgb'>, size: number): Uint8Array {
  if (width === size && height === size) return rgb
  const left = Math.floor((width - size) / 2)
  const top = Math.floor((height - size) / 2)
  const out = new Uint8Array(size * size * 3)
  for (let row = 0; row < size; row++)
    out.set(rgb.subarray(((top + row) * width + left) * 3, ((top + row) * width + left + size) * 3), row * size * 3)
  return out
}

const noises = new Map<number, Uint8Array>()
/**
 * RGB bytes of noise as an ascent of pixels starts from, every value evenly from 0 to 255: one of its kind, not the one that a seed gives.
 */
export function noise(size: number): Uint8Array {
  const known = noises.get(size)
  if (known) return known
  const stream = random(1, 'noise to look at')
  const rgb = Uint8Array.from({ length: size * size * 3 }, () => Math.floor(stream.range(0, 256)))
  noises.set(size, rgb)
  return rgb
}
