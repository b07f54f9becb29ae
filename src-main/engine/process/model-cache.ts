// Models kept in memory for questions that want an answer at once: what is this picture, what does this latent vector look like?
import { invalid, missing } from '../../../src-shared/rpc/fault.ts'
import { decodeModel, isLookedInto, type Model } from '../../../src-shared/network/model-file.ts'
import type { TrainedGenerator } from '../../science/generators/generator.ts'
import { generatorLayersModels, trainedGenerator } from '../../science/generators/kinds/index.ts'
import { classifierLayersModel, saveArtifacts } from '../../science/networks/layers-model.ts'
import { modelNetwork } from '../../science/networks/model-network.ts'
import type { Network } from '../../science/networks/network.ts'
import type { Preprocessing } from '../../../src-shared/network/preprocessing.ts'
import type { Answers } from '../../../src-shared/network/questions.ts'
import { tf } from '../../tensorflow/tf.ts'
import { attributionOf } from './attribution-question.ts'
import { activationMaps, batchOfBytes, classify, respond, type Told, told } from './network-questions.ts'
import { compareOperations, type OtherOperations } from './compare-operations.ts'
import { tidied } from '../../tensorflow/tidied.ts'

/** A model of the lab costs a megabyte or two; this many are more than a page shows at once. */
const kept = 12
/** Bytes of all of them: one that was brought may have hundreds of millions. */
const keptBytes = 2 ** 30

interface Loaded {
  bytes: number
  model: Model
  /** What is looked into, or a generator and the side of its pictures. */
  holds: { network: Network } | { generator: TrainedGenerator; size: number }
  /** Questions that are being worked on between turns: meanwhile it stays. */
  busy: number
}

export function createModels(): {
  load(hash: string, bytes: Uint8Array): void
  holds(hash: string): boolean
  /** Each throws 'missing' for a network that is not loaded. */
  answers: Answers
  /** What a network that was read says of pictures under each way of reading them, instead of its own. */
  tryReadings(hash: string, readings: readonly Preprocessing[], pictures: Uint8Array): Told[][]
  /** How far a network that was brought is from another list of its operations. */
  compareOperations(of: OtherOperations): { pictures: number; difference: number }
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
    if (!('network' in holds)) throw invalid('This model is a generator; a classifier is needed here.')
    return holds.network
  }
  function drawing(hash: string): { generator: TrainedGenerator; size: number } {
    const { holds } = of(hash)
    if (!('generator' in holds)) throw invalid('This model is a classifier; a generator is needed here.')
    return holds
  }
  return {
    load(hash, bytes) {
      if (loaded.has(hash)) return
      const model = decodeModel(bytes)
      loaded.set(hash, { model, holds: heldOf(model), bytes: bytes.length, busy: 0 })
      const sizes = (): number => [...loaded.values()].reduce((sum, one) => sum + one.bytes, 0)
      for (const [old, { holds, busy }] of loaded) {
        if (loaded.size === 1 || (loaded.size <= kept && sizes() <= keptBytes)) break
        if (busy > 0 || old === hash) continue
        if ('network' in holds) holds.network.dispose()
        else holds.generator.dispose()
        loaded.delete(old)
      }
    },
    holds: (hash) => loaded.has(hash),
    answers: {
      classify: ({ model, pictures }) => classify(classifier(model), pictures),
      respond: ({ model, pictures, measure, layers }) => respond(classifier(model), pictures, measure, layers),
      activationMaps: ({ model, layer, channel, pictures }) => activationMaps(classifier(model), layer, channel, pictures),
      async attribute({ model, picture, objective, method }, signal) {
        const network = classifier(model)
        const held = of(model)
        held.busy++
        try {
          return await attributionOf(network, picture, objective, method, signal)
        } finally {
          held.busy--
        }
      },
      decode({ generator: hash, z }) {
        const { generator, size } = drawing(hash)
        if (z.some((one) => one.length !== generator.latent))
          throw invalid(`This generator draws from ${generator.latent} numbers a picture.`)
        return tidied(() => {
          const picture = generator.decode(tf.tensor2d(z))
          return { size, pictures: Uint8Array.from(picture.clipByValue(0, 1).mul(255).round().dataSync()) }
        })
      },
      encode({ generator: hash, pictures }) {
        const { encode, image } = drawing(hash).generator
        if (!encode) throw invalid('This generator has no encoder: it gives no latent vectors of pictures.')
        return tidied(() => ({ z: encode(batchOfBytes(pictures, [...image])).arraySync() }))
      },
    },
    tryReadings: (hash, readings, pictures) => readings.map((reading) => told(classifier(hash), reading, pictures)),
    compareOperations(other) {
      const { header, weights } = of(other.model).model
      if (header.kind !== 'imported') throw invalid('Only a network that was brought has operations of another file.')
      return compareOperations({ header, weights }, other)
    },
    async layersModel(hash) {
      const {
        model: { header, weights },
      } = of(hash)
      if (header.kind === 'imported') throw invalid('This network was brought from elsewhere: its own file is the one to hand on.')
      const networks =
        header.kind === 'classifier'
          ? { classifier: classifierLayersModel({ header, weights }) }
          : generatorLayersModels({ header, weights })
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
  if (isLookedInto(header)) return { network: modelNetwork({ header, weights }) }
  return { generator: trainedGenerator({ header, weights }), size: header.dataset.size }
}
