// What a kind of generator is to everything that uses one. How it is trained is in `training/learners`, under the same name.
import type { GeneratorHeader, Model } from '../../../../src-shared/network/model-file.ts'
import type { tf } from '../../../tensorflow/tf.ts'
import type { LayersModels } from '../../networks/layers-model.ts'
import type { AutoencoderArchitecture } from '../../networks/presets.ts'
import type { GeneratorNetwork } from '../generator.ts'

export interface GeneratorKind<H extends GeneratorHeader> {
  /** Its networks, from those of an autoencoder of the same layout. */
  architecture(plain: AutoencoderArchitecture): AutoencoderArchitecture
  /** The generator of a header, or of as much of one as there is while it is trained. The weights go over to it. */
  network(networks: Pick<H, 'encoder' | 'decoder'>, weights: readonly tf.Tensor[]): GeneratorNetwork
  /**
   * The same with an encoder that gives all it knows of where a picture lies, [batch, 2 x latent]: means, then logarithms of variances.
   * Null where it knows a point only.
   */
  readonly moments: ((networks: Pick<H, 'encoder' | 'decoder'>, weights: readonly tf.Tensor[]) => GeneratorNetwork) | null
  /** The networks that another program can use, by name; for the caller to dispose of. */
  layersModels(model: Model<H>): LayersModels
}
