// Pictures on their way to a network: the page has red, green and blue, a network of grey pictures takes one number a pixel.

/** The mean of red, green and blue of each pixel. */
const greyBytes = (rgb: Uint8Array): Uint8Array =>
  Uint8Array.from({ length: rgb.length / 3 }, (_, at) => Math.round((rgb[3 * at]! + rgb[3 * at + 1]! + rgb[3 * at + 2]!) / 3))

/** The same picture without its colours, still as red, green and blue. */
export function greyed(rgb: Uint8Array): Uint8Array {
  const grey = greyBytes(rgb)
  return rgb.map((_, at) => grey[Math.floor(at / 3)]!)
}

/** Pictures of one size as the bytes that a network of so many channels is asked with, one after another. */
export function asAsked(pictures: readonly Uint8Array[], channels: number): Uint8Array {
  const parts = channels === 3 ? pictures : pictures.map(greyBytes)
  const out = new Uint8Array(parts.reduce((sum, one) => sum + one.length, 0))
  let at = 0
  for (const one of parts) {
    out.set(one, at)
    at += one.length
  }
  return out
}
