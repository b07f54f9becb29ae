// Pictures of the dataset drawn in the page, since none are kept; and the map of an activation laid over one.
import { classCount, className } from '../../src-shared/domains/shapes/classes.ts'
import { classOf, drawDatasetPicture, indicesOf, splitOf } from '../../src-shared/domains/shapes/dataset.ts'
import type { DatasetSettings } from '../../src-shared/recipe/recipe.ts'

/** RGB bytes of one picture. */
export function drawRgb(settings: DatasetSettings, index: number): Uint8Array {
  const rgb = new Uint8Array(settings.size * settings.size * 3)
  drawDatasetPicture(settings, index, rgb, 0, 3)
  return rgb
}

/** RGB bytes of many, one after another. */
export function drawMany(settings: DatasetSettings, indices: readonly number[]): Uint8Array {
  const each = settings.size * settings.size * 3
  const rgb = new Uint8Array(indices.length * each)
  indices.forEach((index, at) => {
    drawDatasetPicture(settings, index, rgb, at * each, 3)
  })
  return rgb
}

/** The first `most` test pictures of every class; of a class without one, none. */
export function testPicturesByClass(settings: DatasetSettings, most: number): { index: number; label: number }[] {
  const counts = new Array<number>(classCount).fill(0)
  const chosen: { index: number; label: number }[] = []
  for (const index of indicesOf(splitOf(settings), 'test')) {
    const label = classOf(settings, index)
    if (counts[label]!++ < most) chosen.push({ index, label })
  }
  return chosen
}

/** Stops of cividis, a scale that is read alike with and without colour blindness (Nuñez, Anderton and Renslow 2018), dark to bright. */
export const heatStops: readonly (readonly [number, number, number])[] = [
  [0, 34, 78],
  [53, 69, 108],
  [102, 105, 112],
  [148, 142, 119],
  [200, 184, 102],
  [254, 232, 56],
]

/** The picture greyed and darkened, with the map in its colours over it where the unit answers; `most` is the brightest value. */
export function heatOver(rgb: Uint8Array, size: number, map: readonly number[], height: number, width: number, most: number): Uint8Array {
  const out = new Uint8Array(rgb.length)
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const at = (row * size + column) * 3
      const value = map[Math.floor((row * height) / size) * width + Math.floor((column * width) / size)] ?? 0
      const share = most > 0 ? Math.min(1, Math.max(0, value / most)) : 0
      const place = share * (heatStops.length - 1)
      const low = heatStops[Math.floor(place)]!
      const high = heatStops[Math.min(heatStops.length - 1, Math.floor(place) + 1)]!
      const grey = (rgb[at]! + rgb[at + 1]! + rgb[at + 2]!) / 3
      for (let channel = 0; channel < 3; channel++) {
        const heat = low[channel]! + (high[channel]! - low[channel]!) * (place % 1)
        out[at + channel] = Math.round(0.6 * heat + 0.4 * grey)
      }
    }
  }
  return out
}

export const exampleAlt = (label: number, index: number): string => `Dataset picture ${index.toLocaleString('en-US')}: ${className(label)}`
