// What to train, from a few choices: how many pictures, how often, and the recipes that follow. Pure.
import { classesOf, type DatasetSpec, datasetSpec, isPictures } from '../../../src-shared/domains/dataset.ts'
import { z } from 'zod'
import { classCount, classIndex } from '../../../src-shared/domains/shapes/classes.ts'
import { type DatasetSettings, newDataset, type TrainingRecipe } from '../../../src-shared/recipe/recipe.ts'
import { defaultRate } from '../../../src-shared/recipe/training-rates.ts'

export type Network = 'classifier' | 'autoencoder'
export const tasks = ['classifier', 'autoencoder', 'both'] as const
export type Task = (typeof tasks)[number]
export const sizes = ['quick', 'good', 'paper'] as const
export type Size = (typeof sizes)[number]
export const sizeTitles: Record<Size, string> = { quick: 'Quick', good: 'Good', paper: 'Paper' }

export const networksOf = (task: Task): Network[] => (task === 'both' ? ['classifier', 'autoencoder'] : [task])

const change = z.object({ epochs: z.number(), batchSize: z.number(), learningRate: z.number() }).partial()
/** Everything chosen on the page; what is not in `changes` follows from the size. */
export const choices = z.object({
  task: z.enum(tasks),
  size: z.enum(sizes),
  /** null: the paper's classes and drawing. */
  dataset: z.object({ settings: datasetSpec, name: z.string() }).nullable(),
  /** Of the paper's classes only the easy ones, whatever the machine could do: a lesson has no time for all. */
  easy: z.boolean().optional(),
  changes: z.object({
    pictures: z.number().optional(),
    seed: z.number().optional(),
    classifier: change.extend({ preset: z.enum(['author', 'paper']).optional() }),
    autoencoder: change.extend({
      preset: z.enum(['author', 'default']).optional(),
      output: z.enum(['own', 'relu', 'linear', 'sigmoid']).optional(),
      latent: z.number().optional(),
      method: z.enum(['autoencoder', 'vae']).optional(),
      beta: z.number().optional(),
    }),
  }),
})
export type Choices = z.output<typeof choices>
export type Changes = Choices['changes']
export const noChanges: Changes = { classifier: {}, autoencoder: {} }
export const firstChoices: Choices = { task: 'classifier', size: 'quick', dataset: null, changes: noChanges }
/** Where a lesson begins: a quick classifier of the easy classes. Address: "#/train?classes=12". */
export const classroom: Choices = { ...firstChoices, easy: true }

/** Seconds that a quick training should take, and those that it may. */
export const quickSeconds = 45
const quickMost = 60
const quickEpochs = 12
const most = 24_000
/**
 * What a quick training offers where all 60 classes take too long: four filled shapes in white, green and red, which keep the choice
 * between shape and colour.
 */
export const easyClasses = [0, 1, 2, 3].flatMap((shape) => [0, 2, 3].map((colour) => classIndex(shape, 2, colour)))
/**
 * The least that makes a classifier right on nine of ten unseen pictures or more, measured with three seeds each (network, pictures and
 * order) at batches of 32: the 12 easy classes with 2,400 pictures and 10 epochs reach 97.5 to 99.6 %, all 60 with 6,000 and 12 epochs 96.7
 * to 99.0 %; with
 * 4,800 pictures three of five stayed at 90.4 to 93.1 %. Between and below, a straight line.
 */
export const leastPictures = (classes: number): number => 1500 + 75 * classes
/** In pictures times epochs. */
export const leastWork = (network: Network, classes: number): number => (network === 'classifier' ? 1000 * (12 + classes) : 36_000)
const longest = { quick: 60, good: 24, paper: 96 } as const
/** Pictures times epochs of the larger sizes. */
const fixed: Record<'good' | 'paper', { pictures: number; batchSize: number } & Record<Network, number>> = {
  good: { pictures: 12_000, batchSize: 32, classifier: 144_000, autoencoder: 240_000 },
  paper: { pictures: most, batchSize: 64, classifier: 288_000, autoencoder: 1_080_000 },
}

/** Epochs times pictures that take a second here; null where it was not measured. */
export type Speeds = Record<Network, number | null>

/** `classes`: which of them, where a size does not take all that the dataset has. */
export interface Amounts {
  pictures: number
  batchSize: number
  epochs: Record<Network, number>
  classes: number[] | null
}

