// Models kept in memory for questions that want an answer at once: what is this picture, what does this latent vector look like?
import { invalid, missing } from '../../../src-shared/rpc/fault.ts'
import {
  type AutoencoderHeader,
  type ClassifierHeader,
  decodeModel,
  isLookedInto,
  type Model,
} from '../../../src-shared/network/model-file.ts'
import { autoencoderLayersModels, classifierLayersModel, saveArtifacts } from '../../science/networks/layers-model.ts'
import { modelNetwork } from '../../science/networks/model-network.ts'
import type { Network } from '../../science/networks/network.ts'
import { forward, outputTap, weightSpecs } from '../../science/networks/sequential.ts'
import type { Preprocessing } from '../../../src-shared/network/preprocessing.ts'
import type { Answers } from '../../../src-shared/network/questions.ts'
import { tf } from '../../tensorflow/tf.ts'
import { activationMaps, batchOfBytes, classify, respond, type Told, told } from './network-questions.ts'
import { tidied } from '../../tensorflow/tidied.ts'

/** A model of the lab costs a megabyte or two; this many are more than a page shows at once. */
const kept = 12
/** Bytes of all of them: one that was brought may have hundreds of millions. */
const keptBytes = 2 ** 30

interface Loaded {
  bytes: number
  model: Model
  /** The classifier as it is looked into, or the weights of a generator. */
  holds: Network | tf.Tensor[]
}

export function createModels(): {
  load(hash: string, bytes: Uint8Array): void
  holds(hash: string): boolean
  /** Each throws 'missing' for a network that is not loaded. */
  answers: Answers
  /** What a network that was read says of pictures under each way of reading them, instead of its own. */
  tryReadings(hash: string, readings: readonly Preprocessing[], pictures: Uint8Array): Told[][]
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
  function classifier(hash: string): Network {
    const { holds } = of(hash)
    if (Array.isArray(holds)) throw invalid('This model is a generator; a classifier is needed here.')
    return holds
  }
  function autoencoder(hash: string): { header: AutoencoderHeader; encoder: tf.Tensor[]; decoder: tf.Tensor[] } {
    const {
      model: { header },
      holds,
    } = of(hash)
    if (header.kind !== 'autoencoder' || !Array.isArray(holds)) throw invalid('This model is a classifier; a generator is needed here.')
    const split = weightSpecs(header.encoder).length
    return { header, encoder: holds.slice(0, split), decoder: holds.slice(split) }
  }
  return {
    load(hash, bytes) {
      if (loaded.has(hash)) return
      const model = decodeModel(bytes)
      loaded.set(hash, { model, holds: heldOf(model), bytes: bytes.length })
      const sizes = (): number => [...loaded.values()].reduce((sum, one) => sum + one.bytes, 0)
      for (const [old, { holds }] of loaded) {
        if (loaded.size === 1 || (loaded.size <= kept && sizes() <= keptBytes)) break
        if (Array.isArray(holds)) tf.dispose(holds)
        else holds.dispose()
        loaded.delete(old)
      }
    },
    holds: (hash) => loaded.has(hash),
    answers: {
      classify: ({ model, pictures }) => classify(classifier(model), pictures),
      respond: ({ model, pictures, measure }) => respond(classifier(model), pictures, measure),
      activationMaps: ({ model, layer, channel, pictures }) => activationMaps(classifier(model), layer, channel, pictures),
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
        const shape = header.encoder.input as [number, number, number]
        return tidied(() => ({
          z: forward(header.encoder, encoder, batchOfBytes(pictures, shape))[outputTap(header.encoder)]!.arraySync() as number[][],
        }))
      },
    },
    tryReadings: (hash, readings, pictures) => readings.map((reading) => told(classifier(hash), reading, pictures)),
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

function heldOf(model: Model): Loaded['holds'] {
  const { header, weights } = model
  if (isLookedInto(header)) return modelNetwork({ header, weights })
  return header.weights.map(({ shape }, at) => tf.tensor(weights[at]!, shape))
}
