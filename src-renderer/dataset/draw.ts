// Pictures of a dataset in the page: the shapes are drawn here, since none are kept, and what was brought is read. And the map of an
// activation laid over one.
import { type DatasetSpec, isPictures, pictureNameOf } from '../../src-shared/domains/dataset.ts'
import { classOf, drawDatasetPicture, indicesOf, splitOf } from '../../src-shared/domains/shapes/dataset.ts'
import { ownIndex, ownRgb, ownSplits, readOwn, readOwnIndex } from './own-pictures.svelte.ts'

/** RGB bytes of one picture. One that was brought is black until it is there: to be read where a change is noticed. */
export function drawRgb(dataset: DatasetSpec, index: number): Uint8Array {
  if (isPictures(dataset)) return ownRgb(dataset, index) ?? new Uint8Array(dataset.size ** 2 * 3)
  const rgb = new Uint8Array(dataset.size * dataset.size * 3)
  drawDatasetPicture(dataset, index, rgb, 0, 3)
  return rgb
}

/** RGB bytes of many that are there, one after another. */
export const together = (pictures: readonly Uint8Array[]): Uint8Array => {
  const out = new Uint8Array(pictures.reduce((sum, one) => sum + one.length, 0))
  let at = 0
  for (const one of pictures) {
    out.set(one, at)
    at += one.length
  }
  return out
}

/** RGB bytes of many, one after another, to ask a network about. Throws in words when one that was brought is gone. */
export async function readRgb(dataset: DatasetSpec, indices: readonly number[]): Promise<Uint8Array> {
  return isPictures(dataset) ? readOwn(dataset, indices) : together(indices.map((index) => drawRgb(dataset, index)))
}

/** Class of a picture; of one that was brought 0 until its index is there: to be read where a change is noticed. */
export const labelOf = (dataset: DatasetSpec, index: number): number =>
  isPictures(dataset) ? (ownIndex(dataset)?.labels[index] ?? 0) : classOf(dataset, index)

/** Split of every picture, as places in `splits`; of those that were brought none until their index is there. */
export const splitsOf = (dataset: DatasetSpec): Uint8Array => (isPictures(dataset) ? ownSplits(dataset) : splitOf(dataset))

/** The first `most` test pictures of every class; of a class without one, none. */
export async function testPicturesByClass(dataset: DatasetSpec, most: number): Promise<{ index: number; label: number }[]> {
  // Afterwards what is read of it at once is there.
  if (isPictures(dataset)) await readOwnIndex(dataset)
  const counts = new Map<number, number>()
  const chosen: { index: number; label: number }[] = []
  for (const index of indicesOf(splitsOf(dataset), 'test')) {
    const label = labelOf(dataset, index)
    const before = counts.get(label) ?? 0
    counts.set(label, before + 1)
    if (before < most) chosen.push({ index, label })
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

/** An activation at each place of a picture, row by row; `most` is the brightest value. */
export interface HeatMap {
  readonly map: readonly number[]
  readonly height: number
  readonly width: number
  readonly most: number
}

/** The picture greyed and darkened, with the map in its colours over it where the unit answers. */
export function heatOver(
  rgb: Uint8Array,
  size: { readonly width: number; readonly height: number },
  { map, height, width, most }: HeatMap,
): Uint8Array {
  const out = new Uint8Array(rgb.length)
  for (let row = 0; row < size.height; row++) {
    for (let column = 0; column < size.width; column++) {
      const at = (row * size.width + column) * 3
      const value = map[Math.floor((row * height) / size.height) * width + Math.floor((column * width) / size.width)] ?? 0
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

export const exampleAlt = (dataset: DatasetSpec, label: number, index: number): string =>
  `Dataset picture ${index.toLocaleString('en-US')}: ${pictureNameOf(dataset, label, index)}`
