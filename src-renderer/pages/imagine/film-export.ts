// A walk as a file to take along: a strip of its frames, or a moving picture. Pixels are enlarged to squares, never smoothed.
import { encode } from 'fast-png'
import { applyPalette, GIFEncoder, quantize } from 'gifenc'
import { enlarge } from '../../visualization/export.ts'

export interface Film {
  rgb: Uint8Array
  size: number
  count: number
}

/** All frames side by side, at most `columns` in a row. */
export function stripPng({ rgb, size, count }: Film, scale: number, columns: number, about: Record<string, string>): Uint8Array {
  const side = size * scale
  const rows = Math.ceil(count / columns)
  const width = side * Math.min(columns, count)
  const data = new Uint8Array(width * side * rows * 3)
  for (let frame = 0; frame < count; frame++) {
    const tile = enlarge(rgb.subarray(frame * size * size * 3, (frame + 1) * size * size * 3), { width: size, height: size }, scale)
    const [left, top] = [(frame % columns) * side, Math.floor(frame / columns) * side]
    for (let row = 0; row < side; row++) data.set(tile.subarray(row * side * 3, (row + 1) * side * 3), ((top + row) * width + left) * 3)
  }
  return new Uint8Array(encode({ width, height: side * rows, channels: 3, depth: 8, data, text: about }))
}

/**
 * There and back again, without an end; `delay` in milliseconds a frame. One palette of 256 colours for all frames, so that none flickers.
 */
export function loopGif({ rgb, size, count }: Film, scale: number, delay: number): Uint8Array {
  const rgba = (from: Uint8Array): Uint8Array => {
    const out = new Uint8Array((from.length / 3) * 4).fill(255)
    for (let at = 0, to = 0; at < from.length; at += 3, to += 4) {
      out[to] = from[at]!
      out[to + 1] = from[at + 1]!
      out[to + 2] = from[at + 2]!
    }
    return out
  }
  const palette = quantize(rgba(rgb), 256)
  const gif = GIFEncoder()
  const order = [
    ...Array.from({ length: count }, (_, at) => at),
    ...Array.from({ length: Math.max(0, count - 2) }, (_, at) => count - 2 - at),
  ]
  const indexed = Array.from({ length: count }, (_, frame) => {
    const small = applyPalette(rgba(rgb.subarray(frame * size * size * 3, (frame + 1) * size * size * 3)), palette)
    const side = size * scale
    const large = new Uint8Array(side * side)
    for (let y = 0; y < side; y++)
      for (let x = 0; x < side; x++) large[y * side + x] = small[Math.floor(y / scale) * size + Math.floor(x / scale)]!
    return large
  })
  for (const [at, frame] of order.entries())
    gif.writeFrame(indexed[frame]!, size * scale, size * scale, at === 0 ? { palette, delay, repeat: 0 } : { delay })
  gif.finish()
  return gif.bytes()
}
