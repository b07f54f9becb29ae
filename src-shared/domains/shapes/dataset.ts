// The synthetic dataset: which factors picture i has, its split, and the drawing of all pictures.
//
// Picture k of a class comes from a random stream named by seed, class and k. So any picture can be drawn alone, a larger dataset
// starts with the smaller one, and leaving classes out (to see whether a network has learnt their factors apart) changes no other picture.
import { classCount, classFactors, type Factors } from './classes.ts'
import { pi } from '../../math/elementary.ts'
import { random } from '../../math/random.ts'
import { canvasWidth, drawPicture, reach, type Pixels } from './raster.ts'
import { type ShownPictures, splits } from '../splits.ts'
import type { DatasetSettings } from './settings.ts'

/** Version of the bytes: raised whenever the same settings give different pictures, factors or splits. */
export const datasetVersion = 1

/** The columns of `Dataset.factors`. */
export const factorNames = ['shape', 'style', 'colour', 'x', 'y', 'angle', 'radius'] as const satisfies readonly (keyof Factors)[]

export interface Dataset {
  /** [count, size, size, 3], RGB, 0 to 255. */
  images: Uint8Array
  /** [count], class indices 0 to 59, also where only some of the classes are in use. */
  labels: Uint8Array
  /** [count, 7], columns as in `factorNames`: three indices, x, y and radius in pixels, angle in radians. */
  factors: Float32Array
  /** [count], 0 train, 1 validation, 2 test. */
  split: Uint8Array
}

/** Class of a picture: the classes in use take turns, so that their counts differ by one at most. */
export function classOf(settings: DatasetSettings, index: number): number {
  return settings.classes[index % settings.classes.length]!
}

/**
 * Factors of picture `index`, 0 to count - 1. Radius, angle and position are uniform over their ranges; the position leaves the whole shape
 * and the margin inside the picture (the paper's code ignores the corners of lines, at most 2.6 of 200 units, and cuts them off).
 * A shape too large for its margin stands in the middle. Numbers are rounded to 32 bits, so that stored factors draw the same picture.
 */
export function samplePicture(settings: DatasetSettings, index: number): Factors {
  if (!Number.isInteger(index) || index < 0 || index >= settings.count) {
    throw new RangeError(`There is no picture ${index}: this dataset has pictures 0 to ${settings.count - 1}.`)
  }
  const label = classOf(settings, index)
  const { shape, style, colour } = classFactors(label)
  const stream = random(settings.seed, 'picture', label, Math.floor(index / settings.classes.length))
  const radius = stream.range(...settings.radius)
  const degrees = stream.range(...settings.rotation)
  const edge = reach(settings, shape, style, radius) + settings.margin
  const room = Math.max(0, canvasWidth - 2 * edge)
  const start = (canvasWidth - room) / 2
  const x = start + room * stream.range(...settings.position)
  const y = start + room * stream.range(...settings.position)
  const unit = settings.size / canvasWidth
  const turned = Math.fround((degrees * pi) / 180)
  // A whole turn, also one that only rounding has made whole, is no turn.
  const angle = turned < 2 * pi ? turned : 0
  return { shape, style, colour, x: Math.fround(x * unit), y: Math.fround(y * unit), angle, radius: Math.fround(radius * unit) }
}

/** Draws picture `index` into `out` from `offset` on: size x size pixels of 3 or 4 channels. Returns its factors. */
export function drawDatasetPicture(settings: DatasetSettings, index: number, out: Pixels, offset: number, channels: 3 | 4): Factors {
  const factors = samplePicture(settings, index)
  drawPicture(settings, factors, out, offset, channels)
  return factors
}

/**
 * Draws the dataset in steps of `chunk` pictures; each step yields how many are done. Leaving off between steps cancels.
 * Throws an Error in plain words if the pictures do not fit in memory.
 */
export function* drawDataset(settings: DatasetSettings, chunk = 256): Generator<number, Dataset> {
  const { count, size } = settings
  const bytes = size * size * 3
  const dataset: Dataset = {
    images: allocate(count * bytes),
    labels: new Uint8Array(count),
    factors: new Float32Array(count * factorNames.length),
    split: splitOf(settings),
  }
  for (let index = 0; index < count; index++) {
    const one = drawDatasetPicture(settings, index, dataset.images, index * bytes, 3)
    dataset.labels[index] = classOf(settings, index)
    for (let at = 0; at < factorNames.length; at++) dataset.factors[index * factorNames.length + at] = one[factorNames[at]!]
    if ((index + 1) % chunk === 0 && index + 1 < count) yield index + 1
  }
  yield count
  return dataset
}

/** Draws the whole dataset at once; `onProgress` hears how many pictures are done. */
export function generateDataset(settings: DatasetSettings, onProgress?: (done: number, total: number) => void): Dataset {
  const steps = drawDataset(settings)
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
    onProgress?.(step.value, settings.count)
  }
}

