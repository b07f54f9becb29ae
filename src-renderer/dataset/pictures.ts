// The pictures of a dataset, drawn where they are looked at: each takes a fraction of a millisecond, so none are kept on disk.
import { drawDatasetPicture, indicesOfClass, samplePicture, splitOf } from '../../src-shared/domains/shapes/dataset.ts'
import { splits } from '../../src-shared/domains/splits.ts'
import type { Factors } from '../../src-shared/domains/shapes/classes.ts'
import { Lru } from './lru.ts'
import { canonical, type DatasetSettings, type Split } from '../../src-shared/recipe/recipe.ts'

/** Bytes of drawn pictures that one dataset keeps in memory. */
const memory = 24e6

export class Pictures {
  readonly settings: DatasetSettings
  #tiles: Lru<number, Uint8ClampedArray<ArrayBuffer>>
  #split: Uint8Array | null = null

  constructor(settings: DatasetSettings) {
    this.settings = settings
    this.#tiles = new Lru(Math.max(64, Math.floor(memory / (settings.size ** 2 * 4))))
  }
  /** RGBA bytes of a picture, size x size. To be read only: they are shared. */
  rgba(index: number): Uint8ClampedArray<ArrayBuffer> {
    const { size } = this.settings
    return this.#tiles.get(index, () => {
      const out = new Uint8ClampedArray(size * size * 4)
      drawDatasetPicture(this.settings, index, out, 0, 4)
      return out
    })
  }
  /** RGB bytes of pictures, one after another, as the classifier takes them. */
  rgb(indices: readonly number[]): Uint8Array {
    const bytes = this.settings.size ** 2 * 3
    const out = new Uint8Array(indices.length * bytes)
    indices.forEach((index, at) => {
      drawDatasetPicture(this.settings, index, out, at * bytes, 3)
    })
    return out
  }
  factors(index: number): Factors {
    return samplePicture(this.settings, index)
  }
  split(index: number): Split {
    return splits[this.#splits[index]!]!
  }
  /** Pictures of a class, of one split or all, rising. */
  ofClass(label: number, split: Split | null = null): number[] {
    const all = indicesOfClass(this.settings, label)
    if (split === null) return all
    const number = splits.indexOf(split)
    return all.filter((index) => this.#splits[index] === number)
  }
  /** How many pictures each split has. */
  get counts(): Record<Split, number> {
    const counts = { train: 0, validation: 0, test: 0 }
    for (const one of this.#splits) counts[splits[one]!]++
    return counts
  }
  get #splits(): Uint8Array {
    this.#split ??= splitOf(this.settings)
    return this.#split
  }
}

const known = new Lru<string, Pictures>(4)
/** The pictures of these settings; the same object for the same settings, so that what was drawn is not drawn again. */
export function picturesOf(settings: DatasetSettings): Pictures {
  return known.get(canonical(settings), () => new Pictures(settings))
}

/** Pixels of the pictures that stand between them and around them. */
export interface Spacing {
  gap: number
  edge: number
}
export const lined: Spacing = { gap: 1, edge: 1 }
/** Pixels along `count` pictures of a side. */
export const lengthOf = (count: number, size: number, { gap, edge }: Spacing): number => count * (size + gap) - gap + 2 * edge

/**
 * Draws pictures side by side. What stands between them is left transparent: the canvas's background shows there. Null leaves a place
 * empty.
 */
export function drawGrid(
  canvas: HTMLCanvasElement,
  pictures: Pictures,
  indices: readonly (number | null)[],
  columns: number,
  spacing = lined,
): void {
  const { size } = pictures.settings
  const { gap, edge } = spacing
  canvas.width = lengthOf(columns, size, spacing)
  canvas.height = lengthOf(Math.ceil(indices.length / columns), size, spacing)
  const context = canvas.getContext('2d')
  indices.forEach((index, at) => {
    if (index === null) return
    const [column, row] = [at % columns, Math.floor(at / columns)]
    context?.putImageData(new ImageData(pictures.rgba(index), size, size), edge + column * (size + gap), edge + row * (size + gap))
  })
}

/** CSS pixels for each picture pixel, so that a picture of any size shows about as large as one of 48 pixels at `scale`. */
export function scaleFor(size: number, scale: number): number {
  return Math.max(1, Math.round((48 * scale) / size))
}
