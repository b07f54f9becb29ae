// The nearest picture of a dataset to each of some pictures, in the root mean square of the differences of pixels.
import { unitRange } from '../../image/unit-range.ts'
import { tf } from '../../tensorflow/tf.ts'
import { tidied } from '../../tensorflow/tidied.ts'

export interface Nearest {
  index: number
  distance: number
}

/**
 * For each of `queries`, [count, pixels] bytes, the nearest of the dataset pictures `indices`, by ||a - b||^2 = ||a||^2 - 2 a.b + ||b||^2.
 * Distances are root mean squares over the pixels, in [0, 1]. Yields how many dataset pictures have been looked at.
 */
export function* nearestPictures(
  queries: Uint8Array,
  images: Uint8Array,
  indices: Uint32Array,
  pixels: number,
  chunk = 512,
): Generator<number, Nearest[]> {
  const count = queries.length / pixels
  const best: Nearest[] = Array.from({ length: count }, () => ({ index: -1, distance: Infinity }))
  const asked = tf.tensor2d(unitRange(queries), [count, pixels])
  const askedNorms = tidied(() => asked.square().sum(1, true).dataSync<'float32'>())
  try {
    for (let first = 0; first < indices.length; first += chunk) {
      const part = indices.subarray(first, first + chunk)
      const values = new Float32Array(part.length * pixels)
      for (const [row, index] of part.entries())
        for (let at = 0; at < pixels; at++) values[row * pixels + at] = images[index * pixels + at]! / 255
      const [products, norms] = tidied(() => {
        const pictures = tf.tensor2d(values, [part.length, pixels])
        return [tf.matMul(asked, pictures, false, true).dataSync<'float32'>(), pictures.square().sum(1).dataSync<'float32'>()] as const
      })
      for (let query = 0; query < count; query++) {
        for (let row = 0; row < part.length; row++) {
          const square = askedNorms[query]! - 2 * products[query * part.length + row]! + norms[row]!
          const distance = Math.sqrt(Math.max(0, square) / pixels)
          if (distance < best[query]!.distance) best[query] = { index: part[row]!, distance }
        }
      }
      yield first + part.length
    }
    return best
  } finally {
    asked.dispose()
  }
}
