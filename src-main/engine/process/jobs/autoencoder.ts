// Trains an autoencoder of any kind, says how well it redraws pictures it has not seen, and where the dataset lies in its latent space.
import { classesOf, type DatasetSpec, pictureNameOf } from '../../../../src-shared/domains/dataset.ts'
import { indicesOf } from '../../../../src-shared/domains/shapes/dataset.ts'
import type { LivePicture } from '../../../../src-shared/run/event.ts'
import { encodeModel } from '../../../../src-shared/network/model-file.ts'
import { keep } from '../../../../src-shared/run/results/form.ts'
import { autoencoderResults } from '../../../../src-shared/run/results/training.ts'
import { methodOf } from '../../../../src-shared/recipe/generators/index.ts'
import { defaultRate } from '../../../../src-shared/recipe/training-rates.ts'
import {
  type AutoencoderArchitecture,
  autoencoderArchitecture,
  autoencoderSpecs,
  parameterCount,
} from '../../../science/networks/presets.ts'
import { batchOf, type Pictures } from '../../../science/training/batches.ts'
import { type GeneratorNetwork, reconstruct } from '../../../science/generators/generator.ts'
import { generatorArchitecture, generatorInTraining, momentsInTraining } from '../../../science/generators/kinds/index.ts'
import { blindErrors, createReconstructionEvaluator } from '../../../science/evaluation/evaluate.ts'
import { collapsed, watchHealth } from '../../../science/training/health.ts'
import { createEncoder, encode, latentStatistics } from '../../../science/latent/encode.ts'
import { latentUse } from '../../../science/latent/use.ts'
import { trainingOf } from '../../../science/training/learners/index.ts'
import { tapShapes } from '../../../science/networks/sequential.ts'
import { bytesOf, contactSheet } from '../../../image/contact-sheet.ts'
import { writePng } from '../../../image/png.ts'
import { snapshotNotes } from '../../../science/training/train.ts'
import { datasetOf } from '../dataset-cache.ts'
import type { Job } from '../job.ts'
import { tf } from '../../../tensorflow/tf.ts'
import { tidied } from '../../../tensorflow/tidied.ts'
import { beginningOf, cooperatively, carryOut, checkBeginning, createGallery, healthJson } from '../training-loop.ts'

const { artifacts } = autoencoderResults
/** Pictures shown beside their reconstructions while it learns. */
const shown = 8
/** Columns of the sheet of reconstructions, which has one picture of each class. */
const columns = 15
/** Classes of which it has one at most. */
const sheetPictures = 60
/** When stopped early, the latent space is measured on this many pictures at most, so that stopping does not take seconds. */
const hurriedCount = 1920

