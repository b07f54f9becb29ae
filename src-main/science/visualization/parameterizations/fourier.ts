// The waves that a picture is made of, as the numbers that an ascent moves (Olah, Mordvintsev and Schubert, Feature Visualization, 2017;
// lucid's param/spatial.py). TensorFlow.js has no gradient for its own Fourier transforms, so that this one is two products with real
// matrices.
import type { Parameterization as Spec } from '../../../../src-shared/recipe/parameterizations/index.ts'
import { size } from '../../../../src-shared/network/layer-shapes.ts'
import { tf } from '../../../tensorflow/tf.ts'
import { type Side, sidesOf } from '../../../image/side.ts'
import { type ColourMatrix, mixColours } from '../colour.ts'
import type { Parameterization } from './kind.ts'

/** Standard deviation of the first coefficients, and what the sum of all waves is divided by: lucid's. */
const [deviation, softness] = [0.01, 4]

/** Frequency of row or column `at` of `count`, in waves a pixel; those above the half are negative. */
const frequency = (at: number, count: number): number => (at <= count / 2 ? at : at - count) / count

/**
 * Coefficients A + iB of the waves of each channel, columns 0 to W / 2 alone, since those of a real picture say the others. The picture is
 * sigmoid(irfft2(s (A + iB)) / 4), s = sqrt(W H) / max(f, 1 / max(W, H)) ^ power, f the frequency in waves a pixel: it never leaves [0, 1],
 * and a step moves coarse waves further than fine ones. With `colours` the channels are mixed by that matrix before the sigmoid, so that a
 * step also moves colours further that vary more.
 */
export function fourier(
  { power }: Pick<Extract<Spec, { kind: 'fourier' }>, 'power'>,
  canvas: Side,
  channels = 3,
  colours: ColourMatrix | null = null,
): Parameterization {
  const [height, width] = sidesOf(canvas)
  const columns = Math.floor(width / 2) + 1
  // [column, channel, real or imaginary, row]: rows are transformed first, and lie side by side for it.
  const shape = [columns, channels, 2, height]
  const gain = new Float32Array(size(shape))
  for (let at = 0; at < gain.length; at++) {
    const [row, column] = [at % height, Math.floor(at / (height * 2 * channels))]
    const f = Math.hypot(frequency(row, height), frequency(column, width))
    gain[at] = Math.sqrt(width * height) / Math.max(f, 1 / Math.max(width, height)) ** power
  }
  const overRows = rowMatrix(height)
  const overColumns = columnMatrix(width, columns, height)
  const waves = (params: tf.Tensor): tf.Tensor4D => {
    const batch = params.shape[0]!
    const rows = params.mul(tf.tensor(gain, [1, gain.length])).reshape([batch * columns * channels, 2 * height])
    return rows
      .matMul(tf.tensor2d(overRows, [2 * height, 2 * height]))
      .reshape([batch, columns, channels, 2, height])
      .transpose([0, 4, 2, 3, 1])
      .reshape([batch * height * channels, 2 * columns])
      .matMul(tf.tensor2d(overColumns, [2 * columns, width]))
      .reshape([batch, height, channels, width])
      .transpose([0, 1, 3, 2]) as tf.Tensor4D
  }
  return {
    shape: [gain.length],
    initial: (random) => random.fillNormal(new Float32Array(gain.length)).map((one) => deviation * one),
    image: (params) => mixColours(waves(params).div<tf.Tensor4D>(softness), colours).sigmoid(),
    generator: null,
    project: (params) => params,
    bounded: (params) => !params.every(Number.isFinite),
    latent: () => null,
  }
}

/** [2 H, 2 H]: (A, B) over the rows of the spectrum to (P, Q) over those of the picture, P + iQ = sum of (A + iB) exp(2 pi i y u / H). */
function rowMatrix(height: number): Float32Array {
  const out = new Float32Array(4 * height * height)
  const put = (from: number, to: number, value: number): void => {
    out[from * 2 * height + to] = value
  }
  for (let u = 0; u < height; u++)
    for (let y = 0; y < height; y++) {
      const angle = (2 * Math.PI * ((y * u) % height)) / height
      put(u, y, Math.cos(angle))
      put(height + u, y, -Math.sin(angle))
      put(u, height + y, Math.sin(angle))
      put(height + u, height + y, Math.cos(angle))
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
