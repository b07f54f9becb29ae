// Makes pictures that a network's units answer to most: ascends objectives over pixels or over the latent vector of a generator.
import { invalid } from '../../../../src-shared/rpc/fault.ts'
import type { LivePicture } from '../../../../src-shared/run/event.ts'
import type { Summary } from '../../../../src-shared/run/results/index.ts'
import { decodeModel, isLookedInto } from '../../../../src-shared/network/model-file.ts'
import type { AscendRecipe } from '../../../../src-shared/recipe/recipe.ts'
import { type AscentProgram, ascentProgram, programKey } from '../../../science/visualization/ascent-program.ts'
import type { AscentSpec } from '../../../science/visualization/ascent-spec.ts'
import { candidateKey, candidateProgram } from '../../../science/visualization/candidate-program.ts'
import { startGradientFreeAscent } from '../../../science/visualization/gradient-free-ascent.ts'
import { startAscent } from '../../../science/visualization/ascent.ts'
import { windows } from '../../../image/windows.ts'
import type { Given } from '../../../science/visualization/functionals/kind.ts'
import { withBlurredGradient, withBudget } from '../../../science/visualization/budgets/index.ts'
import { severalDraws } from '../../../science/visualization/draws.ts'
import { evolutionOf } from '../../../science/visualization/optimizers/gradient-free.ts'
import { ascentOptimizerOf } from '../../../science/visualization/optimizers/index.ts'
import { pictureShape } from '../../../../src-shared/network/network-info.ts'
import type { Network } from '../../../science/networks/network.ts'
import { penaltyOf } from '../../../science/visualization/regularizers/index.ts'
import { transformOf } from '../../../science/visualization/transform.ts'
import { type Batch, eachAsRgb, nameOf, publish, summaryOf } from '../ascent-artifacts.ts'
import { ascentBatches, type AscentLimits, ascentLimits } from '../ascent-batches.ts'
import { readPictures, spaceOf } from '../ascent-space.ts'
import { type CurveSums, curvesAfter, pointsApart } from '../ascent-curves.ts'
import { advance, type AscentCheckpoint, framesDue, newTrack, readCheckpoint, writeCheckpoint } from '../ascent-film.ts'
import { tellDead } from '../dead-gradients.ts'
import { askedNetwork } from '../asked-network.ts'
import { givenFor } from '../given-pictures.ts'
import type { Job, JobContext } from '../job.ts'
import { tf } from '../../../tensorflow/tf.ts'

/** Live pictures at once, where they are small. */
const shownPictures = 32

export const ascendJob: Job<'ascend'> = async (recipe, context) => {
  const model = decodeModel(context.blob(recipe.model))
  const { header } = model
  if (!isLookedInto(header))
    throw invalid('A visualization looks into a classifier, and the model of this recipe is a generator. Choose a classifier.')
  if (!(await readPictures(recipe, context))) return {}
  const network = askedNetwork({ ...model, header }, recipe.objectives, context)
  try {
    const given = await givenFor(network, header, recipe.objectives, context)
    return given === null ? {} : await climbIn(network, recipe, context, ascentLimits, given)
  } finally {
    network.dispose()
  }
}

