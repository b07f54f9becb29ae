// Pictures of the dataset as small canvases, drawn when they are first seen; the least used are let go.
import { type DatasetSpec, isPictures } from '../../../src-shared/domains/dataset.ts'
import { rgbImage } from '../../components/pictures/rgb.ts'
import { drawRgb } from '../../dataset/draw.ts'
import { ownRgb } from '../../dataset/own-pictures.svelte.ts'

const limit = 1500

export class Thumbnails {
  readonly settings: DatasetSpec
  #kept = new Map<number, OffscreenCanvas>()
  constructor(settings: DatasetSpec) {
    this.settings = settings
  }

  /** One that was brought is empty until it is there: to be read where a change is noticed. */
  of(index: number): OffscreenCanvas {
    const { size } = this.settings
    // It is asked for each time, so that whoever shows it hears of its arrival.
    const there = !isPictures(this.settings) || ownRgb(this.settings, index) !== null
    let canvas = this.#kept.get(index)
    if (canvas) {
      this.#kept.delete(index)
    } else {
      canvas = new OffscreenCanvas(size, size)
      if (there) canvas.getContext('2d')?.putImageData(rgbImage(drawRgb(this.settings, index), size, size), 0, 0)
      else return canvas
    }
    this.#kept.set(index, canvas)
    if (this.#kept.size > limit) this.#kept.delete(this.#kept.keys().next().value!)
    return canvas
  }
}
