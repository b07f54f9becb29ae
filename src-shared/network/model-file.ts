// A trained network as one file: a JSON header and its weights. The header says all that later runs need to know of it.
import { z } from 'zod'
import { packBinary } from './binary.ts'
import { type DatasetSpec, datasetSpec } from '../domains/dataset.ts'
import { architecture } from '../recipe/recipe.ts'
import { networkGraph } from './graph.ts'
import { background, classNames, networkSource } from '../recipe/imported-network.ts'
import { preprocessing } from './preprocessing.ts'

export const modelMedia = 'application/x-phosphene-model'

/** What the encoded training set looks like in the latent space: the box and the normal distribution that hold it. */
export const latentStatistics = z.object({
  mean: z.array(z.number()),
  /** Covariance, row by row. */
  covariance: z.array(z.array(z.number())),
  /** Smallest and largest value of each latent number. */
  low: z.array(z.number()),
  high: z.array(z.number()),
})
export type LatentStatistics = z.output<typeof latentStatistics>

const weights = z.array(z.object({ name: z.string(), shape: z.array(z.int()) }))
const generator = { encoder: architecture, decoder: architecture, latent: z.int(), statistics: latentStatistics }
export const modelHeader = z.discriminatedUnion('kind', [
  z.object({
    format: z.literal('phosphene-model'),
    version: z.literal(1),
    kind: z.literal('classifier'),
    architecture,
    dataset: datasetSpec,
    weights,
  }),
  z.object({
    format: z.literal('phosphene-model'),
    version: z.literal(1),
    kind: z.literal('autoencoder'),
    ...generator,
    dataset: datasetSpec,
    /** The encoder's weights, then the decoder's. */
    weights,
  }),
  z.object({
    format: z.literal('phosphene-model'),
    version: z.literal(1),
    kind: z.literal('vae'),
    /** Weight of the KL divergence that it was trained with. */
    beta: z.number(),
    ...generator,
    dataset: datasetSpec,
    /** The encoder's weights, then the decoder's. The encoder gives means, then logarithms of variances. */
    weights,
  }),
  /** A network that was brought from elsewhere. */
  z.object({
    format: z.literal('phosphene-model'),
    version: z.literal(1),
    kind: z.literal('imported'),
    graph: networkGraph,
    preprocessing,
    background,
    classNames,
    source: networkSource,
    weights,
  }),
])
export type ModelHeader = z.output<typeof modelHeader>
export type ClassifierHeader = Extract<ModelHeader, { kind: 'classifier' }>
/** What draws pictures from latent vectors. */
export type GeneratorHeader = Extract<ModelHeader, { kind: 'autoencoder' | 'vae' }>
export type ImportedHeader = Extract<ModelHeader, { kind: 'imported' }>
/** What can be looked into: a classifier of the lab, or a network that was brought. */
export type LookedInto = ClassifierHeader | ImportedHeader
/** Whether a model is looked into; others draw. */
export const isLookedInto = (header: ModelHeader): header is LookedInto => header.kind === 'classifier' || header.kind === 'imported'
export const isGenerator = (header: ModelHeader): header is GeneratorHeader => !isLookedInto(header)
/** The dataset it learnt from; null where the lab does not know it. */
export const datasetOf = (header: ModelHeader): DatasetSpec | null => (header.kind === 'imported' ? null : header.dataset)
export interface Model<H extends ModelHeader = ModelHeader> {
  header: H
  weights: Float32Array[]
}

/** u32 header length (little endian), header as JSON padded with spaces to 4 bytes, then the weights as little-endian float32. */
export function encodeModel({ header, weights }: Model): Uint8Array {
  return packBinary(JSON.stringify(header), weights)
}

/** Reads what `encodeModel` wrote. Throws a sentence when the bytes are not such a file, or are cut short. */
export function decodeModel(bytes: Uint8Array): Model {
  const length = bytes.length >= 4 ? new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true) : Infinity
  if (4 + length > bytes.length) throw new Error('This is not a Phosphene model, or it is cut short.')
  let parsed: unknown
  try {
    parsed = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)))
  } catch {
    throw new Error('This is not a Phosphene model: its header is not JSON.')
  }
  const header = modelHeader.parse(parsed)
  let at = 4 + length
  const weights = header.weights.map(({ name, shape }) => {
    const count = shape.reduce((product, one) => product * one, 1)
    if (at + 4 * count > bytes.length) throw new Error(`This model is cut short: the weights of ${name} are missing.`)
    // A copy, since float32 must start at a multiple of four; not `slice`, which in a Node Buffer (a BLOB from SQLite) copies nothing.
    const values = new Float32Array(new Uint8Array(bytes.subarray(at, at + 4 * count)).buffer)
    at += 4 * count
    return values
  })
  return { header, weights }
}
