// Makes pictures that a network's units answer to most: ascends objectives over pixels or over the latent vector of a generator.
import { invalid } from '../../../../src-shared/rpc/fault.ts'
import { drawDatasetPicture, indicesOf, splitOf } from '../../../../src-shared/domains/shapes/dataset.ts'
import type { LivePicture, MetricPoint } from '../../../../src-shared/run/event.ts'
import { type AutoencoderHeader, decodeModel } from '../../../../src-shared/network/model-file.ts'
import { objectiveKey, objectiveName, type ObjectiveSpec } from '../../../../src-shared/recipe/objective.ts'
import { random } from '../../../../src-shared/math/random.ts'
import type { AscendRecipe } from '../../../../src-shared/recipe/recipe.ts'
import {
  type Ascent,
  type AscentProgram,
  ascentProgram,
  type Climb,
  programKey,
  startAscent,
  type StepReport,
  windows,
} from '../../../science/visualization/ascent.ts'
import { ascentOptimizerOf } from '../../../science/visualization/optimizer.ts'
import { forward, outputTap, weightSpecs } from '../../../science/networks/sequential.ts'
import { decoder, type Parameterization, pixels } from '../../../science/visualization/parameterization.ts'
import { penaltyOf } from '../../../science/visualization/regularizer.ts'
import { canvasSize, transformOf } from '../../../science/visualization/transform.ts'
import { type Batch, nameOf, publish, summaryOf } from '../ascent-artifacts.ts'
import { advance, type AscentCheckpoint, framesDue, newTrack, readCheckpoint, writeCheckpoint } from '../ascent-film.ts'
import { tellDead } from '../dead-gradients.ts'
import type { Job, JobContext } from '../job.ts'
import { tf } from '../../../tensorflow/tf.ts'
import { tidied } from '../../../tensorflow/tidied.ts'

/** Pictures in one batch; more climb in batches one after the other. All starts of an objective stay together. */
const batchSize = 64
/** Points of a curve, and of all curves together. */
const curvePoints = 500
const allCurvePoints = 30_000
/** Live pictures at once. */
const shownPictures = 32

export const ascendJob: Job<'ascend'> = async (recipe, context) => {
  const model = decodeModel(context.blob(recipe.model))
  if (model.header.kind !== 'classifier') {
    throw invalid('A visualization looks into a classifier, and the model of this recipe is a generator. Choose a classifier.')
  }
  const {
    architecture,
    dataset: { size: window },
  } = model.header
  const owned = weightSpecs(architecture).map(({ shape }, at) => tf.tensor(model.weights[at]!, shape))
  let program: AscentProgram | null = null
  try {
    const weights = [...owned]
    const canvas = recipe.parameterization.kind === 'pixels' ? canvasSize(recipe.transforms, window) : window
    const parameterization = spaceOf(recipe, canvas, window, context, owned)
    const common = {
      architecture,
      weights,
      starts: recipe.starts,
      seed: recipe.seed,
      parameterization,
      transform: transformOf(recipe.transforms, canvas, window),
      penalty: penaltyOf(recipe.regularizers),
      optimizer: ascentOptimizerOf(recipe.optimizer, recipe.steps),
    }
    const batches = batchesOf(recipe)
    const {
      batch: first,
      outcomes,
      present,
    }: AscentCheckpoint = context.resume ? readCheckpoint(context.resume) : { batch: 0, outcomes: [], present: null }
    let complete = first >= batches.length
    for (let number = first; number < batches.length; number++) {
      const climb: Climb = { ...common, objectives: batches[number]! }
      if (program?.key !== programKey(climb)) {
        program?.dispose()
        program = null
        context.progress('preparing', number * recipe.steps, batches.length * recipe.steps)
        program = ascentProgram(climb)
      }
      const kept = number === first ? present : null
      const ascent = startAscent(climb, program, kept?.state)
      try {
        const batch: Batch = { recipe, climb, ascent, track: kept?.track ?? newTrack(climb), number, count: batches.length, canvas, window }
        const save = (): Uint8Array => writeCheckpoint({ batch: number, outcomes, present: { state: ascent.state(), track: batch.track } })
        const finished = await climbBatch(batch, context, save)
        if (!finished && context.stopping === 'pause') {
          context.checkpoint(save, true)
          break
        }
        if (ascent.step > 0) outcomes.push(...(await publish(batch, context)))
        if (!finished) break
        complete = number + 1 === batches.length
        if (number + 1 < batches.length) context.checkpoint(() => writeCheckpoint({ batch: number + 1, outcomes, present: null }), true)
      } finally {
        ascent.dispose()
      }
    }
    if (complete || context.stopping !== 'pause') tellDead(outcomes, context)
    if (complete) context.complete()
    return summaryOf(outcomes)
  } finally {
    program?.dispose()
    tf.dispose(owned)
  }
}

/** Objectives that climb together: as many as fit a batch with all their starts, one at least. An objective named twice counts once. */
function batchesOf({ objectives, starts }: AscendRecipe): ObjectiveSpec[][] {
  const different = [...new Map(objectives.map((spec) => [objectiveKey(spec), spec])).values()]
  const together = Math.max(1, Math.floor(batchSize / starts))
  return Array.from({ length: Math.ceil(different.length / together) }, (_, at) => different.slice(at * together, (at + 1) * together))
}

