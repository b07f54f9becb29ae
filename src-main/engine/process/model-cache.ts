// Models kept in memory for questions that want an answer at once: what is this picture, what does this latent vector look like?
import { invalid, missing } from '../../../src-shared/rpc/fault.ts'
import { type AutoencoderHeader, type ClassifierHeader, decodeModel, type Model } from '../../../src-shared/network/model-file.ts'
import { autoencoderLayersModels, classifierLayersModel, saveArtifacts } from '../../science/networks/layers-model.ts'
import { forward, outputTap, tapShapes, weightSpecs } from '../../science/networks/sequential.ts'
import { strongestPlace } from '../../science/visualization/objective.ts'
import type { Answers } from '../../../src-shared/network/questions.ts'
import { tf } from '../../tensorflow/tf.ts'
import { tidied } from '../../tensorflow/tidied.ts'

/** A model costs a megabyte or two; this many are more than a page shows at once. */
const kept = 12

interface Loaded {
  model: Model
  weights: tf.Tensor[]
}

export function createModels(): {
  load(hash: string, bytes: Uint8Array): void
  holds(hash: string): boolean
  /** Each throws 'missing' for a network that is not loaded. */
  answers: Answers
  layersModel(hash: string): Promise<{ folders: Record<string, Record<string, Uint8Array>> }>
} {
  const loaded = new Map<string, Loaded>()

  function of(hash: string): Loaded {
    const one = loaded.get(hash)
    if (!one) throw missing(`The model ${hash.slice(0, 12)}… is not loaded.`)
    loaded.delete(hash)
    loaded.set(hash, one)
    return one
  }
  function classifier(hash: string): { header: ClassifierHeader; weights: tf.Tensor[] } {
    const {
      model: { header },
      weights,
    } = of(hash)
    if (header.kind !== 'classifier') throw invalid('This model is a generator; a classifier is needed here.')
    return { header, weights }
  }
  function autoencoder(hash: string): { header: AutoencoderHeader; encoder: tf.Tensor[]; decoder: tf.Tensor[] } {
    const {
      model: { header },
      weights,
    } = of(hash)
    if (header.kind !== 'autoencoder') throw invalid('This model is a classifier; a generator is needed here.')
    const split = weightSpecs(header.encoder).length
    return { header, encoder: weights.slice(0, split), decoder: weights.slice(split) }
  }
  function batch(pictures: Uint8Array, size: number): tf.Tensor {
    const one = size * size * 3
    if (pictures.length === 0 || pictures.length % one !== 0)
      throw invalid(
        `This model looks at pictures of ${size} x ${size} pixels in RGB, ` +
          `${one} bytes each; ${pictures.length} bytes are not a whole number of them.`,
      )
    return tf.tensor(
      Float32Array.from(pictures, (value) => value / 255),
      [pictures.length / one, size, size, 3],
    )
  }

  return {
    load(hash, bytes) {
      if (loaded.has(hash)) return
      const model = decodeModel(bytes)
      loaded.set(hash, { model, weights: model.header.weights.map(({ shape }, at) => tf.tensor(model.weights[at]!, shape)) })
      for (const [old, { weights }] of loaded) {
        if (loaded.size <= kept) break
        tf.dispose(weights)
        loaded.delete(old)
      }
    },
    holds: (hash) => loaded.has(hash),
    answers: {
      classify({ model, pictures }) {
        const { header, weights } = classifier(model)
        return tidied(() => {
          const logits = forward(header.architecture, weights, batch(pictures, header.dataset.size), 'logits').logits as tf.Tensor2D
          return { logits: logits.arraySync(), probabilities: logits.softmax().arraySync() as number[][] }
        })
      },
      respond({ model, pictures, measure }) {
        const { header, weights } = classifier(model)
        return tidied(() => {
          const taps = forward(header.architecture, weights, batch(pictures, header.dataset.size))
          return {
            layers: header.architecture.layers.flatMap((layer) => {
              if (layer.kind !== 'conv' && layer.kind !== 'dense') return []
              const tap = taps[measure === undefined || layer.activation === 'linear' ? layer.name : `${layer.name}.${layer.activation}`]!
              const values = (tap.rank !== 4 ? tap : measure === 'max' ? tap.max([1, 2]) : tap.mean([1, 2])).arraySync() as number[][]
              return [{ layer: layer.name, values, places: measure === 'max' && tap.rank === 4 ? strongestPlace(tap).arraySync() : [] }]
            }),
          }
        })
      },
      activationMaps({ model, layer, channel, pictures }) {
        const { header, weights } = classifier(model)
        if (!Object.hasOwn(tapShapes(header.architecture), layer)) throw missing(`This network has no layer "${layer}".`)
        return tidied(() => {
          const tap = forward(header.architecture, weights, batch(pictures, header.dataset.size), layer)[layer]!
          const [count, height = 1, width = 1] = tap.rank === 4 ? tap.shape : [tap.shape[0]!]
          const channels = tap.shape.at(-1)!
          if (channel >= channels) throw missing(`${layer} has channels 0 to ${channels - 1}; there is no channel ${channel}.`)
          const maps = tap
            .reshape([count!, height * width, channels])
            .slice([0, 0, channel], [-1, -1, 1])
            .squeeze([2])
            .arraySync() as number[][]
          return { height, width, maps }
        })
      },
      decode({ generator, z }) {
        const { header, decoder } = autoencoder(generator)
        if (z.some((one) => one.length !== header.latent)) throw invalid(`This generator draws from ${header.latent} numbers a picture.`)
        return tidied(() => {
          const picture = forward(header.decoder, decoder, tf.tensor2d(z))[outputTap(header.decoder)]!
          return { size: header.dataset.size, pictures: Uint8Array.from(picture.clipByValue(0, 1).mul(255).round().dataSync()) }
        })
      },
      encode({ generator, pictures }) {
        const { header, encoder } = autoencoder(generator)
        return tidied(() => ({
          z: forward(header.encoder, encoder, batch(pictures, header.dataset.size))[outputTap(header.encoder)]!.arraySync() as number[][],
        }))
      },
    },
    async layersModel(hash) {
      const { model } = of(hash)
      const networks =
        model.header.kind === 'classifier'
          ? { classifier: classifierLayersModel(model as Model<ClassifierHeader>) }
          : autoencoderLayersModels(model as Model<AutoencoderHeader>)
      try {
        const folders: Record<string, Record<string, Uint8Array>> = {}
        for (const [name, network] of Object.entries(networks)) folders[name] = await saveArtifacts(network)
        return { folders }
      } finally {
        for (const network of Object.values(networks)) network.dispose()
      }
    },
  }
}
