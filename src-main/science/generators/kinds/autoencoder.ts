// An autoencoder: what its encoder gives is the latent vector.
import type { GeneratorHeader } from '../../../../src-shared/network/model-file.ts'
import { autoencoderLayersModels } from '../../networks/layers-model.ts'
import { sequentialGenerator } from '../sequential-generator.ts'
import type { GeneratorKind } from './kind.ts'

export const autoencoder: GeneratorKind<Extract<GeneratorHeader, { kind: 'autoencoder' }>> = {
  architecture: (plain) => plain,
  network: ({ encoder, decoder }, weights) => sequentialGenerator({ encoder, decoder }, weights),
  moments: null,
  layersModels: autoencoderLayersModels,
}
