// The picture of a dataset that each of some pictures looks most like, whatever its brightness, contrast and speckle.
import { tf } from '../../tensorflow/tf.ts'
import { tidied } from '../../tensorflow/tidied.ts'

export interface Similar {
  index: number
  correlation: number
}

/**
 * For each of `queries`, `size` x `size` RGB bytes one after the other, which of the dataset pictures `indices` it correlates with most:
 * Pearson's correlation, -1 to 1, of their means over blocks of `block` x `block` pixels in each colour. A flat picture correlates with
 * nothing: 0. Yields how many dataset pictures have been looked at. `block` divides `size`.
 */
export function* mostSimilar(
  queries: Uint8Array,
  images: Uint8Array,
  indices: Uint32Array,
  size: number,
  block: number,
  chunk = 512,
): Generator<number, Similar[]> {
  const pixels = size * size * 3
  const length = (size / block) ** 2 * 3
  const count = queries.length / pixels
  const best: Similar[] = Array.from({ length: count }, () => ({ index: -1, correlation: -Infinity }))
  const asked = tf.tensor2d(
    unitRows(
      queries,
      Uint32Array.from({ length: count }, (_, at) => at),
      size,
      block,
    ),
    [count, length],
  )
  try {
    for (let first = 0; first < indices.length; first += chunk) {
      const part = indices.subarray(first, first + chunk)
      const products = tidied(() =>
        tf.matMul(asked, tf.tensor2d(unitRows(images, part, size, block), [part.length, length]), false, true).dataSync<'float32'>(),
      )
      for (let query = 0; query < count; query++) {
        for (let row = 0; row < part.length; row++) {
          const correlation = products[query * part.length + row]!
          if (correlation > best[query]!.correlation) best[query] = { index: part[row]!, correlation }
        }
      }
      yield first + part.length
    }
    return best
  } finally {
    asked.dispose()
  }
}

/** The blocks' means of some pictures as vectors of mean 0 and length 1, row by row; zeros for a flat picture. */
function unitRows(images: Uint8Array, indices: Uint32Array, size: number, block: number): Float32Array {
  const side = size / block
  const length = side * side * 3
  const rows = new Float32Array(indices.length * length)
  for (const [row, index] of indices.entries()) {
    const own = rows.subarray(row * length, (row + 1) * length)
    for (let y = 0; y < size; y++) {
      for (let x = 0; x < size; x++) {
        const [to, from] = [3 * (Math.floor(y / block) * side + Math.floor(x / block)), 3 * (index * size * size + y * size + x)]
        for (let channel = 0; channel < 3; channel++) own[to + channel]! += images[from + channel]!
      }
    }
    const mean = own.reduce((sum, value) => sum + value, 0) / length
    let squares = 0
    for (let at = 0; at < length; at++) {
      own[at]! -= mean
      squares += own[at]! ** 2
    }
    // Sums of whole numbers: a picture is flat when nothing but rounding is left.
    const scale = squares > 1e-6 * length ? 1 / Math.sqrt(squares) : 0
    for (let at = 0; at < length; at++) own[at]! *= scale
  }
  return rows
}