/** A dataset that was chosen: how many pictures and classes it has; `whole`: it is learnt from as it is, none of its pictures left out. */
export interface OwnSet {
  count: number
  classes: readonly number[]
  whole?: boolean
  /** Pixels of a side. */
  size?: number
}
export const ownSet = (dataset: DatasetSpec): OwnSet => ({
  count: dataset.count,
  classes: classesOf(dataset),
  whole: isPictures(dataset),
  size: dataset.size,
})

/** Pixels of all pictures of a batch: 32 pictures of 128 x 128. 64 of 224 x 224, six times as many, take a classifier 2.3 GiB. */
const mostBatchPixels = 32 * 128 ** 2
/** The batch of a size, or as much of it as large pictures leave room for in memory. */
const batchFor = (batchSize: number, side = 48): number => Math.min(batchSize, Math.max(8, 4 * Math.floor(mostBatchPixels / side ** 2 / 4)))

/**
 * How much a size is for these networks, all of which learn from the same pictures; `own` is a dataset that was chosen in place of the
 * paper's. A quick training is fitted into `quickSeconds` for each network when its speed is known, and never below what makes a classifier
 * good enough to look inside: where the paper's 60 classes do not fit, it takes 12 of them, and where those do not fit either it takes
 * longer. The larger sizes see as many pictures in all whatever the size of the dataset, within limits. With `easy` each size takes the 12
 * classes; a dataset that was chosen keeps its own.
 */
export function amountsOf(size: Size, networks: readonly Network[], speeds: Speeds, own: OwnSet | null, easy = false): Amounts {
  if (size !== 'quick') {
    const { batchSize, ...rest } = fixed[size]
    const pictures = own?.whole ? own.count : size === 'good' ? Math.min(rest.pictures, own?.count ?? most) : (own?.count ?? rest.pictures)
    const epochs = (network: Network): number =>
      Math.max(2, Math.min(longest[size] * (network === 'classifier' ? 1 : 2), Math.round(rest[network] / pictures)))
    return {
      pictures,
      batchSize: batchFor(batchSize, own?.size),
      epochs: { classifier: epochs('classifier'), autoencoder: epochs('autoencoder') },
      classes: own === null && easy ? easyClasses : null,
    }
  }
  const room = Math.min(most, own?.count ?? most)
  const all = own?.classes.length ?? classCount
  const fits = (network: Network): boolean => {
    const speed = speeds[network]
    return speed === null || leastWork(network, all) <= speed * quickMost
  }
  const classes = own === null && (easy || (networks.includes('classifier') && !fits('classifier'))) ? easyClasses : null
  const count = classes?.length ?? all
  const work = (network: Network): number => Math.max(leastWork(network, count), (speeds[network] ?? 0) * quickSeconds)
  const fitting = Math.min(...networks.map((one) => work(one) / quickEpochs))
  const pictures = own?.whole ? own.count : Math.min(room, Math.max(leastPictures(count), Math.round(fitting / 600) * 600))
  const epochs = (network: Network): number => Math.min(longest.quick, Math.max(1, Math.round(work(network) / pictures)))
  const batchSize = batchFor(32, own?.size)
  return { pictures, batchSize, epochs: { classifier: epochs('classifier'), autoencoder: epochs('autoencoder') }, classes }
}

/** The sizes that are worth a choice: a larger one that would do the same is left out. */
export function differentSizes(amounts: (size: Size) => Amounts, networks: readonly Network[]): Size[] {
  const key = (size: Size): string => {
    const { pictures, epochs } = amounts(size)
    return JSON.stringify([pictures, networks.map((one) => epochs[one])])
  }
  return sizes.filter((size, at) => !sizes.slice(0, at).some((one) => key(one) === key(size)))
}

/**
 * What the dataset of the paper is called in the choice of datasets: with how many of its classes, where the chosen size does not take all.
 */
export function paperSetLabel(size: Size, { classes }: Pick<Amounts, 'classes'>, easy: boolean): string {
  return classes && !easy
    ? `The paper’s, ${classes.length} of its ${classCount} classes (${sizeTitles[size]})`
    : `The paper’s: ${classCount} classes, drawn from seed 1`
}

/** What a size is for, in a line; what the quick one promises was measured on the paper's dataset alone. */
export function aimOf(size: Size, { classes }: Amounts, networks: readonly Network[], own: boolean, easy = false): string {
  if (size === 'good') return 'For exploring: it knows the shapes well.'
  if (size === 'paper') return 'As much training as in the paper, or nearly.'
  if (own) return 'For a first look; how much it learns depends on your dataset.'
  if (!networks.includes('classifier')) return 'Learns the easy parts, for a first look.'
  return classes
    ? `For a first look: ${classes.length} of the ${classCount} classes, at least 90\u00a0% ` +
        `right.${easy ? '' : ' All of them would take longer here.'}`
    : 'For a first look: at least 90\u00a0% right.'
}