function allocate(bytes: number): Uint8Array {
  try {
    return new Uint8Array(bytes)
  } catch {
    const need = (bytes / 1e9).toFixed(1)
    throw new Error(`The pictures would take ${need} GB, more than there is room for. Nothing was drawn; choose fewer or smaller ones.`)
  }
}

/** Pictures of a class that are dealt together, one validates and one tests. */
const hand = 10

/**
 * Split of every picture, [count]: 0 train, 1 validation, 2 test, in the ratio 8:1:1, by the rule that the settings name.
 *
 * Rule 2 deals in hands of ten pictures of a class: of pictures 10 b to 10 b + 9 of each class one validates and one tests. Which ones is
 * decided by the seed, the class and b, and for none of them by how many pictures or which other classes there are. The 60 classes of a
 * hand are shifted against each other, so that of the k-th pictures of all 60 classes six validate and six test: with all classes in use
 * the ratio is exact at every multiple of 60 pictures, and in each class it is off by one picture of each split at most.
 */
export function splitOf(settings: DatasetSettings): Uint8Array {
  if (settings.split === undefined) return dealtTogether(settings)
  const { seed, count, classes } = settings
  const split = new Uint8Array(count)
  for (let first = 0; first * classes.length < count; first += hand) {
    const stream = random(seed, 'hand', first / hand)
    const cards = stream.shuffle(Array.from({ length: hand }, (_, card) => card))
    const places = stream.shuffle(Array.from({ length: classCount }, (_, place) => place))
    for (const [place, label] of classes.entries()) {
      for (let k = 0; k < hand; k++) {
        const index = (first + k) * classes.length + place
        if (index < count) split[index] = splitOfCard((cards[k]! + places[label]!) % hand)
      }
    }
  }
  return split
}

/** Eight of ten cards train, one validates, one tests. */
const splitOfCard = (card: number): number => (card === 8 ? 1 : card === 9 ? 2 : 0)

/**
 * The first rule. The classes in random order, and the pictures of each
 * in random order, are dealt out like cards: of every ten, eight train, one validates, one tests. So each class, and the whole,
 * keeps the ratio up to rounding, and with ten times as many pictures as classes no class is without a test picture.
 */
function dealtTogether(settings: DatasetSettings): Uint8Array {
  const { seed, count, classes } = settings
  const split = new Uint8Array(count)
  let dealt = 0
  for (const place of random(seed, 'split').shuffle(classes.map((_, at) => at))) {
    const pictures: number[] = []
    for (let index = place; index < count; index += classes.length) pictures.push(index)
    for (const index of random(seed, 'split', classes[place]!).shuffle(pictures)) {
      split[index] = splitOfCard(dealt % hand)
      dealt++
    }
  }
  return split
}

/** Indices of the pictures of one split or of all, rising. */
export function indicesOf(split: Uint8Array, which: ShownPictures): Uint32Array {
  if (which === 'all') return Uint32Array.from(split, (_, index) => index)
  const number = splits.indexOf(which)
  const out = new Uint32Array(split.reduce((sum, one) => sum + (one === number ? 1 : 0), 0))
  let at = 0
  for (let index = 0; index < split.length; index++) if (split[index] === number) out[at++] = index
  return out
}

/** Indices of the first `most` pictures of a class; none if the class is not in use. */
export function indicesOfClass(settings: DatasetSettings, label: number, most = Infinity): number[] {
  const place = settings.classes.indexOf(label)
  const out: number[] = []
  if (place < 0) return out
  for (let index = place; index < settings.count && out.length < most; index += settings.classes.length) out.push(index)
  return out
}

/** RGBA pixels, row by row: what ImageData and PNG writers take. */
export interface Sheet {
  width: number
  height: number
  data: Uint8ClampedArray<ArrayBuffer>
}

/** The pictures named, side by side in `columns` columns. Places without a picture are transparent. */
export function pictureSheet(settings: DatasetSettings, indices: readonly number[], columns: number, rowCount?: number): Sheet {
  const { size } = settings
  const rows = rowCount ?? Math.ceil(indices.length / columns)
  const width = columns * size
  const sheet: Sheet = { width, height: rows * size, data: new Uint8ClampedArray(width * rows * size * 4) }
  const picture = new Uint8ClampedArray(size * size * 4)
  for (const [place, index] of indices.slice(0, columns * rows).entries()) {
    drawDatasetPicture(settings, index, picture, 0, 4)
    const left = (place % columns) * size,
      top = Math.floor(place / columns) * size
    for (let row = 0; row < size; row++) {
      sheet.data.set(picture.subarray(row * size * 4, (row + 1) * size * 4), ((top + row) * width + left) * 4)
    }
  }
  return sheet
}

/** The first columns x rows pictures of a class. */
export function classSheet(settings: DatasetSettings, label: number, columns: number, rows: number): Sheet {
  return pictureSheet(settings, indicesOfClass(settings, label, columns * rows), columns, rows)
}
