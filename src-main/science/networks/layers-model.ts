// A Phosphene model as standard TensorFlow.js layers models, which other programs load and which convert to Keras.
import type { ClassifierHeader, GeneratorHeader, Model } from '../../../src-shared/network/model-file.ts'
import type { Architecture, Layer } from '../../../src-shared/recipe/recipe.ts'
import { tf } from '../../tensorflow/tf.ts'
import { leak, weightSpecs, type WeightSpec } from './sequential.ts'

type Sequential = ReturnType<typeof tf.sequential>
/** Layers models by the names of their folders. */
export type LayersModels = Record<'encoder' | 'decoder' | 'autoencoder', Sequential>
type LayersModel = Awaited<ReturnType<typeof tf.loadLayersModel>>
type AnyLayer = Sequential['layers'][number]

/** A network with its weights; pictures [batch, height, width, 3] in [0, 1], or latent vectors, go in. The caller disposes of the model. */
export function layersModel(architecture: Architecture, weights: readonly Float32Array[], name: string): Sequential {
  return withWeights(append(tf.sequential({ name }), architecture), weightSpecs(architecture), weights)
}

/** The classifier with a softmax at its end: [batch, height, width, 3] in [0, 1] to 60 probabilities. */
export function classifierLayersModel({ header, weights }: Model<ClassifierHeader>): Sequential {
  const model = append(tf.sequential({ name: 'classifier' }), header.architecture)
  // Before the weights: a sequential model that has been built once does not see a layer that is added later.
  model.add(tf.layers.softmax({ name: 'softmax' }))
  return withWeights(model, header.weights, weights)
}

/** Encoder, decoder, and the two joined, as separate models. */
export function autoencoderLayersModels({ header, weights }: Model<GeneratorHeader>): LayersModels {
  const split = weightSpecs(header.encoder).length
  const both = append(append(tf.sequential({ name: 'autoencoder' }), header.encoder, 'encoder_'), header.decoder, 'decoder_')
  return {
    encoder: layersModel(header.encoder, weights.slice(0, split), 'encoder'),
    decoder: layersModel(header.decoder, weights.slice(split), 'decoder'),
    autoencoder: withWeights(both, header.weights, weights),
  }
}

/** The two files of a layers model as tf.loadLayersModel reads them: its topology with a manifest, and the weights as one block. */
export async function saveArtifacts(model: LayersModel): Promise<{ 'model.json': Uint8Array; 'weights.bin': Uint8Array }> {
  let files: { 'model.json': Uint8Array; 'weights.bin': Uint8Array } | null = null
  await model.save(
    tf.io.withSaveHandler(async ({ modelTopology, weightSpecs, weightData, format, generatedBy, convertedBy }) => {
      const manifest = {
        modelTopology,
        format,
        generatedBy,
        convertedBy,
        weightsManifest: [{ paths: ['weights.bin'], weights: weightSpecs }],
      }
      const data = tf.io.CompositeArrayBuffer.join(weightData)
      files = { 'model.json': new TextEncoder().encode(JSON.stringify(manifest)), 'weights.bin': new Uint8Array(data) }
      return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON', weightDataBytes: data.byteLength } }
    }),
  )
  if (files === null) throw new Error(`TensorFlow.js gave no files for the model ${model.name}. Nothing was written.`)
  return files
}

/**
 * Adds the layers of a network. Their names start with `prefix`, so that two networks can be joined in one model. A leaky ReLU is a layer
 * of its own, since Keras has no activation function of that slope by name.
 */
function append(model: Sequential, architecture: Architecture, prefix = ''): Sequential {
  for (const layer of architecture.layers) {
    const first = model.layers.length === 0 ? { inputShape: architecture.input } : {}
    model.add(layerOf(layer, { name: prefix + layer.name, ...first }))
    if ('activation' in layer && layer.activation === 'leaky')
      model.add(tf.layers.leakyReLU({ alpha: leak, name: `${prefix}${layer.name}_leaky` }))
  }
  return model
}

function layerOf(layer: Layer, config: { name: string; inputShape?: number[] }): AnyLayer {
  switch (layer.kind) {
    case 'conv':
      return tf.layers.conv2d({
        ...config,
        filters: layer.filters,
        kernelSize: layer.kernel,
        padding: 'same',
        activation: activationName(layer.activation),
      })
    case 'dense':
      return tf.layers.dense({ ...config, units: layer.units, activation: activationName(layer.activation) })
    case 'pool':
      return layer.mode === 'max'
        ? tf.layers.maxPooling2d({ ...config, poolSize: 2 })
        : tf.layers.averagePooling2d({ ...config, poolSize: 2 })
    case 'upsample':
      return tf.layers.upSampling2d({ ...config, size: [2, 2], interpolation: 'nearest' })
    case 'flatten':
      return tf.layers.flatten(config)
    case 'reshape':
      return tf.layers.reshape({ ...config, targetShape: [...layer.shape] })
  }
}

function activationName(activation: Extract<Layer, { kind: 'dense' }>['activation']): 'relu' | 'sigmoid' | 'linear' {
  return activation === 'leaky' ? 'linear' : activation
}

function withWeights(model: Sequential, specs: readonly WeightSpec[], weights: readonly Float32Array[]): Sequential {
  const tensors = specs.map(({ shape }, at) => tf.tensor(weights[at]!, shape))
  model.setWeights(tensors)
  tf.dispose(tensors)
  return model
}
