// A variational autoencoder: its encoder gives twice as many numbers as there are latent ones, first the means of a normal distribution
// and then the logarithms of its variances. Where one latent vector is wanted, it is the mean.
import type { GeneratorHeader } from '../../../../src-shared/network/model-file.ts'
import type { Architecture } from '../../../../src-shared/recipe/recipe.ts'
import type { tf } from '../../../tensorflow/tf.ts'
import { autoencoderLayersModels } from '../../networks/layers-model.ts'
import type { AutoencoderArchitecture } from '../../networks/presets.ts'
import { weightSpecs } from '../../networks/sequential.ts'
import { sequentialGenerator } from '../sequential-generator.ts'
import type { GeneratorKind } from './kind.ts'

/** Both [batch, latent]. */
export interface LatentNormal {
  mean: tf.Tensor2D
  logVariance: tf.Tensor2D
}

/** The distribution in what the encoder gives, [batch, 2 x latent]. */
export function latentNormal(output: tf.Tensor2D): LatentNormal {
  const [batch, both] = output.shape
  return { mean: output.slice([0, 0], [batch, both / 2]), logVariance: output.slice([0, both / 2], [batch, both / 2]) }
}

/** The networks of an autoencoder with an encoder that gives a distribution: its last layer has twice the units. */
export function momentsArchitecture({ encoder, decoder }: AutoencoderArchitecture): AutoencoderArchitecture {
  return { encoder: withLatentUnits(encoder, 2 * decoder.input[0]!), decoder }
}

function withLatentUnits(encoder: Architecture, units: number): Architecture {
  return {
    ...encoder,
    layers: encoder.layers.map((layer, at) => (at === encoder.layers.length - 1 && layer.kind === 'dense' ? { ...layer, units } : layer)),
  }
}

export const vae: GeneratorKind<Extract<GeneratorHeader, { kind: 'vae' }>> = {
  architecture: momentsArchitecture,
  network: ({ encoder, decoder }, weights) =>
    sequentialGenerator({ encoder, decoder, code: (output) => latentNormal(output).mean }, weights),
  moments: ({ encoder, decoder }, weights) => sequentialGenerator({ encoder, decoder }, weights),
  // Another program gets the encoder of the means: the columns of the last layer that give them.
  layersModels({ header, weights }) {
    const { latent } = header
    const encoder = withLatentUnits(header.encoder, latent)
    const last = weightSpecs(encoder).length - 2
    return autoencoderLayersModels({
      header: { ...header, kind: 'autoencoder', encoder, weights: [...weightSpecs(encoder), ...header.weights.slice(last + 2)] },
      weights: weights.map((values, at) =>
        at === last ? values.filter((_, place) => place % (2 * latent) < latent) : at === last + 1 ? values.slice(0, latent) : values,
      ),
    })
  },
}
