// Sizes of pictures, which need not be square, nor in colour.

/** Sides of a picture in pixels: one number for a square, or [height, width]. */
export type Side = number | readonly [height: number, width: number]

export function sidesOf(side: Side): readonly [height: number, width: number] {
  return typeof side === 'number' ? [side, side] : side
}

/** Pictures of `channels` bytes a pixel as RGB: one channel as grey, of more than three the first three, of two the third is black. */
export function rgbOf(bytes: Uint8Array, channels: number): Uint8Array {
  if (channels === 3) return bytes
  const pixels = bytes.length / channels
  const rgb = new Uint8Array(3 * pixels)
  for (let pixel = 0; pixel < pixels; pixel++) {
    for (let colour = 0; colour < 3; colour++)
      if (channels === 1 || colour < channels) rgb[3 * pixel + colour] = bytes[pixel * channels + (channels === 1 ? 0 : colour)]!
  }
  return rgb
}
