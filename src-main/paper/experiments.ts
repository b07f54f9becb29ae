// The paper's experiments in order. Each part is a run of its own; each figure is made as soon as its parts are there.
import type { ObjectiveSpec } from '../../src-shared/recipe/objective.ts'
import {
  type AscendRecipe,
  ascendRecipe,
  examplesRecipe,
  nearestRecipe,
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
import { datasetResults } from '../../src-shared/run/results/dataset.ts'
import { keep, keepTable } from '../../src-shared/run/results/form.ts'
import type { Summary } from '../../src-shared/run/results/index.ts'
import { reconstructionsResults } from '../../src-shared/run/results/reconstructions.ts'
import { type KeptFigure, reproduceResults } from '../../src-shared/run/results/reproduce.ts'
import { autoencoderResults, classifierResults } from '../../src-shared/run/results/training.ts'
import type { Run } from '../../src-shared/run/run.ts'
import { visualizationPresets } from '../../src-shared/recipe/ascent-presets.ts'
import type { Stage } from '../runs/composite-run.ts'
import type { Store } from '../store/open.ts'
import type { Pin } from './figure-parts.ts'
import { figure7 } from './figures/channels.ts'
import { figure10 } from './figures/classes.ts'
import { figure11 } from './figures/latent-ascent.ts'
import { figure13 } from './figures/latent-channels.ts'
import { figure12 } from './figures/latent-class.ts'
import { figure9 } from './figures/reconstructions.ts'
import { figure8 } from './figures/wall.ts'
import { countVerdicts } from '../../src-shared/run/figure.ts'
import { classifierLearnt, enoughPixelSteps, generatorLearnt } from './claims/judgement.ts'
import { bytesOf, drawn, examplesIn, madeIn, modelOf, nearestIn, topsIn } from './findings.ts'
import { latentAscents } from './latent-ascents.ts'
import { everyObjective } from './objectives.ts'
import { type Picture, readPng, writePng } from '../image/png.ts'

/** Pictures per objective, so that a number stands beside its spread over starts. */
const starts = 3
/** Pixels a side of the blocks by whose means pictures are compared: speckle is averaged away, a line of 2 pixels still shows. */
const block = 4
/** Steps that are told of: the calls of `step` below. */
const steps = 10
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

  step('Drawing the dataset')
  const data = await stage.part({ kind: 'dataset', dataset }, 'Dataset')
  publish(figure8(data, sheetOf(data, datasetResults.artifacts.wall.name), dataset, pin))

  step('Training the classifier')
  const classifier = await stage.part({ kind: 'classifier', dataset, ...recipe.classifier }, 'Classifier')
  const model = modelOf(store, classifier)
  const { testAccuracy } = classifierResults.summary.pick(accuracy).required().parse(classifier.summary)
  const learnt = classifierLearnt(testAccuracy)

  step('Training the autoencoder')
  const autoencoder = await stage.part({ kind: 'autoencoder', dataset, ...recipe.autoencoder }, 'Autoencoder (ours)')
  const generator = modelOf(store, autoencoder)

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
      sheetOf(autoencoder, autoencoderResults.artifacts.reconstructions.name),
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
  const allObjectives = everyObjective(bytesOf(store, classifier, classifierResults.artifacts.model.name).bytes)
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
  const { theirs, ours, needs: authorNeeds } = await latentAscents(recipe, { model, autoencoder, learnt }, stage, store)

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
