// A network that was brought from elsewhere, as the record of a run: which file it was, and how its pictures are to be read.
import { z } from 'zod'
import { preprocessing } from '../network/preprocessing.ts'
import { hash } from './hash.ts'

/** The file a network came from. */
export const networkSource = z.strictObject({
  format: z.enum(['onnx', 'keras', 'keras-h5', 'tensorflow-layers', 'tensorflow-graph']),
  file: z.string().max(255),
  /** SHA-256 of its bytes; of the hashes of its files, by name, where it was several. */
  hash,
  /** The program that wrote it, in its own words. */
  producer: z.string().max(200).nullable(),
})
export type NetworkSource = z.output<typeof networkSource>

/** Names of classes by number; null where they have none. */
export const classNames = z.array(z.string().max(200)).min(1).max(100_000).nullable()

/** Colour in [0, 1] of what lies outside of a picture, one number a channel. */
export const background = z.array(z.number().min(0).max(1)).min(1).max(3)

export const networkRecipe = z.strictObject({ kind: z.literal('network'), source: networkSource, preprocessing, background, classNames })
export type NetworkRecipe = z.output<typeof networkRecipe>
