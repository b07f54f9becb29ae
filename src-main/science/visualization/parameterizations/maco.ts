// MaCo (Fel and others, Unlocking Feature Visualization for Deeper Networks with MAgnitude Constrained Optimization, 2023): each wave keeps
// the strength that it has in real pictures, and only its phase is free.
import { tf } from '../../../tensorflow/tf.ts'
import { type Side, sidesOf } from '../../../image/side.ts'
import { type ColourMatrix, mixColours } from '../colour.ts'
import type { Parameterization } from './kind.ts'
import { wavesOf } from './waves.ts'

/** Keeps a division by a deviation of zero finite. */
const tiny = 1e-6

/**
 * Phases [columns x channels x height] of the waves of each channel, of the strengths `magnitude` (see `Waves.shape`, without its parts).
 * The phases are standardized, the picture irfft2(magnitude exp(i phase)) is standardized over its pixels and channels, its colours are
 * mixed, and a sigmoid brings it into [0, 1]: contrast and spectrum cannot grow, whatever the objective asks for. Starts from N(0, 1).
 */
export function maco(magnitude: Float32Array, canvas: Side, channels = 3, colours: ColourMatrix | null = null): Parameterization {
  const [height, width] = sidesOf(canvas)
  const waves = wavesOf(height, width, channels)
  const [columns] = waves.shape
  const count = columns * channels * height
  if (magnitude.length !== count) throw new RangeError(`${magnitude.length} strengths for ${count} waves.`)
  const strength = (): tf.Tensor => tf.tensor(magnitude, [1, columns * channels, 1, height])
  return {
    shape: [count],
    initial: (random) => random.fillNormal(new Float32Array(count)),
    image(params) {
      const phase = standardized(params, [1]).reshape([-1, columns * channels, 1, height])
      const parts = tf.concat([phase.cos(), phase.sin()], 2).mul(strength())
      const picture = standardized(waves.inverse(parts.reshape([params.shape[0]!, 2 * count])), [1, 2, 3]) as tf.Tensor4D
      return mixColours(picture, colours).sigmoid()
    },
    generator: null,
    project: (params) => params,
    bounded: (params) => !params.every(Number.isFinite),
    latent: () => null,
  }
}

function standardized(values: tf.Tensor, axes: number[]): tf.Tensor {
  const centred = values.sub(values.mean(axes, true))
  return centred.div(centred.square().mean(axes, true).add(tiny).sqrt())
}
