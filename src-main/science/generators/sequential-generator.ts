// A generator whose decoder, and encoder where it has one, are lists of layers.
import { tapShapes } from '../../../src-shared/network/layer-shapes.ts'
import type { Architecture } from '../../../src-shared/recipe/recipe.ts'
import { tf } from '../../tensorflow/tf.ts'
import { foldDecoder } from '../networks/folded/decoder.ts'
import { forward, outputTap, weightSpecs } from '../networks/sequential.ts'
import { sequentialTaps } from '../../../src-shared/network/sequential-info.ts'
import type { GeneratorNetwork } from './generator.ts'

export interface SequentialParts {
  encoder: Architecture | null
  decoder: Architecture
  /** The latent vectors in what the encoder gives, [batch, units]; without it, all of it. */
  code?: (output: tf.Tensor2D) => tf.Tensor2D
}

/** `weights`: the encoder's, then the decoder's, each in the order of `weightSpecs`. They go over to it: its `dispose` frees them. */
export function sequentialGenerator(
  { encoder, decoder, code = (all) => all }: SequentialParts,
  weights: readonly tf.Tensor[],
): GeneratorNetwork {
  const split = encoder ? weightSpecs(encoder).length : 0
  const output = outputTap(decoder)
  return {
    latent: decoder.input[0]!,
    image: tapShapes(decoder)[output] as [number, number, number],
    bounded: output.endsWith('.sigmoid'),
    taps: sequentialTaps(decoder),
    weights,
    decode: (z, { weights: given = weights, touch } = {}) =>
      forward(decoder, given.slice(split), z, undefined, touch)[output] as tf.Tensor4D,
    folded: () =>
      foldDecoder(
        decoder,
        weights.slice(split).map((one) => one.dataSync<'float32'>()),
      ),
    encode:
      encoder &&
      ((pictures, { weights: given = weights } = {}) =>
        code(forward(encoder, given.slice(0, split), pictures)[outputTap(encoder)] as tf.Tensor2D)),
    dispose: () => tf.dispose([...weights]),
  }
}
