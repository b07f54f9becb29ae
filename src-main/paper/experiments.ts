// The paper's experiments in order. Each part is a run of its own; each figure is made as soon as its parts are there.
import { modelMedia, decodeModel, type LatentStatistics } from '../../src-shared/network/model-file.ts'
import { invalid } from '../../src-shared/rpc/fault.ts'
import { objectiveKey, type ObjectiveSpec } from '../../src-shared/recipe/objective.ts'
import {
  type AscendRecipe,
  ascendRecipe,
  examplesRecipe,
  nearestRecipe,
  parameterization,
  reconstructionsRecipe,
  type ReproduceRecipe,
  searchRecipe,
} from '../../src-shared/recipe/recipe.ts'
import {
  figure7Objectives,
  figure10Objectives,
  figure12Class,
  figure12Key,
  figure12Objective,
  trainShare,
} from '../../src-shared/recipe/reproduction-presets.ts'
import { keep, keepTable } from '../../src-shared/run/results/form.ts'
import type { Summary } from '../../src-shared/run/results/index.ts'
import { reconstructionsResults } from '../../src-shared/run/results/reconstructions.ts'
import { type KeptFigure, reproduceResults } from '../../src-shared/run/results/reproduce.ts'
import { autoencoderResults, classifierResults } from '../../src-shared/run/results/training.ts'
import type { Run } from '../../src-shared/run/run.ts'
import { settling, visualizationPresets } from '../../src-shared/recipe/ascent-presets.ts'
import type { Stage } from '../runs/composite-run.ts'
import type { Store } from '../store/open.ts'
import type { Pin } from './figure-parts.ts'
import { figure7, figure8, figure9, figure10 } from './pixel-figures.ts'
import { countVerdicts } from '../../src-shared/run/figure.ts'
import { classifierLearnt, enoughLatentSteps, enoughPixelSteps, generatorLearnt } from './claims/judgement.ts'
import { bytesOf, drawn, examplesIn, madeIn, nearestIn, topsIn } from './findings.ts'
import { type Climb, figure11, figure12, figure13 } from './latent-figures.ts'
import { type Picture, readPng, writePng } from '../image/png.ts'

/** Pictures per objective, so that a number stands beside its spread over starts. */
const starts = 3
/** Starts of a latent ascent, as science.md recommends: many, since some lie on plateaus. */
const latentStarts = 16
/** Pixels a side of the blocks by whose means pictures are compared: speckle is averaged away, a line of 2 pixels still shows. */
const block = 4
/** Steps that are told of: the calls of `step` below. */
const steps = 10
/** Keras' default for Adam, which the author's code leaves as it is; at ours its final ReLU may die. */
const authorLearningRate = 1e-3
const { artifacts } = reproduceResults
// What the summaries of its parts must say, since they have finished.
const [errors, accuracy] = [{ testError: true, blackError: true } as const, { testAccuracy: true } as const]
const named = { ...errors, accuracy: true, originalAccuracy: true, originalCorrect: true } as const

