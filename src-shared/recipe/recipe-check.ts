// What can be known of a recipe before it is carried out: whether what it builds on is there, is of the right kind, and fits together.
import {
  type ClassifierHeader,
  datasetOf,
  type GeneratorHeader,
  isGenerator,
  isLookedInto,
  type LookedInto,
  type ModelHeader,
} from '../network/model-file.ts'
import { modelInfo } from '../network/model-info.ts'
import { pictureShape } from '../network/network-info.ts'
import { togetherFaults } from './together-faults.ts'
import { startFaults } from './start-faults.ts'
import { objectiveFaults } from './objective-faults.ts'
import { givenFaults, twoDatasets } from './given-faults.ts'
import { analysisFaults } from './analysis-check.ts'
import { broughtWords } from './brought.ts'
import { classesOf, type DatasetSpec, isPictures } from '../domains/dataset.ts'
import { mostPictureBytes, type PicturesDataset } from '../domains/pictures/settings.ts'
import { hasPrior } from './generators/index.ts'
import { candidateFaults } from './candidates-check.ts'
import { few } from './few-faults.ts'
import { parentsOf } from './recipe-parents.ts'
import { canonical, type Recipe } from './recipe.ts'
import { sweepFaults } from './sweep-check.ts'
import { seenFaults, sizeFaults } from './size-check.ts'

/** An artifact that a recipe builds on: a network by its header, a picture by its size in pixels, or something else. */
export type Parent =
  | { kind: 'network'; header: ModelHeader }
  | { kind: 'picture'; width: number; height: number; channels: number }
  | { kind: 'training state'; step: number }
  /** `splits`: how many pictures train, validate and test. */
  | { kind: 'own pictures'; size: number; classNames: readonly string[]; splits: readonly number[] }
  | { kind: 'other'; media: string }

/**
 * A latent vector stays within this in each direction. It is a thousand times farther than any climb of ours got, and near enough that the
 * activations of a trained network, which grow in proportion, stay within float32.
 */
export const latentLimit = 1e6

/** What there is to say of the colours of a dataset that the lab does not have. */
export const noColours =
  'The lab does not have the pictures that this network was trained on, so it cannot take their colours. Choose the colours of ImageNet, ' +
  'or "identity".'
/** What there is to say of the pictures of a network that was brought. */
export const noPictures =
  'The lab does not have the pictures that this network was trained on. Import a folder of pictures, and choose them to look at.'
/** What there is to say where an autoencoder is asked for what only a variational one has. */
const noPrior =
  'Sampling from the prior N(0, 1) needs a variational autoencoder with a beta above 0: no other generator was taught where its ' +
  'latent vectors are to lie. Choose such a generator, or sample the box ("box") or the normal distribution ("posterior") of its ' +
  'training pictures.'
/** Layers of a network that are named. */
const listed = 20

/**
 * All that is wrong with a recipe, a sentence each; empty when it can be carried out. `parentOf` looks a content hash up. No number is
 * computed: it takes milliseconds, also for the largest recipe.
 */
