// An autoencoder learns by the mean squared error of the reconstruction as the decoder gives it, not clipped, so that the gradient brings
// it back into [0, 1].
import type { AutoencoderRecipe } from '../../../../src-shared/recipe/recipe.ts'
import { autoencoderArchitecture, autoencoderSpecs, autoencoderWeights } from '../../networks/presets.ts'
import { forward, outputTap, weightSpecs } from '../../networks/sequential.ts'
import { adamLearner, type Learner } from '../learner.ts'
import { meanSquaredError } from '../losses.ts'

export function autoencoderLearner({ preset, dataset, latent, output, seed }: AutoencoderRecipe): Learner {
  const architecture = autoencoderArchitecture(preset, dataset.size, latent, output)
  const { encoder, decoder } = architecture
  const split = weightSpecs(encoder).length
  return adamLearner(
    (weights, pictures) => {
      const z = forward(encoder, weights.slice(0, split), pictures)[outputTap(encoder)]!
      return { loss: meanSquaredError(forward(decoder, weights.slice(split), z)[outputTap(decoder)]!, pictures), measures: [] }
    },
    autoencoderSpecs(architecture),
    autoencoderWeights(architecture, seed),
    ['train/loss'],
  )
}
