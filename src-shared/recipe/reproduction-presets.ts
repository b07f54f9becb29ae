// The presets of "Reproduce the paper": the same experiments at three sizes, and in words what each leaves out beside the paper.
import { objectiveKey, type ObjectiveSpec } from './objective.ts'
import {
  type AutoencoderRecipe,
  type ClassifierRecipe,
  newDataset,
  reproduceRecipe,
  type ReproducePreset,
  type ReproduceRecipe,
} from './recipe.ts'

/** The classes of the paper's Fig. 10: rainbow double line, square, circle and triangle. */
export const figure10Classes = [9, 24, 39, 54]
/** The class of the paper's Fig. 11 and 12: rainbow double square. */
export const figure12Class = 24
/** The layer of Fig. 7: the third convolution, after its ReLU, as in the author's code. In the "paper" network it has 8 channels. */
export const figure7Layer = 'conv3.relu'
export const figure7Objectives: ObjectiveSpec[] = Array.from({ length: 8 }, (_, channel) => ({
  kind: 'channel',
  layer: figure7Layer,
  channel,
}))
export const figure10Objectives: ObjectiveSpec[] = figure10Classes.map((one) => ({ kind: 'logit', class: one }))
export const figure12Objective: ObjectiveSpec = { kind: 'logit', class: figure12Class }
export const figure12Key = objectiveKey(figure12Objective)

/** Pictures the author's networks saw in training, each time counted: 10,000 and 100,000 steps of 32, as in the author's code. */
export const authorTraining = { classifier: 320_000, autoencoder: 3_200_000 }
/** The paper's samples of the latent space, steps of a pixel picture (as in the author's code) and pictures of the dataset. */
export const paperSamples = 500_000
const paperSteps = 2049
const paperPictures = 24_000
/** Eight of ten pictures are trained on. */
export const trainShare = 0.8

interface Size {
  pictures: number
  classifierEpochs: number
  generatorEpochs: number
  authorEpochs: number
  pixelSteps: number
  latentSteps: number
  samples: number
  batchSize: number
  generatorRate: number
}

/** Half the batch wants a smaller rate: at 6e-3 batches of 32 learn half as well as at 3e-3. */
const sizes: Record<ReproducePreset, Size> = {
  tiny: {
    pictures: 600,
    classifierEpochs: 2,
    generatorEpochs: 2,
    authorEpochs: 1,
    pixelSteps: 24,
    latentSteps: 20,
    samples: 2_000,
    batchSize: 32,
    generatorRate: 3e-3,
  },
  quick: {
    pictures: 6_000,
    classifierEpochs: 12,
    generatorEpochs: 10,
    authorEpochs: 1,
    pixelSteps: 192,
    latentSteps: 150,
    samples: 60_000,
    batchSize: 32,
    generatorRate: 3e-3,
  },
  paper: {
    pictures: 24_000,
    classifierEpochs: 12,
    generatorEpochs: 45,
    authorEpochs: 6,
    pixelSteps: 2_049,
    latentSteps: 300,
    samples: 500_000,
    batchSize: 64,
    generatorRate: 5e-3,
  },
}

const whole = (count: number): string => count.toLocaleString('en-US')

/** What a reproduction does beside what the paper did, in two sentences: what is as in the paper, and what is less. */
export function cutsOf({ dataset, classifier, autoencoder, authorEpochs, pixelSteps, samples }: ReproduceRecipe): string {
  const parts: [ours: number, paper: number, what: string][] = [
    [dataset.count, paperPictures, 'pictures'],
    [pixelSteps, paperSteps, 'steps for each pixel picture'],
    [samples, paperSamples, 'samples'],
  ]
  const same = parts.filter(([ours, paper]) => ours >= paper).map(([ours, , what]) => `${whole(ours)} ${what}`)
  const shown = (whose: string, epochs: number, paper: number): string[] => {
    const seen = epochs * trainShare * dataset.count
    return seen >= paper ? [] : [`${whose} is trained on ${whole(seen)} showings of a picture, the author’s on ${whole(paper)}`]
  }
  const less = [
    ...parts.filter(([ours, paper]) => ours < paper).map(([ours, paper, what]) => `${whole(ours)} of ${whole(paper)} ${what}`),
    ...shown('the classifier', classifier.epochs, authorTraining.classifier),
    ...shown('our autoencoder', autoencoder.epochs, authorTraining.autoencoder),
    ...(authorEpochs > 0 ? shown('the autoencoder built like the author’s', authorEpochs, authorTraining.autoencoder) : []),
  ]
  return [
    ...(same.length > 0 ? [`As in the paper: ${same.join(', ')}.`] : []),
    ...(less.length > 0 ? [`Reduced: ${less.join('; ')}.`] : []),
  ].join(' ')
}

/** The whole recipe of a preset; every number in it can be changed before it is run. */
export function reproduction(preset: ReproducePreset, seed = 1): ReproduceRecipe {
  const size = sizes[preset]
  return reproduceRecipe.parse({
    kind: 'reproduce',
    preset,
    seed,
    dataset: newDataset({ seed, count: size.pictures }),
    classifier: { preset: 'paper', epochs: size.classifierEpochs, batchSize: size.batchSize, seed },
    autoencoder: { preset: 'default', epochs: size.generatorEpochs, batchSize: size.batchSize, learningRate: size.generatorRate, seed },
    authorEpochs: size.authorEpochs,
    pixelSteps: size.pixelSteps,
    latentSteps: size.latentSteps,
    samples: size.samples,
  })
}

/** The networks that a reproduction trains, by which its time on a machine can be told. */
export function trainingsOf({ dataset, classifier, autoencoder, authorEpochs }: ReproduceRecipe): {
  classifier: ClassifierRecipe
  autoencoder: AutoencoderRecipe
  author: AutoencoderRecipe | null
} {
  const ours: AutoencoderRecipe = { kind: 'autoencoder', dataset, ...autoencoder }
  return {
    classifier: { kind: 'classifier', dataset, ...classifier },
    autoencoder: ours,
    author: authorEpochs === 0 ? null : { ...ours, preset: 'author', epochs: authorEpochs },
  }
}

/** What a preset is, for its card: a title and what it is good for. What it cuts, `cutsOf` says. */
export const reproductionWords: Record<ReproducePreset, { title: string; aim: string }> = {
  tiny: { title: 'Tiny', aim: 'To see how it goes; the networks hardly learn, so no claim can be judged.' },
  quick: { title: 'Quick', aim: 'The smallest from which most claims can be judged.' },
  paper: { title: 'Paper', aim: 'The paper’s own amounts, or as near as a laptop gets.' },
}
