// Recipes: everything that decides the result of a run, as checked JSON. Parents are named by the SHA-256 of their bytes.
import { z } from 'zod'
import { budget } from './budgets/index.ts'
import { fewEnough, fewEnoughMessage } from './ascent-limits.ts'
import { analysisRecipes } from './analyses.ts'
import { type AscentOptimizer, ascentOptimizer } from './optimizers/index.ts'
import { generatorMethod } from './generators/index.ts'
import { hash } from './hash.ts'
import { beginsAtLast, continuesMessage, longer, phasesMessage, wholePhases } from './stretches.ts'
import { type Parameterization, parameterization } from './parameterizations/index.ts'
import { type Regularizer, regularizer } from './regularizers/index.ts'
import { type Transform, transform } from './transforms/index.ts'
import { type DatasetSettings, datasetSettings, newDataset } from '../domains/shapes/settings.ts'
import { type DatasetSpec, datasetSpec } from '../domains/dataset.ts'
import { picturesDataset, picturesRecipe } from '../domains/pictures/settings.ts'
import { shownPictures, type Split, split } from '../domains/splits.ts'
import { networkRecipe } from './imported-network.ts'
import { seed } from './seed.ts'
import { objectiveList } from './objective.ts'
import { sweepAxis } from './sweep-axis.ts'
import { togetherTerms } from './together/index.ts'

const layer = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('conv'),
    name: z.string(),
    filters: z.int().min(1).max(512),
    kernel: z.int().min(1).max(9),
    activation: z.enum(['relu', 'leaky', 'linear', 'sigmoid']),
  }),
  z.strictObject({
    kind: z.literal('dense'),
    name: z.string(),
    units: z.int().min(1).max(8192),
    activation: z.enum(['relu', 'leaky', 'linear', 'sigmoid']),
  }),
  z.strictObject({ kind: z.literal('pool'), name: z.string(), mode: z.enum(['max', 'average']) }),
  z.strictObject({ kind: z.literal('upsample'), name: z.string() }),
  z.strictObject({ kind: z.literal('flatten'), name: z.string() }),
  z.strictObject({ kind: z.literal('reshape'), name: z.string(), shape: z.tuple([z.int(), z.int(), z.int()]) }),
])
/** One layer of a network. Convolutions have stride 1 and same padding, pools are 2 x 2, upsampling is nearest x2. */
export type Layer = z.output<typeof layer>
/** A feed-forward network: the shape of one input, without the batch, and its layers in order. */
export const architecture = z.strictObject({ input: z.array(z.int()).min(1).max(3), layers: z.array(layer).min(1).max(64) })
export type Architecture = z.output<typeof architecture>

const training = {
  epochs: z.int().min(1).max(1000),
  batchSize: z.int().min(4).max(512),
  /** Peak of the one-cycle learning rate. */
  learningRate: z.number().positive().max(1),
  seed: seed.default(1),
}

export const classifierPreset = z.enum(['author', 'paper'])
export const datasetRecipe = z.strictObject({ kind: z.literal('dataset'), dataset: datasetSettings })
const classifierTraining = {
  /** "author": the published code, 4-8-16-32-64 filters. "paper": the third convolution has 8 channels, as Fig. 7 says. */
  preset: classifierPreset.default('author'),
  ...training,
  epochs: training.epochs.default(12),
  batchSize: training.batchSize.default(64),
  learningRate: training.learningRate.default(4e-3),
}
export const classifierRecipe = z
  .strictObject({ kind: z.literal('classifier'), dataset: datasetSpec, ...classifierTraining, ...longer })
  .refine(wholePhases, phasesMessage)
  .refine(beginsAtLast, continuesMessage)
const autoencoderTraining = {
  /** "author": the published code, with its final ReLU. "default": ours. */
  preset: z.enum(['author', 'default']).default('default'),
  latent: z.int().min(1).max(32).default(6),
  /** Activation of the decoder's last layer; without it, the preset's own. */
  output: z.enum(['relu', 'linear', 'sigmoid']).optional(),
  ...training,
  epochs: training.epochs.default(24),
  batchSize: training.batchSize.default(64),
  learningRate: training.learningRate.default(5e-3),
}
export const autoencoderRecipe = z
  .strictObject({
    kind: z.literal('autoencoder'),
    dataset: datasetSpec,
    ...autoencoderTraining,
    /** What it is trained as; absent: an autoencoder. */
    method: generatorMethod.optional(),
    ...longer,
  })
  .refine(({ method }) => method?.kind !== 'autoencoder', {
    // Two recipes of the same training would have two hashes.
    message: 'an autoencoder is what is trained where no method is named; leave the method out',
    path: ['method'],
  })
  .refine(wholePhases, phasesMessage)
  .refine(beginsAtLast, continuesMessage)

