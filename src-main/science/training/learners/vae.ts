// A variational autoencoder (Kingma and Welling, "Auto-Encoding Variational Bayes", 2014; Rezende, Mohamed and Wierstra 2014): the encoder
// gives a normal distribution for each picture, z = mean + exp(log variance / 2) x noise is drawn from it, and beside the error of the
// picture its KL divergence from the prior N(0, I) is made small.
//
// The negative evidence lower bound of a picture x of N numbers, with a decoder whose pixels are normal with variance s^2, is
// sum (x - x')^2 / (2 s^2) + beta KL, plus a constant; beta is that of Higgins et al., "beta-VAE" (2017), and 1 is the bound itself. Times
// 2 s^2 / N, so that its first part is the mean squared error M of an autoencoder, it is
//
//     loss = M + beta x (2 s^2 / N) x KL
//
// with s = 0.1, about the error of a pixel that these networks reach: the variance that makes the bound largest is the mean squared error
// itself (Rybkin, Daniilidis and Levine, "Simple and Effective VAE Training with Calibrated Decoders", 2021). With the plain sum of squared
// errors as the first part (s^2 = 1/2), as some programs have it, the same beta weighs 50 times as much.
import type { AutoencoderRecipe } from '../../../../src-shared/recipe/recipe.ts'
import type { GeneratorMethod } from '../../../../src-shared/recipe/generators/index.ts'
import type { tf } from '../../../tensorflow/tf.ts'
import { type LatentNormal, latentNormal, momentsArchitecture } from '../../generators/kinds/vae.ts'
import { autoencoderArchitecture, autoencoderSpecs, autoencoderWeights } from '../../networks/presets.ts'
import { forward, outputTap, size, weightSpecs } from '../../networks/sequential.ts'
import { adamLearner, type Learner } from '../learner.ts'
import { meanSquaredError } from '../losses.ts'

/** Variance of a pixel under the decoder, s^2. */
const pixelVariance = 0.1 ** 2

/** What a nat of KL divergence costs in mean squared error, for a picture of this shape and a beta of 1. */
export const klWeight = (picture: readonly number[]): number => (2 * pixelVariance) / size(picture)

/**
 * KL divergence of each latent number's normal distribution from N(0, 1), in nats, [batch, latent]:
 * (mean^2 + variance - 1 - ln variance) / 2.
 */
export const klDivergences = ({ mean, logVariance }: LatentNormal): tf.Tensor2D =>
  mean.square().add(logVariance.exp()).sub(1).sub(logVariance).div(2)

export function vaeLearner(
  { preset, dataset, latent, output, seed }: AutoencoderRecipe,
  { beta }: Extract<GeneratorMethod, { kind: 'vae' }>,
): Learner {
  const architecture = momentsArchitecture(autoencoderArchitecture(preset, dataset.size, latent, output))
  const { encoder, decoder } = architecture
  const split = weightSpecs(encoder).length
  const weight = beta * klWeight(encoder.input)
  return adamLearner(
    (weights, pictures, _labels, [noise]) => {
      const normal = latentNormal(forward(encoder, weights.slice(0, split), pictures)[outputTap(encoder)] as tf.Tensor2D)
      const z = normal.mean.add(normal.logVariance.div(2).exp().mul(noise!))
      const error = meanSquaredError(forward(decoder, weights.slice(split), z)[outputTap(decoder)]!, pictures)
      const kl = klDivergences(normal).sum(1).mean<tf.Scalar>()
      return { loss: error.add(kl.mul(weight)), measures: [error, kl] }
    },
    autoencoderSpecs(architecture),
    autoencoderWeights(architecture, seed),
    ['train/loss', 'train/error', 'train/kl'],
    [{ name: 'latent', shape: [latent], kind: 'normal' }],
  )
}