/** The parameterization; a generator's weights are added to `owned`, for the caller to dispose of. */
function spaceOf(recipe: AscendRecipe, canvas: number, window: number, context: JobContext, owned: tf.Tensor[]): Parameterization {
  const spec = recipe.parameterization
  if (spec.kind === 'pixels') return pixels(spec, canvas)
  const { header, weights: values } = decodeModel(context.blob(spec.generator))
  if (header.kind !== 'autoencoder')
    throw invalid('This recipe climbs in a latent space, but the model it names is not a generator. Choose an autoencoder.')
  if (header.dataset.size !== window) {
    const sizes = `The generator draws pictures of ${header.dataset.size} pixels and the classifier looks at ${window}.`
    throw invalid(`${sizes} Choose two that were trained on the same size.`)
  }
  if (header.latent === 1 && recipe.optimizer.kind === 'normalized')
    throw invalid(
      'This rule divides the gradient by its spread over several numbers, and this generator draws from one number. Choose steps of a ' +
        'fixed length ("unit") or Adam.',
    )
  const weights = header.weights.map(({ shape }, at) => tf.tensor(values[at]!, shape))
  owned.push(...weights)
  const encoderCount = weightSpecs(header.encoder).length
  const codes = spec.start === 'examples' && !spec.at ? encodedExamples(header, weights.slice(0, encoderCount), recipe) : []
  return decoder(spec, header, weights.slice(encoderCount), codes)
}

/** Latent vectors of training pictures of the generator, one for each start, drawn by lot from the stream "example" of the seed. */
function encodedExamples(header: AutoencoderHeader, encoder: readonly tf.Tensor[], { starts, seed }: AscendRecipe): Float32Array[] {
  const { dataset } = header
  const train = indicesOf(splitOf(dataset), 'train')
  const each = dataset.size * dataset.size * 3
  const bytes = new Uint8Array(starts * each)
  for (let start = 0; start < starts; start++)
    drawDatasetPicture(dataset, train[random(seed, 'example', start).integer(train.length)]!, bytes, start * each, 3)
  const codes = tidied(() => {
    const pictures = tf.tensor4d(
      Float32Array.from(bytes, (byte) => byte / 255),
      [starts, dataset.size, dataset.size, 3],
    )
    return forward(header.encoder, encoder, pictures)[outputTap(header.encoder)]!.dataSync<'float32'>()
  })
  return Array.from({ length: starts }, (_, start) => codes.slice(start * header.latent, (start + 1) * header.latent))
}

/** Climbs to the last step; false when the job was asked to stop before. */
async function climbBatch(batch: Batch, context: JobContext, save: () => Uint8Array): Promise<boolean> {
  const { recipe, climb, ascent, track, number, count, canvas, window } = batch
  const due = framesDue(recipe.steps, recipe.frames)
  const points = Math.min(curvePoints, Math.max(40, Math.floor(allCurvePoints / recipe.objectives.length)))
  const every = Math.ceil(recipe.steps / points)
  const phase = count === 1 ? 'climbing' : `climbing, batch ${number + 1} of ${count}`
  while (ascent.step < recipe.steps) {
    if (await context.breathe()) return false
    context.checkpoint(save)
    const step = ascent.step
    const report = advance(ascent, track, due, climb.optimizer.deadBelow, () => windows(ascent.pictures('last'), canvas, window))
    if (step % every === 0 || step + 1 === recipe.steps) context.metrics(pointsOf(climb, recipe, step, report))
    context.pictures(() => live(climb, ascent, canvas))
    context.progress(phase, number * recipe.steps + ascent.step, count * recipe.steps)
  }
  return true
}

/** Means over the starts of each objective. */
function pointsOf(climb: Climb, recipe: AscendRecipe, step: number, report: StepReport): MetricPoint[] {
  const { objectives, starts } = climb
  const mean = (values: Float32Array, objective: number): number => {
    let sum = 0
    for (let start = 0; start < starts; start++) sum += values[start * objectives.length + objective]!
    return sum / starts
  }
  return objectives.flatMap((spec, at) => {
    const key = objectiveKey(spec)
    const score = { series: `score/${key}`, step, value: mean(report.score, at) }
    if (recipe.parameterization.kind === 'pixels') return [score]
    return [
      score,
      { series: `gradient-norm/${key}`, step, value: mean(report.gradientNorm, at) },
      { series: `distance/${key}`, step: step + 1, value: mean(report.distance, at) },
    ]
  })
}

function live(climb: Climb, ascent: Ascent, canvas: number): LivePicture[] {
  const rgb = ascent.pictures('last')
  const each = canvas * canvas * 3
  return Array.from({ length: Math.min(shownPictures, rgb.length / each) }, (_, at) => {
    const { spec, key, start } = nameOf(climb, at)
    return {
      name: `${key}/${start}`,
      label: objectiveName(spec),
      width: canvas,
      height: canvas,
      rgb: rgb.slice(at * each, (at + 1) * each),
    }
  })
}