/** Carries out the ascents of a recipe in a network, whatever made it. */
export async function climbIn(
  network: Network,
  recipe: AscendRecipe,
  context: JobContext,
  limits: AscentLimits = ascentLimits,
  given?: Given,
): Promise<Summary<'ascend'>> {
  const [height, width] = pictureShape(network.info)
  const window = [height, width] as const
  const owned: tf.Tensor[] = []
  let program: AscentProgram | null = null
  try {
    const { parameterization: space, canvas } = spaceOf(recipe, network, context, owned)
    const held = withBudget(space, recipe.budget, recipe.parameterization.kind === 'pixels')
    const parameterization = withBlurredGradient(held, recipe.gradientBlur)
    const optimizer = ascentOptimizerOf(recipe.optimizer, recipe.steps)
    const evolution = evolutionOf(recipe.optimizer, recipe.steps)
    const common = {
      network,
      given,
      together: recipe.together,
      seed: recipe.seed,
      parameterization,
      transform: severalDraws(transformOf(recipe.transforms, canvas, window, network.info.input.background), recipe.draws ?? 1),
      penalty: penaltyOf(recipe.regularizers),
      optimizer,
      evolution,
      redirected: recipe.redirectedRelu,
    }
    const batches = ascentBatches(recipe, { network, parameterization, optimizer, evolution, canvas }, limits)
    const begun: AscentCheckpoint = context.resume ? readCheckpoint(context.resume) : { batch: 0, outcomes: [], present: null, curves: {} }
    const { batch: first, outcomes, present, curves } = begun
    let complete = first >= batches.length
    for (let number = first; number < batches.length; number++) {
      const climb: AscentSpec = { ...common, ...batches[number]! }
      const key = evolution ? candidateKey(climb) : programKey(climb)
      if (program?.key !== key) {
        program?.dispose()
        program = null
        context.progress('preparing', number * recipe.steps, batches.length * recipe.steps)
        program = evolution ? candidateProgram(climb) : ascentProgram(climb)
      }
      const kept = number === first ? present : null
      const ascent = evolution ? startGradientFreeAscent(climb, program, evolution, kept?.state) : startAscent(climb, program, kept?.state)
      try {
        const track = kept?.track ?? newTrack(climb)
        const batch: Batch = { recipe, climb, ascent, track, number, count: batches.length, canvas, window }
        const save = (): Uint8Array => writeCheckpoint({ batch: number, outcomes, present: { state: ascent.state(), track }, curves })
        const finished = await climbBatch(batch, context, save, curves, limits)
        if (!finished && context.stopping === 'pause') {
          context.checkpoint(save, true)
          break
        }
        if (ascent.step > 0) outcomes.push(...(await publish(batch, context)))
        if (!finished) break
        complete = number + 1 === batches.length
        if (number + 1 < batches.length)
          context.checkpoint(() => writeCheckpoint({ batch: number + 1, outcomes, present: null, curves }), true)
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

/** Climbs to the last step; false when the job was asked to stop before. */
async function climbBatch(
  batch: Batch,
  context: JobContext,
  save: () => Uint8Array,
  curves: CurveSums,
  limits: AscentLimits,
): Promise<boolean> {
  const { recipe, climb, ascent, track, number, count, canvas, window } = batch
  const { channels } = climb.network.info.input
  const due = framesDue(recipe.steps, recipe.frames)
  const every = pointsApart(recipe)
  const phase = count === 1 ? 'climbing' : `climbing, batch ${number + 1} of ${count}`
  while (ascent.step < recipe.steps) {
    if (await context.yieldTurn()) return false
    context.checkpoint(save)
    const step = ascent.step
    const report = advance(ascent, track, due, climb.optimizer.deadBelow, () => windows(ascent.pictures('last'), canvas, window, channels))
    if (step % every === 0 || step + 1 === recipe.steps) context.metrics(curvesAfter(climb, recipe, step, report, curves))
    context.pictures(() => live(batch, limits.shown))
    context.progress(phase, number * recipe.steps + ascent.step, count * recipe.steps)
  }
  return true
}

/** The first pictures of the batch as they are now, of `bytes` bytes together at most, but one at least. */
function live({ climb, ascent, canvas }: Batch, bytes: number): LivePicture[] {
  const [height, width] = canvas
  const { channels } = climb.network.info.input
  const most = Math.max(1, Math.min(shownPictures, Math.floor(bytes / (3 * height * width))))
  const picture = eachAsRgb(ascent.pictures('last'), canvas, channels)
  return Array.from({ length: Math.min(most, climb.starts * climb.objectives.length) }, (_, at) => {
    const { key, name, start } = nameOf(climb, at)
    return { name: `${key}/${start}`, label: name, width, height, rgb: picture(at).slice() }
  })
}
