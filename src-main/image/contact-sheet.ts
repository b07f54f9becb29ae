// Pictures side by side as one, and numbers as pictures.
import type { Picture } from './png.ts'
import { type Side, sidesOf } from './side.ts'

/** Pictures of one size (RGB, 0 to 255), row after row of `columns`. Places left over are black. */
export function contactSheet(pictures: readonly Uint8Array[], size: Side, columns: number): Picture {
  const [tall, wide] = sidesOf(size)
  const width = columns * wide
  const height = Math.ceil(pictures.length / columns) * tall
  const rgb = new Uint8Array(width * height * 3)
  for (const [place, picture] of pictures.entries()) {
    const left = (place % columns) * wide
    const top = Math.floor(place / columns) * tall
    for (let row = 0; row < tall; row++) rgb.set(picture.subarray(row * wide * 3, (row + 1) * wide * 3), ((top + row) * width + left) * 3)
  }
  return { width, height, rgb }
}

/** One channel of numbers as a grey picture: 0 and less is black, the largest is white. */
export function greyMap(values: Float32Array, width: number, height: number): Picture {
  const most = values.reduce((max, one) => Math.max(max, one), 0)
  const rgb = new Uint8Array(width * height * 3)
  if (most > 0) for (let at = 0; at < rgb.length; at++) rgb[at] = Math.max(0, Math.round((255 * values[Math.floor(at / 3)]!) / most))
  return { width, height, rgb }
}

/** Numbers in [0, 1] as bytes, clipped. */
export function bytesOf(values: ArrayLike<number>): Uint8Array {
  const bytes = new Uint8Array(values.length)
  for (let at = 0; at < bytes.length; at++) bytes[at] = Math.round(255 * Math.min(1, Math.max(0, values[at]!)))
  return bytes
}
