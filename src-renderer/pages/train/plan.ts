// What to train, from a few choices: how many pictures, how often, and the recipes that follow. Pure.
import { z } from 'zod'
import { type DatasetSettings, datasetSettings, newDataset, type TrainingRecipe } from '../../../src-shared/recipe.ts'
import { usualRate } from '../../../src-shared/training-rates.ts'

export type Network = 'classifier' | 'autoencoder'
export const tasks = ['classifier', 'autoencoder', 'both'] as const
export type Task = (typeof tasks)[number]
export const sizes = ['quick', 'good', 'paper'] as const
export type Size = (typeof sizes)[number]

export const networksOf = (task: Task): Network[] => (task === 'both' ? ['classifier', 'autoencoder'] : [task])

const change = z.object({ epochs: z.number(), batchSize: z.number(), learningRate: z.number() }).partial()
/** Everything chosen on the page; what is not in `changes` follows from the size. */
export const choices = z.object({
  task: z.enum(tasks), size: z.enum(sizes),
  /** null: the paper's classes and drawing. */
  dataset: z.object({ settings: datasetSettings, name: z.string() }).nullable(),
  changes: z.object({
    pictures: z.number().optional(), seed: z.number().optional(),
    classifier: change.extend({ preset: z.enum(['author', 'paper']).optional() }),
    autoencoder: change.extend({ preset: z.enum(['author', 'default']).optional(), output: z.enum(['own', 'relu', 'linear', 'sigmoid']).optional(), latent: z.number().optional() }),
  }),
})
export type Choices = z.output<typeof choices>
export type Changes = Choices['changes']
export const noChanges: Changes = { classifier: {}, autoencoder: {} }
export const firstChoices: Choices = { task: 'classifier', size: 'quick', dataset: null, changes: noChanges }

/** Seconds that a quick training should take. */
export const quickSeconds = 45
/** Of a quick training whose speed nobody has measured here: epochs times pictures. */
const quickWork: Record<Network, number> = { classifier: 72_000, autoencoder: 36_000 }
const quickEpochs = 12
const quickFewest = 1_200
const most = 24_000
const fixed: Record<'good' | 'paper', { pictures: number; batchSize: number } & Record<Network, number>> = {
  good: { pictures: 12_000, batchSize: 32, classifier: 12, autoencoder: 20 },
  paper: { pictures: most, batchSize: 64, classifier: 12, autoencoder: 45 },
}

/** Epochs times pictures that take a second here; null where it was not measured. */
export type Speeds = Record<Network, number | null>

export interface Amounts { pictures: number; batchSize: number; epochs: Record<Network, number> }

/**
 * How much a size is for these networks, all of which learn from the same pictures. A quick training is fitted into `quickSeconds` for each
 * network when its speed is known: as many pictures as can be seen twelve times, and more or fewer epochs where that does not fit.
 */
export function amountsOf(size: Size, networks: readonly Network[], speeds: Speeds, available: number | null): Amounts {
  const room = Math.min(most, available ?? most)
  if (size !== 'quick') {
    const { pictures, batchSize, classifier, autoencoder } = fixed[size]
    return { pictures: available ?? pictures, batchSize, epochs: { classifier, autoencoder } }
  }
  const work = (network: Network): number => { const speed = speeds[network]; return speed === null ? quickWork[network] : speed * quickSeconds }
  const fitting = Math.min(...networks.map((one) => work(one) / quickEpochs))
  const pictures = Math.min(room, Math.max(quickFewest, Math.round(fitting / 600) * 600))
  const epochs = (network: Network): number => Math.min(2 * quickEpochs, Math.max(1, Math.round(work(network) / pictures)))
  return { pictures, batchSize: 32, epochs: { classifier: epochs('classifier'), autoencoder: epochs('autoencoder') } }
}

const bare: DatasetSettings = newDataset()
/** The classifier is that of Fig. 7, as in "Reproduce the paper". */
export const usualPresets = { classifier: 'paper', autoencoder: 'default' } as const
export const usualLatent = 6
export const usualSeed = 1
/** The activation at the end of a decoder when none is chosen. */
export const ownOutput = { author: 'relu', default: 'sigmoid' } as const

/** The recipe that the choices come to, unchecked: the schema says what is wrong with it. */
export function draftRecipe(network: Network, { dataset, changes }: Pick<Choices, 'dataset' | 'changes'>, amounts: Amounts): unknown {
  const { pictures = amounts.pictures, seed = usualSeed } = changes
  const { preset = usualPresets[network], epochs = amounts.epochs[network], batchSize = amounts.batchSize } = changes[network]
  const { learningRate = usualRate(network, preset) } = changes[network]
  const base = { kind: network, dataset: { ...(dataset?.settings ?? bare), count: pictures }, preset, epochs, batchSize, learningRate, seed }
  if (network === 'classifier') return base
  const { output = 'own', latent = usualLatent } = changes.autoencoder
  return { ...base, latent, ...(output === 'own' ? {} : { output }) }
}

/** The choices that lead to a recipe again: the good size, and as changes what differs from it. */
export function choicesOf(recipe: TrainingRecipe, name: string): Choices {
  const { epochs, batchSize, learningRate, seed } = recipe
  const settings = recipe.dataset
  const usual = JSON.stringify({ ...settings, count: 0 }) === JSON.stringify({ ...bare, count: 0 })
  const { kind, preset } = recipe
  const amounts = amountsOf('good', [kind], { classifier: null, autoencoder: null }, usual ? null : settings.count)
  const unless = <T>(value: T, same: T): T | undefined => (value === same ? undefined : value)
  const numbers = { epochs: unless(epochs, amounts.epochs[kind]), batchSize: unless(batchSize, amounts.batchSize), learningRate: unless(learningRate, usualRate(kind, preset)) }
  return {
    task: kind, size: 'good', dataset: usual ? null : { settings, name },
    changes: {
      pictures: unless(settings.count, amounts.pictures), seed: unless(seed, usualSeed),
      classifier: kind === 'classifier' ? { ...numbers, preset: unless(recipe.preset, usualPresets.classifier) } : {},
      autoencoder: kind === 'autoencoder' ? { ...numbers, preset: unless(recipe.preset, usualPresets.autoencoder), output: recipe.output, latent: unless(recipe.latent, usualLatent) } : {},
    },
  }
}

const labels: Record<string, string> = {
  epochs: 'Epochs', batchSize: 'Batch size', learningRate: 'Peak learning rate', seed: 'Seed', latent: 'Latent numbers', count: 'Pictures', preset: 'Network', output: 'Output',
}
/** What the schema finds wrong, as sentences. */
export function faultsOf(error: z.ZodError): string[] {
  return error.issues.map((issue) => {
    const label = labels[String(issue.path.at(-1))] ?? String(issue.path.at(-1) ?? 'The recipe')
    switch (issue.code) {
      case 'too_small': return `${label}: ${issue.inclusive === false ? `more than ${issue.minimum}` : `at least ${issue.minimum.toLocaleString('en-US')}`} is needed.`
      case 'too_big': return `${label}: at most ${issue.maximum.toLocaleString('en-US')} is possible.`
      case 'invalid_type': return `${label}: a ${issue.expected === 'int' ? 'whole number' : issue.expected} is needed.`
      default: return `${label}: ${issue.message}.`
    }
  })
}
