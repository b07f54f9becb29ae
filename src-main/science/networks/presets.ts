// The networks of the lab as data: the classifier and autoencoder presets, for pictures of any size that is a multiple of 16.
import { random } from '../../../src-shared/math/random.ts'
import { classCount } from '../../../src-shared/domains/shapes/classes.ts'
import type { Architecture, AutoencoderRecipe, ClassifierRecipe, Layer } from '../../../src-shared/recipe/recipe.ts'
import { initialWeights, size, weightSpecs, type WeightSpec } from './sequential.ts'

type Activation = Extract<Layer, { kind: 'conv' }>['activation']

const conv = (name: string, filters: number, kernel: number, activation: Activation): Layer => ({
  kind: 'conv',
  name,
  filters,
  kernel,
  activation,
})
const dense = (name: string, units: number, activation: Activation): Layer => ({ kind: 'dense', name, units, activation })

/** Filters of the five convolutions. Published code: 4-8-16-32-64; the paper's Fig. 7 shows 8 channels in the third. */
const classifierFilters: Record<ClassifierRecipe['preset'], number[]> = { author: [4, 8, 16, 32, 64], paper: [4, 8, 8, 32, 64] }
const classifierKernels = [5, 5, 5, 3, 3]

/**
 * Five convolutions, a 2 x 2 maximum after each of the first four, then 60 ReLU units and a logit for each class (the softmax is left to
 * the loss).
 */
export function classifierArchitecture(
  preset: ClassifierRecipe['preset'],
  pictureSize: number,
  classes: number = classCount,
): Architecture {
  const layers: Layer[] = classifierFilters[preset].flatMap((filters, at) => {
    const layer = conv(`conv${at + 1}`, filters, classifierKernels[at]!, 'relu')
    return at < 4 ? [layer, { kind: 'pool' as const, name: `pool${at + 1}`, mode: 'max' as const }] : [layer]
  })
  layers.push({ kind: 'flatten', name: 'flatten' }, dense('dense1', 60, 'relu'), dense('logits', classes, 'linear'))
  return { input: [pictureSize, pictureSize, 3], layers }
}

export interface AutoencoderArchitecture {
  encoder: Architecture
  decoder: Architecture
}

/** The encoder ends in the latent vector without bounds; the decoder starts from it. `output` is the activation of the last layer. */
export function autoencoderArchitecture(
  preset: AutoencoderRecipe['preset'],
  pictureSize: number,
  latent: number,
  output?: AutoencoderRecipe['output'],
): AutoencoderArchitecture {
  return preset === 'author'
    ? authorAutoencoder(pictureSize, latent, output ?? 'relu')
    : defaultAutoencoder(pictureSize, latent, output ?? 'sigmoid')
}

/** The published code: 3 x 3 convolutions, means of 2 x 2, nearest upsampling, ReLU everywhere, also at the end. */
function authorAutoencoder(pictureSize: number, latent: number, output: Activation): AutoencoderArchitecture {
  return {
    encoder: {
      input: [pictureSize, pictureSize, 3],
      layers: [
        ...encoderConvolutions([8, 16, 32, 64, 128], 'relu'),
        dense('dense1', bottom(pictureSize, 128), 'relu'),
        dense('latent', latent, 'linear'),
      ],
    },
    decoder: {
      input: [latent],
      layers: [
        dense('dense1', bottom(pictureSize, 128), 'relu'),
        ...decoderConvolutions(pictureSize, 128, [64, 32, 16, 8], 'relu', output),
      ],
    },
  }
}

/**
 * Ours: leaky ReLUs, so that no unit dies and every pixel passes a gradient to the latent vector; two dense layers from the latent vector
 * on, since which class and where multiply; and 256 instead of 1152 units beside it, whose million weights cost a fifth of a step and help
 * little.
 */
function defaultAutoencoder(pictureSize: number, latent: number, output: Activation): AutoencoderArchitecture {
  return {
    encoder: {
      input: [pictureSize, pictureSize, 3],
      layers: [...encoderConvolutions([8, 16, 32, 64, 128], 'leaky'), dense('dense1', 256, 'leaky'), dense('latent', latent, 'linear')],
    },
    decoder: {
      input: [latent],
      layers: [
        dense('dense1', 256, 'leaky'),
        dense('dense2', bottom(pictureSize, 128), 'leaky'),
        ...decoderConvolutions(pictureSize, 128, [64, 32, 16, 8], 'leaky', output),
      ],
    },
  }
}

/** Five 3 x 3 convolutions with a 2 x 2 mean after each of the first four, then flat. */
function encoderConvolutions(filters: number[], activation: Activation): Layer[] {
  const layers: Layer[] = filters.flatMap((count, at) => {
    const layer = conv(`conv${at + 1}`, count, 3, activation)
    return at < 4 ? [layer, { kind: 'pool' as const, name: `pool${at + 1}`, mode: 'average' as const }] : [layer]
  })
  return [...layers, { kind: 'flatten', name: 'flatten' }]
}

/** A flat vector as [size/16, size/16, channels], then a 3 x 3 convolution and nearest x2 for each of four filter counts, then RGB. */
function decoderConvolutions(
  pictureSize: number,
  channels: number,
  filters: number[],
  activation: Activation,
  output: Activation,
): Layer[] {
  const side = pictureSize / 16
  return [
    { kind: 'reshape', name: 'reshape', shape: [side, side, channels] },
    ...filters.flatMap((count, at): Layer[] => [conv(`conv${at + 1}`, count, 3, activation), { kind: 'upsample', name: `up${at + 1}` }]),
    conv('conv5', 3, 3, output),
  ]
}

/** Numbers at the lowest resolution, after four halvings. */
function bottom(pictureSize: number, channels: number): number {
  return (pictureSize / 16) ** 2 * channels
}

/**
 * Bias a sigmoid output starts from: sigmoid(-2) = 0.12, near the mostly black pictures. From 0 it starts grey, and a fast rush to black
 * stalls.
 */
const sigmoidStart = -2

/** Fresh weights of a classifier, from the stream "weights" of the seed. */
export function classifierWeights(architecture: Architecture, seed: number): Float32Array[] {
  return initialWeights(architecture, random(seed, 'weights', 'classifier'))
}

/** Fresh weights of an autoencoder, the encoder's and then the decoder's. */
export function autoencoderWeights({ encoder, decoder }: AutoencoderArchitecture, seed: number): Float32Array[] {
  const weights = [
    ...initialWeights(encoder, random(seed, 'weights', 'encoder')),
    ...initialWeights(decoder, random(seed, 'weights', 'decoder')),
  ]
  const last = decoder.layers.at(-1)
  if (last !== undefined && 'activation' in last && last.activation === 'sigmoid') weights.at(-1)!.fill(sigmoidStart)
  return weights
}

/** Names and shapes of an autoencoder's weights, in the order of `autoencoderWeights`. */
export function autoencoderSpecs({ encoder, decoder }: AutoencoderArchitecture): WeightSpec[] {
  return [
    ...weightSpecs(encoder).map(({ name, shape }) => ({ name: `encoder/${name}`, shape })),
    ...weightSpecs(decoder).map(({ name, shape }) => ({ name: `decoder/${name}`, shape })),
  ]
}

/** Number of trained numbers. */
export function parameterCount(specs: readonly WeightSpec[]): number {
  return specs.reduce((sum, { shape }) => sum + size(shape), 0)
}
