// Which pixels of a drawn picture the shape covers, and which of them would be others if it were of another class.
import { colours, type Factors, shapes, styles } from './classes.ts'
import { drawPicture, type RasterSettings } from './raster.ts'

const draw = (settings: RasterSettings, factors: Factors): Uint8Array => {
  const rgb = new Uint8Array(settings.size ** 2 * 3)
  drawPicture(settings, factors, rgb, 0, 3)
  return rgb
}

/** 1 where the shape covers at least some of a pixel, else 0: size x size bytes, row by row. */
export function coveredPixels(settings: RasterSettings, factors: Factors): Uint8Array {
  const white = draw(settings, { ...factors, colour: 0 })
  return Uint8Array.from({ length: settings.size ** 2 }, (_, at) => (white[3 * at]! > 0 ? 1 : 0))
}

/** The factors that make a class. */
export const classFactorNames = ['shape', 'style', 'colour'] as const
export type ClassFactor = (typeof classFactorNames)[number]
const counts: Record<ClassFactor, number> = { shape: shapes.length, style: styles.length, colour: colours.length }

/** 1 where some other shape, style or colour in the same place would change a pixel, else 0: size x size bytes, row by row. */
export function changedPixels(settings: RasterSettings, factors: Factors, factor: ClassFactor): Uint8Array {
  const own = draw(settings, factors)
  const changed = new Uint8Array(settings.size ** 2)
  for (let value = 0; value < counts[factor]; value++) {
    if (value === factors[factor]) continue
    const other = draw(settings, { ...factors, [factor]: value })
    for (let at = 0; at < changed.length; at++)
      if (own[3 * at] !== other[3 * at] || own[3 * at + 1] !== other[3 * at + 1] || own[3 * at + 2] !== other[3 * at + 2]) changed[at] = 1
  }
  return changed
}
