// What a training leaves: a classifier or an autoencoder, how good it is, and what went wrong while it learnt.
import { z } from 'zod'
import { modelMedia } from '../../network/model-file.ts'
import { confusionFile } from '../confusion.ts'
import { trainingStateMedia } from '../training-state.ts'
import { one, table } from './form.ts'
import { networkResults } from './network.ts'
import { sheetMeta } from './pictures.ts'

const share = z.number()
const layers = z.array(z.object({ name: z.string(), shape: z.array(z.int()) }))

/** What is wrong with a training at its end: a code, words, and the settings of the recipe that avoid it. */
export const healthSign = z.object({
  code: z.enum(['not-finite', 'dead', 'stalled', 'guessing', 'recovered', 'collapsed']),
  message: z.string(),
  fix: z.object({
    learningRate: z.number().optional(),
    output: z.enum(['relu', 'linear', 'sigmoid']).optional(),
    beta: z.number().optional(),
  }),
})
/** How often pictures of a class were taken for another. */
export const mixUp = z.object({ truth: z.int(), said: z.int(), count: z.int() })

/** The state that a training ended in, kept once a longer one goes on from it. */
export const trainingState = one('training-state', trainingStateMedia, z.object({ caption: z.string(), step: z.int() }))

export const classifierResults = {
  summary: z
    .object({
      testAccuracy: share,
      testCorrect: z.int(),
      testCount: z.int(),
      validationAccuracy: share.nullable(),
      /** Epochs that it has learnt for; no whole number where it was stopped. */
      epochs: z.number(),
      /** Numbers that were trained. */
      parameters: z.int(),
      /** Most frequent first. */
      mostConfused: z.array(mixUp),
      health: healthSign.nullable(),
    })
    .partial(),
  artifacts: {
    model: one(
      'model',
      modelMedia,
      z.object({ kind: z.literal('classifier'), preset: z.string(), testAccuracy: share, layers, epochs: z.number() }),
    ),
    confusion: table('confusion', z.object({ caption: z.string(), testAccuracy: share }), confusionFile),
    state: trainingState,
  },
}

export const autoencoderResults = {
  summary: z
    .object({
      /** Mean squared error over pixels in [0, 1], and that of all-black pictures. */
      testError: z.number(),
      blackError: z.number(),
      testCount: z.int(),
      validationError: z.number().nullable(),
      epochs: z.number(),
      parameters: z.int(),
      /** Of a variational autoencoder, over the test pictures: KL divergence in nats, and the latent numbers that depend on the picture. */
      kl: z.number(),
      activeLatents: z.int(),
      health: healthSign.nullable(),
    })
    .partial(),
  artifacts: {
    model: one(
      'model',
      modelMedia,
      z.object({
        kind: z.literal('autoencoder'),
        preset: z.string(),
        /** How it was trained, where it is no plain autoencoder. */
        method: z.literal('vae').optional(),
        testError: z.number(),
        layers,
        epochs: z.number(),
        /** Training pictures whose latent vectors its statistics are of. */
        encoded: z.int().optional(),
      }),
    ),
    /** A row of test pictures above the row of their reconstructions, and so on. */
    reconstructions: one('reconstructions', 'image/png', sheetMeta.extend({ testError: z.number() })),
    state: trainingState,
  },
}

const { model: classifier } = classifierResults.artifacts
const { model: imported } = networkResults.artifacts
const { model: autoencoder } = autoencoderResults.artifacts
/** What a list of networks says of one: its kind, and what else its version has noted. */
export const modelMeta = z.discriminatedUnion('kind', [
  classifier.meta.partial().required({ kind: true }),
  autoencoder.meta.partial().required({ kind: true }),
  imported.meta.partial().required({ kind: true }),
])