export {
  type AscentOptimizer,
  ascentOptimizer,
  type DatasetSettings,
  datasetSettings,
  type DatasetSpec,
  datasetSpec,
  newDataset,
  seed,
  type Split,
  split,
  hash,
  type Parameterization,
  parameterization,
  type Regularizer,
  regularizer,
  type Transform,
  transform,
}

export const ascendRecipe = z
  .strictObject({
    kind: z.literal('ascend'),
    model: hash,
    objectives: objectiveList(512),
    /** Pictures per objective, each from a start of its own. */
    starts: z.int().min(1).max(256).default(1),
    parameterization: parameterization.default({ kind: 'pixels', start: 'noise' }),
    transforms: z.array(transform).max(8).default([]),
    /** Views of each picture at a step; the mean of their scores is climbed. Absent: one. */
    draws: z.int().min(2).max(32).optional(),
    regularizers: z.array(regularizer).max(8).default([]),
    together: togetherTerms.optional(),
    budget: budget.optional(),
    /** Standard deviation, in pixels, by which the gradient is blurred on its way to the picture. Absent: it is not. */
    gradientBlur: z.number().min(0.1).max(16).optional(),
    optimizer: ascentOptimizer.default({ kind: 'normalized', step: 0.01 }),
    steps: z.int().min(1).max(20_000).default(256),
    /**
     * In so many first steps a picture whose gradient is exactly zero, since every unit on the way is off, is moved by a gradient that
     * would switch them on (lucid: 16). Absent: it stays as it is.
     */
    redirectedRelu: z.int().min(1).max(20_000).optional(),
    seed: seed.default(1),
    /** Frames kept of each film, log-spaced over the steps, first and last included; 0 keeps none: a run many times smaller. */
    frames: z
      .int()
      .min(0)
      .max(64)
      .refine((count) => count !== 1, 'a film has a first and a last frame')
      .default(24),
  })
  .refine(fewEnough, fewEnoughMessage)
export type AscendRecipe = z.output<typeof ascendRecipe>

/** By which of its numbers a picture is ranked for a channel: its strongest place, or its mean over all places. */
export const measure = z.enum(['max', 'mean'])
export type Measure = z.output<typeof measure>
export const examplesRecipe = z.strictObject({
  kind: z.literal('examples'),
  model: hash,
  objectives: objectiveList(1024),
  split: shownPictures.default('test'),
  /** Pictures that were brought, to look at instead of those that the network learnt from. One that was brought itself needs them. */
  among: picturesDataset.optional(),
  /** How many of the highest and of the lowest pictures are kept for each objective. */
  top: z.int().min(1).max(64).default(9),
  /**
   * Each objective that reads channels over space is ranked by each of these, and a result says the strongest place of a picture and the
   * mean of each class. Without it: by the mean, and neither is said, as in libraries from before there was a choice.
   */
  measures: z
    .array(measure)
    .min(1)
    .max(2)
    .refine((list) => new Set(list).size === list.length, 'a measure is listed once')
    .optional(),
})
export type ExamplesRecipe = z.output<typeof examplesRecipe>

export const searchRecipe = z.strictObject({
  kind: z.literal('search'),
  model: hash,
  generator: hash,
  objectives: objectiveList(1024),
  samples: z.int().min(1).max(10_000_000).default(500_000),
  top: z.int().min(1).max(64).default(8),
  /**
   * "box": uniform in the box that holds the encoded training set. "posterior": a normal distribution with its mean and covariance.
   * "prior": the normal distribution N(0, I) that a variational autoencoder was trained towards; other generators have none.
   */
  sampling: z.enum(['box', 'posterior', 'prior']).default('box'),
  seed: seed.default(1),
})
export type SearchRecipe = z.output<typeof searchRecipe>

/** How good a generator is: its error, and how often a classifier still names the class of what it redraws. */
export const reconstructionsRecipe = z.strictObject({
  kind: z.literal('reconstructions'),
  model: hash,
  generator: hash,
  split: split.default('test'),
})
export type ReconstructionsRecipe = z.output<typeof reconstructionsRecipe>

/** The training picture nearest to each of some pictures: does a visualization look like anything in the data? */
export const nearestRecipe = z.strictObject({
  kind: z.literal('nearest'),
  dataset: datasetSpec,
  pictures: z.array(hash).min(1).max(512),
  /** With this, also the training picture most like each by the correlation of means over blocks of this many pixels a side. */
  block: z.union([z.literal(2), z.literal(4), z.literal(8)]).optional(),
})
export type NearestRecipe = z.output<typeof nearestRecipe>

