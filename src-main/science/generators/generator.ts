// A network that draws pictures from latent vectors, whatever trained it: all that search, ascents, maps, sliders and
// evaluations know of it.
import type { LatentStatistics } from '../../../src-shared/network/model-file.ts'
import type { Tap } from '../../../src-shared/network/network-info.ts'
import type { tf } from '../../tensorflow/tf.ts'
import type { FoldedDecoder } from '../networks/folded/decoder.ts'
import type { Touch } from '../networks/network.ts'

export interface GeneratorOptions {
  /** In place of the generator's own, in their order: such as the inputs of a graph, or the weights of a training that goes on. */
  readonly weights?: readonly tf.Tensor[] | undefined
  /** Is shown each tap on the way, and what it gives back goes on in its place. */
  readonly touch?: Touch | undefined
}

export interface GeneratorNetwork {
  /** Numbers in a latent vector. */
  readonly latent: number
  /** Height, width and channels of a picture. */
  readonly image: readonly [number, number, number]
  /** Whether its pictures stay in [0, 1] by themselves; others are clipped where they are shown or judged. */
  readonly bounded: boolean
  /** The taps on the way from latent vector to picture, in order. */
  readonly taps: readonly Tap[]
  /** Constants of a compiled step, or its inputs. They belong to the generator. */
  readonly weights: readonly tf.Tensor[]
  /** [batch, latent] to [batch, height, width, channels]. Pure and differentiable, usable inside a compiled step. */
  decode(z: tf.Tensor, options?: GeneratorOptions): tf.Tensor4D
  /** The same up to rounding, and faster, with the weights as constants and without a gradient. */
  folded(): FoldedDecoder
  /**
   * Pictures [batch, height, width, channels] in [0, 1] to the latent vector of each, [batch, latent], without chance: an encoder that
   * gives a distribution answers with its mean. Null where there is no encoder, as in a GAN.
   */
  readonly encode: ((pictures: tf.Tensor, options?: Pick<GeneratorOptions, 'weights'>) => tf.Tensor2D) | null
  /** Frees the weights. */
  dispose(): void
}

/** With what is known of its latent space. */
export interface TrainedGenerator extends GeneratorNetwork {
  /** Where its training pictures lie. */
  readonly statistics: LatentStatistics
}

/** The pictures again as the generator redraws them; values may leave [0, 1]. Throws where there is no encoder. */
export function redrawn(generator: GeneratorNetwork, pictures: tf.Tensor, options: Pick<GeneratorOptions, 'weights'> = {}): tf.Tensor4D {
  if (!generator.encode) throw new TypeError('This generator has no encoder: it cannot redraw a picture.')
  return generator.decode(generator.encode(pictures, options), options)
}

/** The same clipped to [0, 1], as for the eye. */
export const reconstruct = (
  generator: GeneratorNetwork,
  pictures: tf.Tensor,
  options: Pick<GeneratorOptions, 'weights'> = {},
): tf.Tensor4D => redrawn(generator, pictures, options).clipByValue(0, 1) as tf.Tensor4D
