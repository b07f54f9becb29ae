// Pictures of the dataset as small canvases, drawn when they are first seen; the least used are let go.
import { drawDatasetPicture } from '../../../src-shared/domains/shapes/dataset.ts'
import type { DatasetSettings } from '../../../src-shared/recipe/recipe.ts'

const limit = 1500

export class Thumbnails {
  readonly settings: DatasetSettings
  #kept = new Map<number, OffscreenCanvas>()
  constructor(settings: DatasetSettings) {
    this.settings = settings
  }

  of(index: number): OffscreenCanvas {
    let canvas = this.#kept.get(index)
    if (canvas) {
      this.#kept.delete(index)
    } else {
      const { size } = this.settings
      canvas = new OffscreenCanvas(size, size)
      const context = canvas.getContext('2d')
      if (context) {
        const image = context.createImageData(size, size)
        drawDatasetPicture(this.settings, index, image.data, 0, 4)
        context.putImageData(image, 0, 0)
      }
    }
    this.#kept.set(index, canvas)
    if (this.#kept.size > limit) this.#kept.delete(this.#kept.keys().next().value!)
    return canvas
  }
}
