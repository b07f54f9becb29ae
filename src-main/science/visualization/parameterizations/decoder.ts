// The latent vector of a generator.
import { choleskyFactor } from '../../../../src-shared/math/gaussian.ts'
import type { LatentStatistics } from '../../../../src-shared/network/model-file.ts'
import type { Parameterization as Spec } from '../../../../src-shared/recipe/recipe.ts'
import { latentLimit } from '../../../../src-shared/recipe/recipe-check.ts'
import { tf } from '../../../tensorflow/tf.ts'
import type { TrainedGenerator } from '../../generators/generator.ts'
import type { Parameterization } from './kind.ts'

type DecoderSpec = Extract<Spec, { kind: 'decoder' }>

/**
 * The latent vector z of a decoder. With `whiten` the parameters are u, and z = mean + L u, where L is the Cholesky factor of the
 * covariance of the encoded training set: the training set then has mean 0 and unit covariance in u, and one step length suits every
 * direction. Whitened parameters are kept in the ball |u| <= `ball` by scaling them back (0: no ball); 3.55 holds 95 % of a normal
 * distribution in six dimensions.
 *
 * Starts: "random" draws u from N(0, I), or, without `whiten`, z evenly from the box that holds the training set; "examples" takes `codes`,
 * latent vectors of training pictures, one for each start. A vector `at` in the spec goes before both.
 *
 * A decoder with a linear output may leave [0, 1]; the ascent sees that picture as it is, since a clip would stop its gradient. Scores are
 * taken from the clipped picture.
 */
export function decoder(spec: DecoderSpec, generator: TrainedGenerator, codes: readonly Float32Array[] = []): Parameterization {
  const { latent, statistics } = generator
  if (spec.at && spec.at.length !== latent)
    throw new RangeError(
      `The start has ${spec.at.length} numbers, and this generator draws from ${latent}. Take a point of this generator.`,
    )
  const factor = choleskyFactor(statistics.covariance)
  const toCode = (params: tf.Tensor): tf.Tensor => {
    if (!spec.whiten) return params
    return tf.matMul(params as tf.Tensor2D, tf.tensor2d(factor), false, true).add(tf.tensor1d(statistics.mean))
  }
  return {
    shape: [latent],
    initial(random, start) {
      if (spec.at || spec.start === 'examples') {
        const code = spec.at ? Float32Array.from(spec.at) : codes[start]
        if (!code) throw new RangeError(`Start ${start} was to be an encoded training picture, and there are ${codes.length} of them.`)
        const params = spec.whiten ? whitened(statistics, factor, code) : code.slice()
        if (!params.every((one) => Math.abs(one) < latentLimit))
          throw new RangeError(
            `This start lies outside what can be computed: its numbers go beyond ` +
              `${latentLimit.toLocaleString('en-US')}. Take a point nearer to the dataset.`,
          )
        return params
      }
      if (spec.whiten) return random.fillNormal(new Float32Array(latent))
      return Float32Array.from({ length: latent }, (_, axis) => random.range(statistics.low[axis]!, statistics.high[axis]!))
    },
    image: (params, touch) => generator.decode(toCode(params), { touch }),
    generator: generator.taps,
    bounded: (params) => !params.every((one) => Math.abs(one) < latentLimit),
    project(params) {
      if (!spec.whiten || spec.ball === 0) return params.clipByValue(-latentLimit, latentLimit)
      const length = params.square().sum(1, true).sqrt()
      return params.mul(tf.minimum(1, tf.div(spec.ball, length.maximum(1e-12))))
    },
    latent: (params) =>
      spec.whiten
        ? factor.map((row, axis) => row.reduce((sum, weight, at) => sum + weight * params[at]!, statistics.mean[axis]!))
        : [...params],
  }
}

/** u with mean + L u = code, by forward substitution; 0 along directions without extent. */
function whitened({ mean }: LatentStatistics, factor: readonly (readonly number[])[], code: Float32Array): Float32Array {
  const u = new Float32Array(code.length)
  for (let row = 0; row < code.length; row++) {
    let rest = code[row]! - mean[row]!
    for (let at = 0; at < row; at++) rest -= factor[row]![at]! * u[at]!
    u[row] = factor[row]![row] === 0 ? 0 : rest / factor[row]![row]!
  }
  return u
}
