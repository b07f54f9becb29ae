// Pixels of a picture from outside made fit for a classifier that knows bright shapes on black: what lies behind what is transparent, and
// dark turned to bright. All of it on bytes, so that it is the same in every browser.

/** What a picture is laid on, as grey from 0 to 255. */
export const grounds = { black: 0, grey: 128, white: 255 } as const
export type Ground = keyof typeof grounds

/** Whether anything shines through: RGBA bytes with an alpha below 255. */
export function isTransparent(rgba: Uint8ClampedArray): boolean {
  for (let at = 3; at < rgba.length; at += 4) if (rgba[at]! < 255) return true
  return false
}

/** Light of an sRGB byte, 0 to 1 (IEC 61966-2-1). */
const light = (byte: number): number => {
  const value = byte / 255
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
}
/** Relative luminance and contrast as in WCAG 2.2, section 1.4.3. */
const contrast = (one: number, other: number): number => (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05)

/**
 * The ground that shows RGBA pixels best: of the three, the one whose contrast with the pixel that shows least is highest, each pixel as
 * far as it is opaque. Dark lines get white, bright ones black, a drawing of both gets grey. Nothing there at all: black, as the dataset.
 */
export function groundFor(rgba: Uint8ClampedArray): Ground {
  const least = { black: Infinity, grey: Infinity, white: Infinity }
  for (let at = 0; at < rgba.length; at += 4) {
    // The seam of a line is half transparent, and shows as little on every ground.
    if (rgba[at + 3]! < 128) continue
    const here = 0.2126 * light(rgba[at]!) + 0.7152 * light(rgba[at + 1]!) + 0.0722 * light(rgba[at + 2]!)
    for (const name of ['black', 'grey', 'white'] as const) least[name] = Math.min(least[name], contrast(here, light(grounds[name])))
  }
  return (['white', 'grey'] as const).reduce<Ground>((best, name) => (least[name] > least[best] ? name : best), 'black')
}

/**
 * Turns the lightness of one colour over and keeps its hue and saturation, in place: lightness L of HSL becomes 1 - L. As L is half the
 * sum of the largest and smallest channel, that moves all three by the same amount. Black and white change places; pure red, green and
 * blue, the paints of the dataset, stay as they are. Twice is once more the same.
 */
export function invertLightness(rgb: Uint8Array | Uint8ClampedArray, at: number): void {
  const [red, green, blue] = [rgb[at]!, rgb[at + 1]!, rgb[at + 2]!]
  const by = 255 - Math.max(red, green, blue) - Math.min(red, green, blue)
  rgb[at] = red + by
  rgb[at + 1] = green + by
  rgb[at + 2] = blue + by
}

/** RGB bytes of RGBA ones, inverted or not and then laid on black: what is beside the picture stays black, as in the dataset. */
export function onBlack(rgba: Uint8ClampedArray, invert: boolean): Uint8Array {
  const rgb = new Uint8Array((rgba.length / 4) * 3)
  for (let from = 0, to = 0; from < rgba.length; from += 4, to += 3) {
    for (let channel = 0; channel < 3; channel++) rgb[to + channel] = rgba[from + channel]!
    if (invert) invertLightness(rgb, to)
    const alpha = rgba[from + 3]!
    if (alpha < 255) for (let channel = 0; channel < 3; channel++) rgb[to + channel] = Math.round((rgb[to + channel]! * alpha) / 255)
  }
  return rgb
}
