// The part of a canvas that a network sees.
import { type Side, sidesOf } from './side.ts'

/**
 * The middle of each canvas, at the size the network takes: `centreCrop` for 8-bit pictures of `channels` bytes a pixel, one after the
 * other.
 */
export function windows(canvases: Uint8Array, canvas: Side, window: Side, channels: number): Uint8Array {
  const [[canvasHeight, canvasWidth], [height, width]] = [sidesOf(canvas), sidesOf(window)]
  if (canvasHeight === height && canvasWidth === width) return canvases
  const [top, left] = [Math.floor((canvasHeight - height) / 2), Math.floor((canvasWidth - width) / 2)]
  const row = width * channels
  const out = new Uint8Array((canvases.length / (canvasHeight * canvasWidth)) * height * width)
  for (let at = 0; at * row < out.length; at++) {
    const first = ((Math.floor(at / height) * canvasHeight + top + (at % height)) * canvasWidth + left) * channels
    out.set(canvases.subarray(first, first + row), at * row)
  }
  return out
}
