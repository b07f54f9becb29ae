// RGB bytes of small pictures, on their way to a canvas.
import type { Attachment } from 'svelte/attachments'
import { paint } from './painting.ts'

/** The pixels of the picture of width x height that starts at byte `offset`. The bytes must reach to its end. */
export function rgbImage(rgb: Uint8Array, width: number, height: number, offset = 0): ImageData {
  const image = new ImageData(width, height)
  const { data } = image
  for (let from = offset, to = 0; to < data.length; from += 3, to += 4) {
    data[to] = rgb[from]!
    data[to + 1] = rgb[from + 1]!
    data[to + 2] = rgb[from + 2]!
    data[to + 3] = 255
  }
  return image
}

/** Draws a picture of size x size pixels on a canvas of that size; nothing when the bytes do not reach to its end. */
export function paintRgb(canvas: HTMLCanvasElement | OffscreenCanvas, rgb: Uint8Array, size: number, offset = 0): void {
  const context = canvas.getContext('2d') as CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D | null
  if (context && rgb.length >= offset + size * size * 3) context.putImageData(rgbImage(rgb, size, size, offset), 0, 0)
}

/** An attachment that paints the picture number `at` of several, one after another in `rgb`; nothing while there are none. */
export function showsRgb(rgb: Uint8Array | null, size: number, at: number): Attachment<HTMLCanvasElement> {
  return (canvas) => {
    if (rgb) return paint(canvas, () => paintRgb(canvas, rgb, size, at * size * size * 3))
  }
}
