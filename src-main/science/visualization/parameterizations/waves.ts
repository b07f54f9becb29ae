// The inverse Fourier transform of real pictures as two products with real matrices, since TensorFlow.js has no gradient for its own; and
// the transform itself, for pictures to begin with.
import { size } from '../../../../src-shared/network/layer-shapes.ts'
import { tf } from '../../../tensorflow/tf.ts'

/** Frequency of row or column `at` of `count`, in waves a pixel; those above the half are negative. */
const frequency = (at: number, count: number): number => (at <= count / 2 ? at : at - count) / count

export interface Waves {
  /**
   * [column, channel, real or imaginary, row] of the coefficients A + iB: columns 0 to W / 2 alone, since those of a real picture say the
   * others. Rows are transformed first, and lie side by side for it.
   */
  readonly shape: readonly [columns: number, channels: number, parts: 2, rows: number]
  /** In waves a pixel, for each place of `shape`. */
  frequencyOf(at: number): number
  /** [batch, size of `shape`] to [batch, height, width, channels], irfft2. Differentiable; usable inside a compiled step. */
  inverse(coefficients: tf.Tensor): tf.Tensor4D
  /** [batch, height, width, channels] to the coefficients, [batch, size of `shape`], rfft2. */
  forward(pictures: tf.Tensor4D): tf.Tensor2D
}

/** The waves of pictures of this size; of at most `finest` cycles along each side, if it is given. */
export function wavesOf(height: number, width: number, channels: number, finest = Infinity): Waves {
  const columns = Math.min(Math.floor(width / 2), finest) + 1
  // Waves down a column, as the transform numbers them.
  const waves = Array.from({ length: height }, (_, u) => u).filter((u) => Math.min(u, height - u) <= finest)
  const rows = waves.length
  const overRows = rowMatrix(height, waves)
  const overColumns = columnMatrix(width, columns, height)
  return {
    shape: [columns, channels, 2, rows],
    frequencyOf(at) {
      const [row, column] = [waves[at % rows]!, Math.floor(at / (rows * 2 * channels))]
      return Math.hypot(frequency(row, height), frequency(column, width))
    },
    inverse(coefficients) {
      const batch = coefficients.shape[0]!
      return coefficients
        .reshape([batch * columns * channels, 2 * rows])
        .matMul(tf.tensor2d(overRows, [2 * rows, 2 * height]))
        .reshape([batch, columns, channels, 2, height])
        .transpose([0, 4, 2, 3, 1])
        .reshape([batch * height * channels, 2 * columns])
        .matMul(tf.tensor2d(overColumns, [2 * columns, width]))
        .reshape([batch, height, channels, width])
        .transpose([0, 1, 3, 2]) as tf.Tensor4D
    },
    forward(pictures) {
      const batch = pictures.shape[0]
      return pictures
        .transpose([0, 1, 3, 2])
        .reshape([batch * height * channels, width])
        .matMul(tf.tensor2d(fromColumns(width, columns), [width, 2 * columns]))
        .reshape([batch, height, channels, 2, columns])
        .transpose([0, 4, 2, 3, 1])
        .reshape([batch * columns * channels, 2 * height])
        .matMul(tf.tensor2d(overRows, [2 * rows, 2 * height]), false, true)
        .reshape([batch, size([columns, channels, 2, rows])])
    },
  }
}

/** [2 rows, 2 H]: (A, B) over these rows of the spectrum to (P, Q) over the picture's, P + iQ = sum of (A + iB) exp(2 pi i y u / H). */
function rowMatrix(height: number, rows: readonly number[]): Float32Array {
  const out = new Float32Array(4 * rows.length * height)
  const put = (from: number, to: number, value: number): void => {
    out[from * 2 * height + to] = value
  }
  for (const [at, u] of rows.entries())
    for (let y = 0; y < height; y++) {
      const angle = (2 * Math.PI * ((y * u) % height)) / height
      put(at, y, Math.cos(angle))
      put(rows.length + at, y, -Math.sin(angle))
      put(at, height + y, Math.sin(angle))
      put(rows.length + at, height + y, Math.cos(angle))
    }
  return out
}

/** [2 columns, W]: (P, Q) to the real part of the sum of (P + iQ) exp(2 pi i x v / W) / (W H), those columns twice that stand for two. */
function columnMatrix(width: number, columns: number, height: number): Float32Array {
  const out = new Float32Array(2 * columns * width)
  for (let v = 0; v < columns; v++) {
    const times = v === 0 || 2 * v === width ? 1 : 2
    for (let x = 0; x < width; x++) {
      const angle = (2 * Math.PI * ((x * v) % width)) / width
      out[v * width + x] = (times * Math.cos(angle)) / (width * height)
      out[(columns + v) * width + x] = (-times * Math.sin(angle)) / (width * height)
    }
  }
  return out
}

/** [W, 2 columns]: a row of pixels p to (P, Q), P + iQ = sum of p exp(-2 pi i x v / W). */
function fromColumns(width: number, columns: number): Float32Array {
  const out = new Float32Array(2 * columns * width)
  for (let x = 0; x < width; x++)
    for (let v = 0; v < columns; v++) {
      const angle = (2 * Math.PI * ((x * v) % width)) / width
      out[x * 2 * columns + v] = Math.cos(angle)
      out[x * 2 * columns + columns + v] = -Math.sin(angle)
    }
  return out
}
