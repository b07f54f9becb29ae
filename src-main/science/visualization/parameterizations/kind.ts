// Parameterizations: the numbers an ascent moves, and the picture they stand for.
import type { Random } from '../../../../src-shared/math/random.ts'
import type { Tap } from '../../../../src-shared/network/network-info.ts'
import type { tf } from '../../../tensorflow/tf.ts'
import type { Touch } from '../../networks/network.ts'

export interface Parameterization {
  /** Shape of the parameters of one picture. */
  readonly shape: readonly number[]
  /** Parameters of one picture to begin with; `start` counts the starts from 0. */
  initial(random: Random, start: number): Float32Array
  /**
   * [batch, ...shape] to [batch, height, width, channels]. Differentiable; usable inside a compiled step. Values may leave [0, 1].
   * `touch` is shown the taps of a generator on the way.
   */
  image(params: tf.Tensor, touch?: Touch): tf.Tensor4D
  /** The same picture at a larger size, [1, ...shape] to [1, height, width, channels], where the recipe asks for one. */
  enlarged?(params: tf.Tensor): tf.Tensor4D
  /** The taps of the network on the way from parameters to picture, in order; null where there is none. */
  readonly generator: readonly Tap[] | null
  /**
   * Brings parameters back to where they are allowed, after a step and outside of the gradient: a clip inside would give saturated pixels
   * no gradient, and they would never come back.
   */
  project(params: tf.Tensor): tf.Tensor
  /** Whether the parameters of one picture have left what can be computed, or stand at the bound that `project` sets. */
  bounded(params: Float32Array): boolean
  /** The latent vector of a generator that parameters of one picture stand for; null for pixels. */
  latent(params: Float32Array): number[] | null
}