/** The latent vector of every picture of the generator's dataset, with a flat map of them. */
export const encodingRecipe = z.strictObject({ kind: z.literal('encoding'), generator: hash })
export type EncodingRecipe = z.output<typeof encodingRecipe>

/** The units of two networks paired by how alike they answer the same pictures. */
export const matchRecipe = z.strictObject({
  kind: z.literal('match'),
  model: hash,
  other: hash,
  layer: z.string().max(200),
  /** Of the other network; absent: the one of the same name. */
  otherLayer: z.string().max(200).optional(),
  split: shownPictures.default('validation'),
  /** Pictures that were brought. Absent: those that the first network learnt from or, where it was brought, the other one. */
  among: picturesDataset.optional(),
})
export type MatchRecipe = z.output<typeof matchRecipe>

export const reproducePreset = z.enum(['tiny', 'quick', 'paper'])
export type ReproducePreset = z.output<typeof reproducePreset>
/** The paper's experiments in one run; its children are runs of the kinds above. */
export const reproduceRecipe = z.strictObject({
  kind: z.literal('reproduce'),
  preset: reproducePreset,
  seed: seed.default(1),
  dataset: datasetSettings,
  classifier: z.strictObject(classifierTraining),
  autoencoder: z.strictObject(autoencoderTraining),
  /** The author's autoencoder, whose latent ascent the paper shows; 0 epochs leaves it out. */
  authorEpochs: z.int().min(0).max(1000),
  pixelSteps: z.int().min(1).max(20_000),
  latentSteps: z.int().min(1).max(20_000),
  samples: z.int().min(1).max(10_000_000),
})
export type ReproduceRecipe = z.output<typeof reproduceRecipe>

/** Ascents of one sweep at most, and pictures of their objectives, one of each in each. */
const [sweepCells, sweepPictures] = [256, 2048]
/** Ascents that differ in some settings, every value of one with every value of the others; its children are the ascents. */
export const sweepRecipe = z
  .strictObject({ kind: z.literal('sweep'), base: ascendRecipe, vary: z.array(sweepAxis).min(1).max(4) })
  .superRefine(({ base, vary }, context) => {
    const cells = vary.reduce((product, { values }) => product * values.length, 1)
    const tooMany = (message: string): void => context.addIssue({ code: 'custom', path: ['vary'], message })
    if (cells > sweepCells) tooMany(`these are ${cells} ascents, and a sweep has at most ${sweepCells}; vary fewer values`)
    else if (cells * base.objectives.length > sweepPictures)
      tooMany(`these are ${cells * base.objectives.length} pictures, and a sweep has at most ${sweepPictures}; vary fewer values`)
    if (new Set(vary.map(({ path }) => path)).size < vary.length) tooMany('a setting is varied once')
  })
export type SweepRecipe = z.output<typeof sweepRecipe>
/** What is made of other runs. */
export type CompositeRecipe = ReproduceRecipe | SweepRecipe
export const isComposite = (one: Recipe): one is CompositeRecipe => one.kind === 'reproduce' || one.kind === 'sweep'

export type DatasetRecipe = z.output<typeof datasetRecipe>
export type ClassifierRecipe = z.output<typeof classifierRecipe>
export type AutoencoderRecipe = z.output<typeof autoencoderRecipe>

/** What a network is trained by. */
export const trainingRecipe = z.discriminatedUnion('kind', [classifierRecipe, autoencoderRecipe])
export type TrainingRecipe = z.output<typeof trainingRecipe>

/** What the engine can run by itself. */
export const engineRecipe = z.discriminatedUnion('kind', [
  datasetRecipe,
  classifierRecipe,
  autoencoderRecipe,
  ascendRecipe,
  examplesRecipe,
  searchRecipe,
  reconstructionsRecipe,
  nearestRecipe,
  encodingRecipe,
  matchRecipe,
  ...analysisRecipes,
])
export type EngineRecipe = z.output<typeof engineRecipe>
export const recipe = z.discriminatedUnion('kind', [...engineRecipe.options, networkRecipe, picturesRecipe, reproduceRecipe, sweepRecipe])
export type Recipe = z.output<typeof recipe>
export type RecipeKind = Recipe['kind']
export const recipeKind = z.enum(recipe.options.map((one) => one.shape.kind.value))

export { canonical } from './canonical.ts'