const bare: DatasetSettings = newDataset()
/** The classifier is that of Fig. 7, as in "Reproduce the paper". */
export const defaultPresets = { classifier: 'paper', autoencoder: 'default' } as const
export const defaultLatent = 6
export const defaultBeta = 1
export const defaultSeed = 1
/** The activation at the end of a decoder when none is chosen. */
export const ownOutput = { author: 'relu', default: 'sigmoid' } as const

/** The recipe that the choices come to, unchecked: the schema says what is wrong with it. */
export function draftRecipe(network: Network, { dataset, changes }: Pick<Choices, 'dataset' | 'changes'>, amounts: Amounts): unknown {
  const { pictures = amounts.pictures, seed = defaultSeed } = changes
  const { preset = defaultPresets[network], epochs = amounts.epochs[network], batchSize = amounts.batchSize } = changes[network]
  const { learningRate = defaultRate(network, preset) } = changes[network]
  const base = {
    kind: network,
    dataset:
      dataset && isPictures(dataset.settings)
        ? dataset.settings
        : { ...(dataset?.settings ?? bare), ...(amounts.classes ? { classes: amounts.classes } : {}), count: pictures },
    preset,
    epochs,
    batchSize,
    learningRate,
    seed,
  }
  if (network === 'classifier') return base
  const { output = 'own', latent = defaultLatent, method, beta = defaultBeta } = changes.autoencoder
  return { ...base, latent, ...(output === 'own' ? {} : { output }), ...(method === 'vae' ? { method: { kind: method, beta } } : {}) }
}

/** The choices that lead to a recipe again: the good size, and as changes what differs from it. */
export function choicesOf(recipe: TrainingRecipe, name: string): Choices {
  const { epochs, batchSize, learningRate, seed } = recipe
  const settings = recipe.dataset
  const like = (classes: readonly number[]): boolean =>
    JSON.stringify({ ...settings, count: 0 }) === JSON.stringify({ ...bare, classes, count: 0 })
  const easy = like(easyClasses)
  const usual = easy || like(bare.classes)
  const { kind, preset } = recipe
  const amounts = amountsOf('good', [kind], { classifier: null, autoencoder: null }, usual ? null : ownSet(settings), easy)
  const unless = <T>(value: T, same: T): T | undefined => (value === same ? undefined : value)
  const numbers = {
    epochs: unless(epochs, amounts.epochs[kind]),
    batchSize: unless(batchSize, amounts.batchSize),
    learningRate: unless(learningRate, defaultRate(kind, preset)),
  }
  return {
    task: kind,
    size: 'good',
    dataset: usual ? null : { settings, name },
    easy,
    changes: {
      pictures: isPictures(settings) ? undefined : unless(settings.count, amounts.pictures),
      seed: unless(seed, defaultSeed),
      classifier: kind === 'classifier' ? { ...numbers, preset: unless(recipe.preset, defaultPresets.classifier) } : {},
      autoencoder:
        kind === 'autoencoder'
          ? {
              ...numbers,
              preset: unless(recipe.preset, defaultPresets.autoencoder),
              output: recipe.output,
              latent: unless(recipe.latent, defaultLatent),
              method: recipe.method?.kind,
              beta: recipe.method?.kind === 'vae' ? unless(recipe.method.beta, defaultBeta) : undefined,
            }
          : {},
    },
  }
}

const labels: Record<string, string> = {
  epochs: 'Epochs',
  batchSize: 'Batch size',
  learningRate: 'Peak learning rate',
  seed: 'Seed',
  latent: 'Latent numbers',
  beta: 'Beta',
  count: 'Pictures',
  preset: 'Network',
  output: 'Output',
}
/** What the schema finds wrong, as sentences. */
export function faultsOf(error: z.ZodError): string[] {
  return error.issues.map((issue) => {
    const label = labels[String(issue.path.at(-1))] ?? String(issue.path.at(-1) ?? 'The recipe')
    switch (issue.code) {
      case 'too_small':
        return issue.inclusive === false
          ? `${label}: more than ${issue.minimum} is needed.`
          : `${label}: at least ${issue.minimum.toLocaleString('en-US')} is needed.`
      case 'too_big':
        return `${label}: at most ${issue.maximum.toLocaleString('en-US')} is possible.`
      case 'invalid_type':
        return `${label}: a ${issue.expected === 'int' ? 'whole number' : issue.expected} is needed.`
      default:
        return `${label}: ${issue.message}.`
    }
  })
}
