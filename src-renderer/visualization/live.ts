// Pictures that form now, and what they form from.
import { random } from '../../src-shared/math/random.ts'
import type { LivePicture } from '../../src-shared/run/event.ts'
import type { PictureSize } from './subject.ts'

/** The middle pixels, as many as a picture has, of a picture that forms on a larger canvas: what the network sees of it untransformed. */
export function centre({ width, height, rgb }: Pick<LivePicture, 'width' | 'height' | 'rgb'>, size: PictureSize): Uint8Array {
  if (width === size.width && height === size.height) return rgb
  const left = Math.floor((width - size.width) / 2)
  const top = Math.floor((height - size.height) / 2)
  const out = new Uint8Array(size.width * size.height * 3)
  for (let row = 0; row < size.height; row++)
    out.set(rgb.subarray(((top + row) * width + left) * 3, ((top + row) * width + left + size.width) * 3), row * size.width * 3)
  return out
}

const noises = new Map<string, Uint8Array>()
/**
 * RGB bytes of noise as an ascent of pixels starts from, every value evenly from 0 to 255: one of its kind, not the one that a seed gives.
 */
export function noise({ width, height }: PictureSize): Uint8Array {
  const known = noises.get(`${width} x ${height}`)
  if (known) return known
  const stream = random(1, 'noise to look at')
  const rgb = Uint8Array.from({ length: width * height * 3 }, () => Math.floor(stream.range(0, 256)))
  noises.set(`${width} x ${height}`, rgb)
  return rgb
}