export function recipeFaults(recipe: Recipe, parentOf: (hash: string) => Parent | undefined): string[] {
  const missing = [...new Set(parentsOf(recipe))].filter((hash) => parentOf(hash) === undefined)
  if (missing.length > 0) {
    const words = (hash: string): string => `This recipe builds on ${hash.slice(0, 12)}…, which is not in this library.`
    return few(missing.map((hash) => `${words(hash)} Import the run that made it and start again.`))
  }
  const faults: string[] = []
  const classifierOf = (hash: string): ClassifierHeader | undefined => {
    const parent = parentOf(hash)!
    if (parent.kind === 'network' && parent.header.kind === 'classifier') return parent.header
    faults.push(`${hash.slice(0, 12)}… is ${nameOf(parent)}; a classifier is needed there. Choose a classifier.`)
    return undefined
  }
  const lookedIntoOf = (hash: string): LookedInto | undefined => {
    const parent = parentOf(hash)!
    if (parent.kind === 'network' && isLookedInto(parent.header)) return parent.header
    faults.push(`${hash.slice(0, 12)}… is ${nameOf(parent)}; a classifier is needed there. Choose a classifier.`)
    return undefined
  }
  const generatorOf = (hash: string): GeneratorHeader | undefined => {
    const parent = parentOf(hash)!
    if (parent.kind === 'network' && isGenerator(parent.header)) return parent.header
    faults.push(`${hash.slice(0, 12)}… is ${nameOf(parent)}; a generator is needed there. Choose an autoencoder.`)
    return undefined
  }
  const otherOf = (hash: string): LookedInto | undefined => {
    const parent = parentOf(hash)
    return parent?.kind === 'network' && isLookedInto(parent.header) ? parent.header : undefined
  }
  const picturesFit = (dataset: PicturesDataset, needed: 'learning' | 'looking'): void => {
    const parent = parentOf(dataset.index)
    if (parent === undefined) return
    if (parent.kind !== 'own pictures') {
      faults.push(`${dataset.index.slice(0, 12)}… is ${nameOf(parent)}; the index of pictures that were imported is needed there.`)
      return
    }
    const all = parent.splits.reduce((sum, one) => sum + one, 0)
    const said = [dataset.size, dataset.count, ...dataset.classNames]
    if (said.join('\n') !== [parent.size, all, ...parent.classNames].join('\n'))
      faults.push(`What this recipe says of the pictures of “${dataset.name}” is not what their index says. Choose the dataset again.`)
    if (needed === 'learning' && parent.splits.some((one) => one === 0))
      faults.push(
        `“${dataset.name}” has ${count(all)} pictures, too few to keep some apart for the check and the test. Import more pictures.`,
      )
  }
  const datasetFits = (settings: DatasetSpec, needed: 'learning' | 'looking' = 'learning'): void => {
    if (isPictures(settings)) picturesFit(settings, needed)
    const each = settings.size ** 2 * 3
    if (settings.count * each <= mostPictureBytes) return
    faults.push(
      `${count(settings.count)} pictures of ${settings.size} x ` +
        `${settings.size} pixels are more than one dataset can hold: at this size at most ` +
        `${count(Math.floor(mostPictureBytes / each))}. Choose fewer or smaller ones.`,
    )
  }

  switch (recipe.kind) {
    case 'network':
    case 'pictures':
      faults.push(broughtWords)
      break
    case 'dataset':
    case 'classifier':
    case 'autoencoder':
    case 'reproduce': {
      datasetFits(recipe.dataset)
      if (recipe.kind === 'classifier' || recipe.kind === 'reproduce') faults.push(...classFaults(recipe.dataset))
      if (!('continues' in recipe) || !recipe.continues) break
      const before = recipe.kind === 'classifier' ? classifierOf(recipe.continues.model) : generatorOf(recipe.continues.model)
      if (before && canonical(before.dataset) !== canonical(recipe.dataset))
        faults.push(
          'The network to continue from was trained on another dataset. A longer training continues with the pictures it began with; ' +
            'for others, start a new training.',
        )
      const state = parentOf(recipe.continues.state)!
      if (state.kind !== 'training state')
        faults.push(`${recipe.continues.state.slice(0, 12)}… is ${nameOf(state)}; the state of a training is needed there.`)
      break
    }
    case 'ascend': {
      const model = lookedIntoOf(recipe.model)
      if (model)
        faults.push(
          ...objectiveFaults(recipe.objectives, model, otherOf),
          ...few(givenFaults(recipe.objectives, model, parentOf, noPictures)),
        )
      if (model?.kind === 'imported' && 'colour' in recipe.parameterization && recipe.parameterization.colour === 'dataset')
        faults.push(noColours)
      else if (model) faults.push(...startFaults(recipe, model))
      if (model) faults.push(...togetherFaults(recipe, model))
      const channels = model ? pictureShape(modelInfo(model))[2] : 3
      if (recipe.parameterization.kind !== 'decoder') {
        faults.push(...candidateFaults(recipe, channels))
        break
      }
      const generator = generatorOf(recipe.parameterization.generator)
      if (model && generator) faults.push(...sizeFaults(generator, model))
      faults.push(...candidateFaults(recipe, channels, generator?.latent))
      if (model && generator && recipe.parameterization.start === 'examples' && !recipe.parameterization.at)
        faults.push(...twoDatasets(recipe.objectives, datasetOf(model), generator.dataset))
      const { at } = recipe.parameterization
      if (generator && at && at.length !== generator.latent)
        faults.push(
          `The start has ${at.length} numbers, and this generator draws from ${generator.latent}. Take a point of this generator.`,
        )
      if (at && !at.every((one) => Math.abs(one) < latentLimit))
        faults.push(
          `This start lies outside what can be computed: its numbers go beyond ${count(latentLimit)}. Take a point nearer to the dataset.`,
        )
      if (generator?.latent === 1 && recipe.optimizer.kind === 'normalized')
        faults.push(
          'This rule divides the gradient by its spread over several numbers, and this generator draws from one number. Choose steps ' +
            'of a fixed length ("unit") or Adam.',
        )
      break
    }
    case 'sweep':
      faults.push(...sweepFaults(recipe, (one) => recipeFaults(one, parentOf)))
      break
    case 'examples': {
      const model = lookedIntoOf(recipe.model)
      if (!model) break
      faults.push(
        ...objectiveFaults(recipe.objectives, model, otherOf),
        ...few(givenFaults(recipe.objectives, model, parentOf, noPictures)),
      )
      const dataset = recipe.among ?? datasetOf(model)
      if (dataset) datasetFits(dataset, 'looking')
      else faults.push(noPictures)
      if (recipe.among) faults.push(...seenFaults(recipe.among, model), ...twoDatasets(recipe.objectives, datasetOf(model), recipe.among))
      break
    }
    case 'grid':
    case 'atlas':
    case 'metamers':
    case 'eigendistortions': {
      const model = lookedIntoOf(recipe.model)
      if (!model) break
      faults.push(...analysisFaults(recipe, model, { noColours }))
      const dataset = recipe.kind === 'atlas' ? datasetOf(model) : null
      if (dataset) datasetFits(dataset, 'looking')
      break
    }
    case 'search': {
      const [model, generator] = [classifierOf(recipe.model), generatorOf(recipe.generator)]
      if (model)
        faults.push(
          ...objectiveFaults(recipe.objectives, model, otherOf),
          ...few(givenFaults(recipe.objectives, model, parentOf, noPictures)),
        )
      if (model && generator) faults.push(...sizeFaults(generator, model))
      if (generator && recipe.sampling === 'prior' && !hasPrior(generator)) faults.push(noPrior)
      break
    }
    case 'reconstructions': {
      const [model, generator] = [classifierOf(recipe.model), generatorOf(recipe.generator)]
      if (model && generator) faults.push(...sizeFaults(generator, model))
      if (generator) datasetFits(generator.dataset)
      break
    }
    case 'nearest':
      datasetFits(recipe.dataset)
      faults.push(...few([...new Set(recipe.pictures)].flatMap((hash) => pictureFault(hash, parentOf(hash)!, recipe.dataset.size))))
      break
    case 'encoding': {
      const generator = generatorOf(recipe.generator)
      if (generator) datasetFits(generator.dataset)
      break
    }
    case 'match': {
      const models = [lookedIntoOf(recipe.model), lookedIntoOf(recipe.other)]
      const [here, there] = models
      for (const [at, model] of models.entries()) {
        if (!model) continue
        const layer = at === 0 ? recipe.layer : (recipe.otherLayer ?? recipe.layer)
        const layers = modelInfo(model).taps.map(({ name }) => name)
        const first =
          layers.length > listed ? `${layers.slice(0, listed).join(', ')} and ${count(layers.length - listed)} more` : layers.join(', ')
        if (!layers.includes(layer)) faults.push(`The ${at === 0 ? 'first' : 'second'} network has no layer "${layer}". It has: ${first}.`)
      }
      if (!here || !there) break
      const sides = [here, there].map((model) => pictureShape(modelInfo(model)).slice(0, 2).join(' x '))
      const dataset = recipe.among ?? datasetOf(here) ?? datasetOf(there)
      if (sides[0] !== sides[1])
        faults.push(
          `These networks look at pictures of different sizes, ${sides.join(' and ')} pixels, and cannot be matched. Choose two of ` +
            'the same size.',
        )
      else if (recipe.among) faults.push(...seenFaults(recipe.among, here))
      if (dataset) datasetFits(dataset, 'looking')
      else faults.push(noPictures)
    }
  }
  return faults
}

