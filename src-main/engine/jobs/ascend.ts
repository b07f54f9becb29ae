// Makes pictures that a network's units answer to most: ascends objectives over pixels or over the latent vector of a generator.
import { drawDatasetPicture, indicesOf, splitOf } from '../../../src-shared/dataset.ts'
import type { Json } from '../../../src-shared/event.ts'
import { type AutoencoderHeader, type ClassifierHeader, decodeModel } from '../../../src-shared/model.ts'
import { objectiveKey, objectiveName, type ObjectiveSpec } from '../../../src-shared/objective.ts'
import { type RandomState, random } from '../../../src-shared/random.ts'
import type { AscendRecipe } from '../../../src-shared/recipe.ts'
import { type Ascent, type AscentProgram, ascentProgram, type AscentState, type Climb, deadGradient, frameSteps, scoreOfEach, startAscent, type StepReport, windows } from '../../science/ascend.ts'
import { ascentOptimizerOf } from '../../science/ascent-optimizer.ts'
import { forward, outputTap, weightSpecs } from '../../science/network.ts'
import { decoder, type Parameterization, pixels } from '../../science/parameterization.ts'
import { penaltyOf } from '../../science/regularizer.ts'
import { bytesOf, contactSheet, png } from '../../science/sheet.ts'
import { canvasSize, transformOf } from '../../science/transform.ts'
import type { Job, JobContext } from '../job.ts'
import { tf } from '../tf.ts'

/** Pictures in one batch; more climb in batches one after the other. All starts of an objective stay together. */
const batchSize = 64
/** Points of a curve, fewer when there are many objectives. */
const curvePoints = 500
const allPoints = 30_000
/** Live pictures shown at once. */
const shownPictures = 32

interface Outcome { key: string; start: number; score: number; dead: boolean }
/** What is kept of the present batch besides the ascent itself. */
interface Track {
  frames: Uint8Array[]
  /** For each frame, of each picture: length of the gradient there and distance from the start. */
  gradientNorms: number[][]
  distances: number[][]
  gradientFirst: number[]
  gradientLast: number[]
  distanceLast: number[]
  /** Last step at which each picture had a gradient; -1 for never. */
  alive: number[]
}

export const ascendJob: Job<AscendRecipe> = async (recipe, context) => {
  const model = decodeModel(context.blob(recipe.model))
  if (model.header.kind !== 'classifier') throw new Error('An ascent needs a classifier to answer to, and this model is a generator. Choose a classifier.')
  const header: ClassifierHeader = model.header
  const window = header.dataset.size
  const specs = weightSpecs(header.architecture)
  const weights = specs.map(({ shape }, at) => tf.tensor(model.weights[at]!, shape))
  const owned: tf.Tensor[] = [...weights]
  let program: AscentProgram | null = null
  let ascent: Ascent | null = null
  try {
    const { parameterization, canvas } = spaceOf(recipe, window, context, owned)
    const common = {
      architecture: header.architecture, weights, starts: recipe.starts, seed: recipe.seed, parameterization,
      transform: transformOf(recipe.transforms, canvas, window), penalty: penaltyOf(recipe.regularizers), optimizer: ascentOptimizerOf(recipe.optimizer),
    }
    const batches = batchesOf(recipe.objectives, recipe.starts)
    const kept = context.resume ? readCheckpoint(context.resume) : null
    const outcomes: Outcome[] = kept?.outcomes ?? []
    let paused = false

    for (let batch = kept?.batch ?? 0; batch < batches.length && !paused; batch++) {
      const climb: Climb = { ...common, objectives: batches[batch]! }
      const fresh = ascentProgram
      const wanted = kept && batch === kept.batch ? kept : null
      const next = program && sameProgram(program, climb) ? program : fresh(climb)
      if (next !== program) program?.dispose()
      program = next
      ascent = startAscent(climb, program, wanted?.state)
      const track = wanted?.track ?? newTrack(climb)
      const save = (): Uint8Array => writeCheckpoint({ batch, outcomes, state: ascent!.state(), track })
      const finished = await climbBatch(recipe, climb, ascent, track, context, { batch, batches: batches.length, canvas, window, save })
      paused = !finished && context.stopping === 'pause'
      if (paused) context.checkpoint(save, true)
      else if (ascent.step > 0) outcomes.push(...publish(recipe, climb, ascent, track, context, { canvas, window }))
      ascent.dispose()
      ascent = null
      if (!finished) break
      if (batch + 1 < batches.length) context.checkpoint(() => writeCheckpoint({ batch: batch + 1, outcomes, state: null, track: null }), true)
    }
    return summaryOf(outcomes)
  } finally {
    ascent?.dispose()
    program?.dispose()
    tf.dispose(owned)
  }
}
