// Pictures in colour as one channel.

/** The luma of RGB bytes (ITU-R BT.601, as JPEG has it), for a network that sees one channel. */
export function greyOf(rgb: Uint8Array): Uint8Array {
  const grey = new Uint8Array(rgb.length / 3)
  for (let at = 0; at < grey.length; at++) grey[at] = Math.round(0.299 * rgb[3 * at]! + 0.587 * rgb[3 * at + 1]! + 0.114 * rgb[3 * at + 2]!)
  return grey
}
