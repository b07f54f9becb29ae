// A picture with its attribution laid over it: greyed and dark, orange where a pixel raises the answer, blue where it lowers it.

/** Colours of the two ends. They differ in brightness and in hue for every kind of colour vision (Okabe and Ito's orange and sky blue). */
export const attributionColours = { for: [255, 176, 32], against: [86, 160, 255] } as const

/** Share of the pixels that have the full colour: one very strong pixel would leave all others dark. */
const full = 0.01

/** The size of a number from which on a pixel has its full colour; 0 for a map of zeros. */
export function fullColourFrom(map: ArrayLike<number>): number {
  const sizes = Float64Array.from(map, Math.abs).sort()
  return sizes[Math.floor((1 - full) * (sizes.length - 1))]! || sizes.at(-1)!
}

/** RGB bytes: `rgb` of height x width pixels, `map` one number a pixel, `most` the number of the full colour. */
export function attributionPicture(rgb: Uint8Array, map: ArrayLike<number>, most: number): Uint8Array {
  const out = new Uint8Array(rgb.length)
  for (let at = 0; at < map.length; at++) {
    const value = map[at]!
    const strength = most > 0 ? Math.min(1, Math.abs(value) / most) : 0
    const colour = value > 0 ? attributionColours.for : attributionColours.against
    const grey = 0.35 * ((rgb[3 * at]! + rgb[3 * at + 1]! + rgb[3 * at + 2]!) / 3)
    for (let channel = 0; channel < 3; channel++) out[3 * at + channel] = Math.round((1 - strength) * grey + strength * colour[channel]!)
  }
  return out
}

/** A part of a picture, white on black, as RGB bytes. */
export const partPicture = (part: ArrayLike<number>): Uint8Array =>
  Uint8Array.from({ length: 3 * part.length }, (_, at) => (part[Math.floor(at / 3)]! > 0 ? 235 : 24))