export const autoencoderJob: Job<'autoencoder'> = async (recipe, context) => {
  const dataset = await datasetOf(recipe.dataset, context)
  if (dataset === null) return { epochs: 0 }
  const { size } = recipe.dataset
  const [train, validation, test] = [
    indicesOf(dataset.split, 'train'),
    indicesOf(dataset.split, 'validation'),
    indicesOf(dataset.split, 'test'),
  ]
  const beginning = beginningOf(recipe, context)
  const notes = beginning ? snapshotNotes(beginning) : {}
  const method = methodOf(recipe)
  const architecture = generatorArchitecture(method.kind, autoencoderArchitecture(recipe.preset, size, recipe.latent, recipe.output))
  const specs = autoencoderSpecs(architecture)
  const { data, training } = trainingOf(recipe, dataset, beginning)
  // The training's weights of the moment, which stay its own.
  const present = (): GeneratorNetwork => generatorInTraining(method.kind, architecture, training.weights())
  const evaluator = createReconstructionEvaluator(present())
  const moments = momentsInTraining(method.kind, architecture, training.weights())
  const encoder = moments && createEncoder(moments)
  try {
    checkBeginning(training, recipe, context)
    const health = watchHealth(
      {
        kind: 'autoencoder',
        ...blindErrors(data, train),
        steps: training.steps,
        learningRate: recipe.learningRate,
        usual: defaultRate('autoencoder', recipe.preset),
        output: outputActivation(architecture),
        ...(method.kind === 'vae' ? { beta: method.beta } : {}),
      },
      notes.health,
    )
    const gallery = createGallery(context)
    const { complete, validation: last } = await carryOut(training, context, {
      epochs: recipe.epochs,
      health,
      notes,
      judged: ({ loss, measures: [error] }) => (error !== undefined && Number.isFinite(loss) ? error : loss),
      *validate() {
        const { error, loss } = yield* evaluator.evaluate(training.weights(), data, validation)
        // The loss as it is trained on, beside the training's; and the error of the pictures as they are shown, beside the test's. Where
        // the loss has noise in it, its parts are told: the error of what the means give, and how the latent space is used.
        const shownError = { name: 'validation/error', value: error }
        if (!encoder) return [{ name: 'validation/loss', value: loss }, shownError]
        const { kl, active } = latentUse(yield* encoder.encode(training.weights(), data, validation), recipe.latent)
        return [{ name: 'validation/kl', value: kl }, shownError, { name: 'validation/active', value: active }]
      },
      show: (atOnce) => gallery(() => pairs(recipe.dataset, present(), data, validation.subarray(0, shown)), atOnce),
    })
    const epochs = training.step / training.stepsPerEpoch
    if (training.step === 0 || (!complete && context.stopping === 'pause')) return { epochs }

    const result = await cooperatively(evaluator.evaluate(training.weights(), data, test), context, (done) => {
      if (complete) context.progress('testing', done, test.length)
    })
    const use = encoder && latentUse(await cooperatively(encoder.encode(training.weights(), data, test), context), recipe.latent)
    const idle = use && method.kind === 'vae' && complete && health.present() === null ? collapsed({ ...use, beta: method.beta }) : null
    if (idle) context.notice('warning', idle.code, idle.message)
    const encoded = complete ? train : train.subarray(0, hurriedCount)
    const z = await cooperatively(encode(present(), data, encoded), context, (done) => {
      if (complete) context.progress('encoding the training pictures', done, train.length)
    })
    const statistics = latentStatistics(z, recipe.latent)
    const model = encodeModel({
      header: {
        format: 'phosphene-model',
        version: 1,
        ...method,
        ...architecture,
        latent: recipe.latent,
        statistics,
        dataset: recipe.dataset,
        weights: specs,
      },
      weights: training.values(),
    })
    const layers = [
      ...Object.entries(tapShapes(architecture.encoder)).map(([name, shape]) => ({ name: `encoder/${name}`, shape })),
      ...Object.entries(tapShapes(architecture.decoder)).map(([name, shape]) => ({ name: `decoder/${name}`, shape })),
    ]
    keep(context.artifact, artifacts.model, '', model, {
      kind: 'autoencoder',
      preset: recipe.preset,
      ...(method.kind === 'autoencoder' ? {} : { method: method.kind }),
      testError: result.error,
      layers,
      epochs,
      encoded: encoded.length,
    })
    const labels = classesOf(recipe.dataset).slice(0, sheetPictures)
    const firsts =
      labels.length === 0
        ? [...test.subarray(0, 2 * columns)]
        : labels.map((label) => test.find((index) => dataset.labels[index] === label)).filter((index) => index !== undefined)
    keep(context.artifact, artifacts.reconstructions, '', writePng(reconstructionSheet(present(), data, Uint32Array.from(firsts))), {
      caption:
        labels.length === 0 ? 'Test pictures above their reconstructions' : 'One test picture of each class above its reconstruction',
      columns,
      size,
      testError: result.error,
      pictures: firsts.map((index) => ({
        index,
        class: dataset.labels[index]!,
        name: pictureNameOf(recipe.dataset, dataset.labels[index]!, index),
      })),
    })
    if (complete) context.complete()
    return {
      testError: result.error,
      blackError: result.blackError,
      testCount: result.count,
      validationError: last[1] ?? last[0] ?? null,
      epochs,
      parameters: parameterCount(specs),
      ...(use ? { kl: use.kl, activeLatents: use.active } : {}),
      health: healthJson(health.present() ?? idle),
    }
  } finally {
    evaluator.dispose()
    encoder?.dispose()
    training.dispose()
  }
}

function outputActivation({ decoder }: AutoencoderArchitecture): string {
  const last = decoder.layers.at(-1)
  return last !== undefined && 'activation' in last ? last.activation : 'linear'
}

/** Pictures and their reconstructions as bytes, in the order of `indices`. */
function redraw(generator: GeneratorNetwork, data: Pictures, indices: Uint32Array): { original: Uint8Array; again: Uint8Array }[] {
  const [height, width, channels] = data.shape
  const size = height * width * channels
  const { pictures } = batchOf(data, indices.length).fill(indices)
  const again = tidied(() =>
    bytesOf(reconstruct(generator, tf.tensor(pictures, [indices.length, ...data.shape], 'float32').div(255)).dataSync()),
  )
  return Array.from(indices, (_, at) => ({
    original: pictures.subarray(at * size, (at + 1) * size),
    again: again.subarray(at * size, (at + 1) * size),
  }))
}

/** Each picture with its reconstruction at its right. */
function pairs(dataset: DatasetSpec, generator: GeneratorNetwork, data: Pictures, indices: Uint32Array): LivePicture[] {
  return redraw(generator, data, indices).map(({ original, again }, at) => {
    return {
      name: `pair:${at}`,
      label: `${pictureNameOf(dataset, data.labels[indices[at]!]!, indices[at]!)} and its reconstruction`,
      ...contactSheet([original, again], data.shape[0], 2),
    }
  })
}

/** Rows of originals, each with the row of their reconstructions below it. */
function reconstructionSheet(generator: GeneratorNetwork, data: Pictures, indices: Uint32Array) {
  const drawn = redraw(generator, data, indices)
  const black = new Uint8Array(data.shape[0] * data.shape[1] * data.shape[2])
  const rows: Uint8Array[] = []
  for (let first = 0; first < drawn.length; first += columns) {
    const row = drawn.slice(first, first + columns)
    const rest = Array.from({ length: columns - row.length }, () => black)
    rows.push(...row.map(({ original }) => original), ...rest, ...row.map(({ again }) => again), ...rest)
  }
  return contactSheet(rows, data.shape[0], columns)
}