/** Carries out a reproduction on `stage` and returns its summary: how many of the paper's claims our run agrees with. */
export async function reproduce(recipe: ReproduceRecipe, stage: Stage, store: Store): Promise<Summary<'reproduce'>> {
  const { dataset, seed } = recipe
  let at = 0
  const step = (words: string): void => stage.progress(words, at++, steps)
  const figures: KeptFigure[] = []
  const pin: Pin = (place, picture, words) => ({
    ...words,
    hash: keep(stage.keep, artifacts.panel, place, writePng(picture), {}),
    width: picture.width,
    height: picture.height,
  })
  const publish = (found: KeptFigure): void => {
    // What a run cannot measure, such as a multiple of an example that drives nothing, is left out; the claims say that it is not known.
    const one = { ...found, numbers: found.numbers.filter(({ value }) => Number.isFinite(value)) }
    figures.push(one)
    keepTable(stage.keep, artifacts.figure, String(one.number), one, { number: one.number, title: one.title })
  }
  const sheetOf = (run: Run, name: string): Picture => readPng(bytesOf(store, run, name).bytes)
  const modelOf = (run: Run): string => store.artifacts.of(run.id).find((one) => one.media === modelMedia)!.hash

  step('Drawing the dataset')
  const data = await stage.part({ kind: 'dataset', dataset }, 'Dataset')
  publish(figure8(data, sheetOf(data, 'wall'), dataset, pin))

  step('Training the classifier')
  const classifier = await stage.part({ kind: 'classifier', dataset, ...recipe.classifier }, 'Classifier')
  const model = modelOf(classifier)
  const { testAccuracy } = classifierResults.summary.pick(accuracy).required().parse(classifier.summary)
  const learnt = classifierLearnt(testAccuracy)

  step('Training the autoencoder')
  const autoencoder = await stage.part({ kind: 'autoencoder', dataset, ...recipe.autoencoder }, 'Autoencoder (ours)')
  const generator = modelOf(autoencoder)

  step('Judging its reconstructions')
  const judge = await stage.part(reconstructionsRecipe.parse({ kind: 'reconstructions', model, generator }), 'Reconstructions')
  const { lost, originalCorrect, ...measured } = reconstructionsResults.summary
    .pick({ ...named, lost: true })
    .required(named)
    .parse(judge.summary)
  const seen = recipe.autoencoder.epochs * Math.round(trainShare * dataset.count)
  publish(
    figure9(
      { judge, autoencoder },
      sheetOf(autoencoder, 'reconstructions'),
      {
        ...measured,
        latent: recipe.autoencoder.latent,
        seen,
        lost: lost === undefined || originalCorrect === 0 ? null : { wrong: lost, of: originalCorrect },
      },
      pin,
    ),
  )
  const generatorError = measured.testError / measured.blackError
  const draws = generatorLearnt(generatorError)

  step('Looking for dataset examples')
  const allObjectives = everyObjective(bytesOf(store, classifier, 'model').bytes)
  const examples = await stage.part(
    examplesRecipe.parse({ kind: 'examples', model, objectives: allObjectives, split: 'train' }),
    'Dataset examples',
  )
  const best = examplesIn(store, examples)
  const example = (key: string): Picture => drawn(dataset, best.get(key)!.top[0]!.index)

  const pixels = (objectives: ObjectiveSpec[], preset: 'paper-naive' | 'paper-robust'): AscendRecipe =>
    ascendRecipe.parse({ ...visualizationPresets[preset], kind: 'ascend', model, objectives, starts, steps: recipe.pixelSteps, seed })

  const pixelNeeds = [learnt, enoughPixelSteps(recipe.pixelSteps)]
  step('Visualizing channels')
  const channelsNaive = await stage.part(pixels(figure7Objectives, 'paper-naive'), 'Channels, naive')
  const channelsRobust = await stage.part(pixels(figure7Objectives, 'paper-robust'), 'Channels, robust')
  const channels = {
    naive: madeIn(store, channelsNaive),
    robust: madeIn(store, channelsRobust),
    examples: best,
    example,
    needs: pixelNeeds,
  }
  publish(figure7({ naive: channelsNaive, robust: channelsRobust, examples }, channels, pin))

  step('Visualizing classes')
  const classesNaive = await stage.part(pixels(figure10Objectives, 'paper-naive'), 'Classes, naive')
  const classesRobust = await stage.part(pixels(figure10Objectives, 'paper-robust'), 'Classes, robust')
  const classes = { naive: madeIn(store, classesNaive), robust: madeIn(store, classesRobust), examples: best, example, needs: pixelNeeds }
  const shown = [...new Set([...classes.naive, ...classes.robust].map((one) => one.hash))]
  const nearPixels = await stage.part(
    nearestRecipe.parse({ kind: 'nearest', dataset, pictures: shown, block }),
    'Nearest training pictures, classes',
  )
  publish(figure10({ naive: classesNaive, robust: classesRobust, nearest: nearPixels }, classes, nearestIn(store, nearPixels), pin))

  step('Climbing in the latent space')
  const climb = async (name: string, of: Partial<AscendRecipe>, statistics: LatentStatistics): Promise<Climb> => {
    const run = await stage.part(
      ascendRecipe.parse({
        kind: 'ascend',
        model,
        objectives: [figure12Objective],
        starts: latentStarts,
        steps: recipe.latentSteps,
        seed,
        ...of,
      }),
      name,
    )
    return { run, statistics, made: madeIn(store, run), film: (one) => readPng(store.artifacts.read(one.film!.hash)!.bytes) }
  }
  let theirs: Climb | null = null
  const authorNeeds = [learnt, enoughLatentSteps(recipe.latentSteps)]
  if (recipe.authorEpochs > 0) {
    const { output: _ours, ...training } = recipe.autoencoder
    const authorNet = await stage.part(
      { kind: 'autoencoder', dataset, ...training, preset: 'author', epochs: recipe.authorEpochs, learningRate: authorLearningRate },
      'Autoencoder (the author’s)',
    )
    const { testError, blackError } = autoencoderResults.summary.pick(errors).required().parse(authorNet.summary)
    authorNeeds.push(generatorLearnt(testError / blackError, 'the author’s autoencoder'))
    // The author's rule: a step of fixed length along the gradient in the raw latent space, from a random start.
    theirs = await climb(
      'Latent ascent, the author’s way',
      {
        parameterization: parameterization.parse({
          kind: 'decoder',
          generator: modelOf(authorNet),
          start: 'random',
          whiten: false,
          ball: 0,
        }),
        optimizer: { kind: 'unit', step: 100 },
      },
      statisticsOf(store, authorNet),
    )
  }
  const ours = await climb(
    'Latent ascent, ours',
    {
      parameterization: parameterization.parse({ kind: 'decoder', generator, start: 'examples' }),
      optimizer: { kind: 'adam', step: 0.05, decay: settling },
    },
    statisticsOf(store, autoencoder),
  )

  step('Searching the latent space')
  const search = await stage.part(
    searchRecipe.parse({ kind: 'search', model, generator, objectives: allObjectives, samples: recipe.samples, seed }),
    'Latent search',
  )
  // The paper's box is mostly empty of data; the same search where the encoded pictures lie tells what of the result is the box's doing.
  const nearSamples = Math.ceil(recipe.samples / 5)
  const near = await stage.part(
    searchRecipe.parse({
      kind: 'search',
      model,
      generator,
      objectives: [figure12Objective],
      samples: nearSamples,
      sampling: 'posterior',
      seed,
    }),
    'Latent search, where the data lie',
  )

  step('Making the last figures')
  const tops = topsIn(store, search, figure12Key)
  const nearData = topsIn(store, near, figure12Key)
  const samePixels = [...classes.naive, ...classes.robust]
    .filter((one) => one.key === figure12Key)
    .map((one) => ({ hash: one.hash, label: figure12Class }))
  const compared = [...new Set([tops.hash, nearData.hash, ...samePixels.map((one) => one.hash)])]
  const nearTops = await stage.part(
    nearestRecipe.parse({ kind: 'nearest', dataset, pictures: compared, block }),
    'Nearest training pictures, generated',
  )
  const exampleScore = best.get(figure12Key)!.top[0]!.score
  publish(
    figure11(
      theirs,
      ours,
      {
        example: example(figure12Key),
        exampleScore,
        searched: Math.max(...tops.scores),
        samples: recipe.samples,
        steps: recipe.latentSteps,
        search,
        needs: authorNeeds,
      },
      pin,
    ),
  )
  publish(
    figure12(
      { search, near, nearest: nearTops },
      {
        box: { row: 'Uniform in the box', tops, samples: recipe.samples },
        near: { row: 'Where the data lie', tops: nearData, samples: nearSamples },
      },
      {
        example: example(figure12Key),
        exampleScore,
        nearest: nearestIn(store, nearTops),
        pixels: samePixels,
        steps: recipe.pixelSteps,
        generatorError,
        needs: [...pixelNeeds, draws],
      },
      pin,
    ),
  )
  publish(
    figure13(
      { search, robust: channelsRobust },
      (key) => topsIn(store, search, key),
      {
        examples: best,
        robust: channels.robust,
        naive: channels.naive,
        samples: recipe.samples,
        steps: recipe.pixelSteps,
        generatorError,
        needs: [...pixelNeeds, draws],
      },
      pin,
    ),
  )

  const verdicts = figures.flatMap((one) => one.claims.map((claim) => claim.verdict))
  const counts = countVerdicts(verdicts)
  return {
    figures: figures.map((one) => one.number).sort((a, b) => a - b),
    claims: verdicts.length,
    agrees: counts.agrees,
    differs: counts.differs,
    open: counts.open,
    tooSmall: counts['too-small'],
    testAccuracy,
    reconstructionAccuracy: measured.accuracy,
  }
}

/** Where the encoded training pictures of a trained autoencoder lie. */
function statisticsOf(store: Store, run: Run): LatentStatistics {
  const { header } = decodeModel(bytesOf(store, run, 'model').bytes)
  if (header.kind !== 'autoencoder') throw invalid(`"${run.name}" has not made a generator.`)
  return header.statistics
}

/** Every channel of every convolution before its ReLU, the channels of Fig. 7 after it, and every class. */
function everyObjective(bytes: Uint8Array): ObjectiveSpec[] {
  const { header } = decodeModel(bytes)
  if (header.kind !== 'classifier') return []
  const channels = header.architecture.layers.flatMap((layer): ObjectiveSpec[] =>
    layer.kind === 'conv' ? Array.from({ length: layer.filters }, (_, channel) => ({ kind: 'channel', layer: layer.name, channel })) : [],
  )
  const last = header.architecture.layers.at(-1)!
  const logits = Array.from({ length: last.kind === 'dense' ? last.units : 0 }, (_, one): ObjectiveSpec => ({ kind: 'logit', class: one }))
  const all = [...channels, ...figure7Objectives, ...logits]
  return [...new Map(all.map((one) => [objectiveKey(one), one])).values()]
}
