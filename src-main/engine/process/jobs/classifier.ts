// Trains a classifier and says how good it is on the test split.
import { answersOf, classesOf, type LoadedDataset } from '../../../../src-shared/domains/dataset.ts'
import { indicesOf } from '../../../../src-shared/domains/shapes/dataset.ts'
import type { LivePicture } from '../../../../src-shared/run/event.ts'
import { encodeModel } from '../../../../src-shared/network/model-file.ts'
import { type Confusion, confusionFile } from '../../../../src-shared/run/confusion.ts'
import { keep, keepTable } from '../../../../src-shared/run/results/form.ts'
import { classifierResults } from '../../../../src-shared/run/results/training.ts'
import { defaultRate } from '../../../../src-shared/recipe/training-rates.ts'
import { classifierArchitecture, parameterCount } from '../../../science/networks/presets.ts'
import { type ClassifierEvaluation, createClassifierEvaluator, mostConfused } from '../../../science/evaluation/evaluate.ts'
import { guessing, watchHealth } from '../../../science/training/health.ts'
import { trainingOf } from '../../../science/training/learners/index.ts'
import { tapShapes, weightSpecs } from '../../../science/networks/sequential.ts'
import type { Network } from '../../../science/networks/network.ts'
import { sequentialNetwork } from '../../../science/networks/sequential-network.ts'
import { greyMap } from '../../../image/contact-sheet.ts'
import { snapshotNotes } from '../../../science/training/train.ts'
import { datasetOf } from '../dataset-cache.ts'
import { createGuesses } from '../guesses.ts'
import type { Job } from '../job.ts'
import { unitRange } from '../../../image/unit-range.ts'
import { tf } from '../../../tensorflow/tf.ts'
import { tidied } from '../../../tensorflow/tidied.ts'
import { beginningOf, cooperatively, carryOut, checkBeginning, createGallery, healthJson } from '../training-loop.ts'

const { artifacts } = classifierResults
/** The layer whose maps are shown while it learns: the first that has eight channels. */
const shownLayer = 'conv2'
const shownTap = `${shownLayer}.relu`

export const classifierJob: Job<'classifier'> = async (recipe, context) => {
  const dataset = await datasetOf(recipe.dataset, context)
  if (dataset === null) return { epochs: 0 }
  const [validation, test] = [indicesOf(dataset.split, 'validation'), indicesOf(dataset.split, 'test')]
  const beginning = beginningOf(recipe, context)
  const notes = beginning ? snapshotNotes(beginning) : {}
  const architecture = classifierArchitecture(recipe.preset, recipe.dataset.size, answersOf(recipe.dataset).length)
  const specs = weightSpecs(architecture)
  const { data, training } = trainingOf(recipe, dataset, beginning)
  // The training's weights of the moment, which stay its own.
  const present = (): Network => sequentialNetwork(architecture, training.weights())
  const evaluator = createClassifierEvaluator(present())
  try {
    checkBeginning(training, recipe, context)
    const usual = defaultRate('classifier', recipe.preset)
    const health = watchHealth(
      {
        kind: 'classifier',
        baseline: Math.log(classesOf(recipe.dataset).length),
        steps: training.steps,
        learningRate: recipe.learningRate,
        usual,
      },
      notes.health,
    )
    const gallery = createGallery(context)
    const guesses = createGuesses(dataset, recipe.dataset, recipe.seed)
    const { complete, validation: last } = await carryOut(training, context, {
      epochs: recipe.epochs,
      health,
      notes,
      *validate() {
        const { loss, accuracy, wrong } = yield* evaluator.evaluate(training.weights(), data, validation)
        guesses.take(training.step / training.stepsPerEpoch, wrong)
        return [
          { name: 'validation/accuracy', value: accuracy },
          { name: 'validation/loss', value: loss },
        ]
      },
      // The guesses come with every set, so that a page opened in the middle has them soon.
      show: (atOnce) => gallery(() => [...activationMaps(present(), dataset, validation[0] ?? 0), ...guesses.pictures()], atOnce),
    })
    const epochs = training.step / training.stepsPerEpoch
    if (training.step === 0 || (!complete && context.stopping === 'pause')) return { epochs }
    const result = await cooperatively(evaluator.evaluate(training.weights(), data, test), context, (done) => {
      if (complete) context.progress('testing', done, test.length)
    })
    const blind =
      complete && health.present() === null
        ? guessing({
            correct: result.correct,
            count: result.count,
            classes: classesOf(recipe.dataset).length,
            loss: result.loss,
            steps: training.steps,
            learningRate: recipe.learningRate,
            usual,
          })
        : null
    if (blind) context.notice('warning', blind.code, blind.message)
    const layers = Object.entries(tapShapes(architecture)).map(([name, shape]) => ({ name, shape }))
    const model = encodeModel({
      header: { format: 'phosphene-model', version: 1, kind: 'classifier', architecture, dataset: recipe.dataset, weights: specs },
      weights: training.values(),
    })
    keep(context.artifact, artifacts.model, '', model, {
      kind: 'classifier',
      preset: recipe.preset,
      testAccuracy: result.accuracy,
      layers,
      epochs,
    })
    keepTable(context.artifact, artifacts.confusion, '', confusionOf(result), {
      caption: 'Which class of the test pictures was taken for which',
      testAccuracy: result.accuracy,
    })
    if (complete) context.complete()
    return {
      testAccuracy: result.accuracy,
      testCorrect: result.correct,
      testCount: result.count,
      validationAccuracy: last[0] ?? null,
      epochs,
      parameters: parameterCount(specs),
      mostConfused: mostConfused(result, 5),
      health: healthJson(health.present() ?? blind),
    }
  } finally {
    evaluator.dispose()
    training.dispose()
  }
}

/** One validation picture, and what each channel of an early layer makes of it. */
function activationMaps(network: Network, dataset: LoadedDataset, index: number): LivePicture[] {
  const { width, height } = network.info.input
  const rgb = dataset.images.slice(index * width * height * 3, (index + 1) * width * height * 3)
  return tidied(() => {
    const picture = tf.tensor4d(unitRange(rgb), [1, height, width, 3])
    const tap = network.run(picture, [shownTap])[shownTap]!
    const [, rows, columns, channels] = tap.shape as [number, number, number, number]
    const maps = tap.squeeze([0]).transpose([2, 0, 1]).dataSync<'float32'>()
    return [
      { name: 'input', label: 'one validation picture', width, height, rgb },
      ...Array.from({ length: channels }, (_, channel) => {
        const map = greyMap(maps.subarray(channel * rows * columns, (channel + 1) * rows * columns), columns, rows)
        return { name: `${shownLayer}:${channel}`, label: `${shownLayer}, channel ${channel}`, ...map }
      }),
    ]
  })
}

/** Rows of `counts`: the truth; columns: what was said. */
function confusionOf({ confusion, classes, wrong, count, correct }: ClassifierEvaluation): Confusion {
  const counts = Array.from({ length: classes }, (_, truth) => [...confusion.subarray(truth * classes, (truth + 1) * classes)])
  return confusionFile.parse({
    classes,
    split: 'test',
    count,
    correct,
    counts,
    wrong: wrong.map(({ index, truth, said }) => ({ index, truth, said })),
  })
}
