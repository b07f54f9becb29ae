// The generator of a model file, whatever trained it: every kind there is. One that is missing does not compile.
import { invalid } from '../../../../src-shared/rpc/fault.ts'
import { type GeneratorHeader, isGenerator, type Model } from '../../../../src-shared/network/model-file.ts'
import { tf } from '../../../tensorflow/tf.ts'
import type { LayersModels } from '../../networks/layers-model.ts'
import type { AutoencoderArchitecture } from '../../networks/presets.ts'
import type { GeneratorNetwork, TrainedGenerator } from '../generator.ts'
import { autoencoder } from './autoencoder.ts'
import type { GeneratorKind } from './kind.ts'
import { vae } from './vae.ts'

const kinds: { readonly [K in GeneratorHeader['kind']]: GeneratorKind<Extract<GeneratorHeader, { kind: K }>> } = { autoencoder, vae }
const kindOf = (kind: GeneratorHeader['kind']): GeneratorKind<GeneratorHeader> => kinds[kind] as GeneratorKind<GeneratorHeader>

/** A generator of a kind that is still being trained, with the weights of its training, which stay the training's. */
export const generatorInTraining = (
  kind: GeneratorHeader['kind'],
  networks: Pick<GeneratorHeader, 'encoder' | 'decoder'>,
  weights: readonly tf.Tensor[],
): GeneratorNetwork => kindOf(kind).network(networks, weights)

/** The networks of a kind, from those of an autoencoder of the same layout. */
export const generatorArchitecture = (kind: GeneratorHeader['kind'], plain: AutoencoderArchitecture): AutoencoderArchitecture =>
  kindOf(kind).architecture(plain)

/** Encodes pictures to the moments of their distributions, [batch, 2 x latent]; null where a kind gives points only. */
export const momentsInTraining = (
  kind: GeneratorHeader['kind'],
  networks: Pick<GeneratorHeader, 'encoder' | 'decoder'>,
  weights: readonly tf.Tensor[],
): GeneratorNetwork | null => kindOf(kind).moments?.(networks, weights) ?? null

/** The generator of a model file, with weights of its own, for the caller to dispose of. */
export function trainedGenerator({ header, weights }: Model<GeneratorHeader>): TrainedGenerator {
  const tensors = header.weights.map(({ shape }, at) => tf.tensor(weights[at]!, shape))
  return { ...kindOf(header.kind).network(header, tensors), statistics: header.statistics }
}

/** The networks of a generator that another program can use, by name; for the caller to dispose of. */
export const generatorLayersModels = (model: Model<GeneratorHeader>): LayersModels => kindOf(model.header.kind).layersModels(model)

/** The model as one of a generator. Throws `invalid` with `otherwise` when it is none. */
export function asGenerator({ header, weights }: Model, otherwise: string): Model<GeneratorHeader> {
  if (!isGenerator(header)) throw invalid(otherwise)
  return { header, weights }
}
