// The presets of "Reproduce the paper": the same experiments at three sizes, and in words what each leaves out.
import { objectiveKey, type ObjectiveSpec } from './objective.ts'
import { datasetSettings, reproduceRecipe, type ReproducePreset, type ReproduceRecipe } from './recipe.ts'

/** The classes of the paper's Fig. 10: rainbow double line, square, circle and triangle. */
export const figure10Classes = [9, 24, 39, 54]
/** The class of the paper's Fig. 11 and 12: rainbow double square. */
export const figure12Class = 24
/** The layer of Fig. 7: the third convolution, after its ReLU, as in the author's code. In the "paper" network it has 8 channels. */
export const figure7Layer = 'conv3.relu'
export const figure7Objectives: ObjectiveSpec[] = Array.from({ length: 8 }, (_, channel) => ({ kind: 'channel', layer: figure7Layer, channel }))
export const figure10Objectives: ObjectiveSpec[] = figure10Classes.map((one) => ({ kind: 'logit', class: one }))
export const figure12Objective: ObjectiveSpec = { kind: 'logit', class: figure12Class }
export const figure12Key = objectiveKey(figure12Objective)

interface Size { pictures: number; classifierEpochs: number; generatorEpochs: number; authorEpochs: number; pixelSteps: number; latentSteps: number; samples: number; batchSize: number; generatorRate: number }

/** Half the batch wants a smaller rate: at 6e-3 batches of 32 learn half as well as at 3e-3. */
const sizes: Record<ReproducePreset, Size> = {
  tiny: { pictures: 600, classifierEpochs: 2, generatorEpochs: 2, authorEpochs: 1, pixelSteps: 24, latentSteps: 20, samples: 2_000, batchSize: 32, generatorRate: 3e-3 },
  quick: { pictures: 6_000, classifierEpochs: 12, generatorEpochs: 10, authorEpochs: 3, pixelSteps: 192, latentSteps: 150, samples: 60_000, batchSize: 32, generatorRate: 3e-3 },
  paper: { pictures: 24_000, classifierEpochs: 12, generatorEpochs: 45, authorEpochs: 6, pixelSteps: 2_049, latentSteps: 300, samples: 500_000, batchSize: 64, generatorRate: 5e-3 },
}

/** What a preset is, for its card: a title, what it is good for, and what it cuts against the paper. */
export const reproductionWords: Record<ReproducePreset, { title: string; aim: string; cuts: string }> = {
  tiny: { title: 'Tiny', aim: 'To see how it goes; the networks hardly learn.', cuts: 'Cut: 600 of 24,000 pictures, 2 epochs, 24 of 2,049 steps, 2,000 of 500,000 samples.' },
  quick: { title: 'Quick', aim: 'Meant for two minutes on two idle cores.', cuts: 'Cut: 6,000 of 24,000 pictures, 192 of 2,049 steps, 60,000 of 500,000 samples.' },
  paper: { title: 'Paper', aim: 'Meant for fifteen minutes on two idle cores.', cuts: 'Full size: 24,000 pictures, 2,049 steps, 500,000 samples. The autoencoder sees 0.9 of the author’s 3.2 million pictures.' },
}

/** The whole recipe of a preset; every number in it can be changed before it is run. */
export function reproduction(preset: ReproducePreset, seed = 1): ReproduceRecipe {
  const size = sizes[preset]
  return reproduceRecipe.parse({
    kind: 'reproduce', preset, seed,
    dataset: datasetSettings.parse({ seed, count: size.pictures }),
    classifier: { preset: 'paper', epochs: size.classifierEpochs, batchSize: size.batchSize, seed },
    autoencoder: { preset: 'default', epochs: size.generatorEpochs, batchSize: size.batchSize, learningRate: size.generatorRate, seed },
    authorEpochs: size.authorEpochs, pixelSteps: size.pixelSteps, latentSteps: size.latentSteps, samples: size.samples,
  })
}