/** What a classifier needs of its dataset. */
export function classFaults(dataset: DatasetSpec): string[] {
  const classes = classesOf(dataset)
  if (classes.length === 0)
    return [
      'These pictures have no classes, so there is nothing to tell apart. Put them into a folder for each class, and import them again.',
    ]
  return classes.length > 1
    ? []
    : ['With one class there is nothing to tell apart. Choose a dataset with two classes or more for a classifier.']
}

function pictureFault(hash: string, parent: Parent, size: number): string[] {
  if (parent.kind !== 'picture') return [`${hash.slice(0, 12)}… is ${nameOf(parent)}; a picture is needed there.`]
  const { width, height, channels } = parent
  if (width % size === 0 && height % size === 0 && channels >= 3) return []
  return [`A picture of ${width} x ${height} pixels does not hold pictures of ${size} x ${size} in colour.`]
}

function nameOf(parent: Parent): string {
  if (parent.kind === 'network')
    return isGenerator(parent.header) ? 'a generator' : parent.header.kind === 'imported' ? 'an imported network' : 'a classifier'
  if (parent.kind === 'training state') return 'the state of a training'
  if (parent.kind === 'own pictures') return 'an index of pictures'
  return parent.kind === 'picture' ? 'a picture' : `a result of the type ${parent.media}`
}

const count = (value: number): string => value.toLocaleString('en-US')
