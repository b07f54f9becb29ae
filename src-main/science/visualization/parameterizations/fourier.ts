// The waves that a picture is made of, as the numbers that an ascent moves (Olah, Mordvintsev and Schubert, Feature Visualization, 2017;
// lucid's param/spatial.py).
import type { Parameterization as Spec } from '../../../../src-shared/recipe/parameterizations/index.ts'
import { size } from '../../../../src-shared/network/layer-shapes.ts'
import { tf } from '../../../tensorflow/tf.ts'
import { type Side, sidesOf } from '../../../image/side.ts'
import { type ColourMatrix, mixColours } from '../colour.ts'
import type { Parameterization } from './kind.ts'
import { unmixed } from './unmixed.ts'
import { wavesOf } from './waves.ts'

/** Standard deviation of the first coefficients, and what the sum of all waves is divided by: lucid's. */
const [deviation, softness] = [0.01, 4]

/**
 * Coefficients A + iB of the waves of each channel. The picture is sigmoid(irfft2(s (A + iB)) / 4), s = sqrt(W H) / max(f, 1 / max(W, H)) ^
 * power, f the frequency in waves a pixel: it never leaves [0, 1], and a step moves coarse waves further than fine ones. With `colours` the
 * channels are mixed by that matrix before the sigmoid, so that a step also moves colours further that vary more. Without `begin` it starts
 * from faint waves on grey; else from that picture of the whole canvas for each start, as near as the sigmoid lets it come. With `finest`
 * there are the waves of at most so many cycles across the canvas alone.
 */
export function fourier(
  { power, finest }: Pick<Extract<Spec, { kind: 'fourier' }>, 'power' | 'finest'>,
  canvas: Side,
  channels = 3,
  colours: ColourMatrix | null = null,
  begin: readonly Float32Array[] | null = null,
): Parameterization {
  const [height, width] = sidesOf(canvas)
  const waves = wavesOf(height, width, channels, finest)
  const gain = Float32Array.from(
    { length: size(waves.shape) },
    (_, at) => Math.sqrt(width * height) / Math.max(waves.frequencyOf(at), 1 / Math.max(width, height)) ** power,
  )
  return {
    shape: [gain.length],
    initial(random, start) {
      if (!begin) return random.fillNormal(new Float32Array(gain.length)).map((one) => deviation * one)
      const logits = unmixed(begin[start]!, channels, colours)
      const coefficients = tf.tidy(() => waves.forward(tf.tensor4d(logits, [1, height, width, channels])).dataSync<'float32'>())
      return coefficients.map((one, at) => (softness * one) / gain[at]!)
    },
    image: (params) =>
      mixColours(waves.inverse(params.mul(tf.tensor(gain, [1, gain.length]))).div<tf.Tensor4D>(softness), colours).sigmoid(),
    generator: null,
    project: (params) => params,
    bounded: (params) => !params.every(Number.isFinite),
    latent: () => null,
  }
}
