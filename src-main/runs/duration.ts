// How long a recipe takes on this machine, told from the runs recorded here, or from a speed that was measured.
import { isGradientFree } from '../../src-shared/recipe/optimizers/index.ts'
import type { AscendRecipe, Recipe, ReproduceRecipe, TrainingRecipe } from '../../src-shared/recipe/recipe.ts'
import { trainingsOf } from '../../src-shared/recipe/reproduction-presets.ts'
import { cellsOf } from '../../src-shared/recipe/sweep-cells.ts'
import type { Run } from '../../src-shared/run/run.ts'
import type { Store } from '../store/open.ts'

/** Candidates of a step of CMA-ES where the recipe leaves them to the number of numbers: 9 of six, 17 of ninety. */
const usualCandidates = 10
/** Pictures that one picture of an ascent shows the network at each step; those without a gradient cost about a third. */
function seenAtEachStep({ draws = 1, optimizer }: AscendRecipe): number {
  return isGradientFree(optimizer) ? (draws * (1 + (optimizer.candidates ?? usualCandidates))) / 3 : draws
}

/** The size of a recipe in the unit its time grows with: pictures seen, steps times pictures, samples. */
function workOf(recipe: Recipe): number {
  switch (recipe.kind) {
    case 'dataset':
      return recipe.dataset.count
    // Of one that goes on from another only the last stretch is done.
    case 'classifier':
    case 'autoencoder':
      return (recipe.continues ? (recipe.phases?.at(-1) ?? recipe.epochs) : recipe.epochs) * recipe.dataset.count
    // A batch costs less than its pictures one by one; up to 16 the fixed cost of a step is most of it.
    case 'ascend':
      return recipe.steps * (16 + recipe.objectives.length * recipe.starts * seenAtEachStep(recipe))
    case 'search':
      return recipe.samples
    case 'nearest':
      return recipe.pictures.length
    case 'sweep':
      return recipe.vary.reduce((cells, { values }) => cells * values.length, workOf(recipe.base))
    case 'reproduce':
      return (
        recipe.dataset.count * (recipe.classifier.epochs + 3 * (recipe.autoencoder.epochs + recipe.authorEpochs)) +
        recipe.samples +
        100 * (recipe.pixelSteps + recipe.latentSteps)
      )
    // Numbers of pictures are not known before; a map has some 50 of 64 cells.
    case 'grid':
    case 'atlas':
      return recipe.steps * (16 + 0.75 * recipe.side ** 2)
    case 'metamers':
      return recipe.steps * (16 + recipe.starts)
    case 'eigendistortions':
    case 'examples':
    case 'reconstructions':
    case 'encoding':
    case 'match':
    case 'pictures':
    case 'network':
      return 1
  }
}

/** Pictures a second that networks learn from here, by `networkOf`, where that was measured. */
export type Speeds = ReadonlyMap<string, number>
export const networkOf = ({ kind, preset, dataset }: TrainingRecipe): string => `${kind}/${preset}/${dataset.size}`
const isTraining = (recipe: Recipe): recipe is TrainingRecipe => recipe.kind === 'classifier' || recipe.kind === 'autoencoder'

/** Whether two recipes' times can be compared: the same kind of work by the same kind of network on pictures of the same size. */
function alike(a: Recipe, b: Recipe): boolean {
  if (a.kind !== b.kind) return false
  if (isTraining(a) && isTraining(b)) return networkOf(a) === networkOf(b)
  if (a.kind === 'ascend' && b.kind === 'ascend')
    return a.parameterization.kind === b.parameterization.kind && a.transforms.length > 0 === b.transforms.length > 0
  // What a preset leaves out changes which part takes the time; a small one says little of a large one.
  if (a.kind === 'reproduce' && b.kind === 'reproduce') return a.preset === b.preset
  return true
}

/** How far a recipe's size and batch are from another's, in factors of e: a tiny run says little of a large one. */
function farness(a: Recipe, b: Recipe): number {
  const batch = (one: Recipe): number => ('batchSize' in one ? one.batchSize : 1)
  return Math.abs(Math.log(workOf(a) / workOf(b))) + Math.abs(Math.log(batch(a) / batch(b)))
}

/**
 * Of all pictures the splits 8:1:1 give a training 0.8 to learn from; it looks at the 0.1 of the validation split after each epoch, at
 * about a third of the cost.
 */
const learning = 0.8 + 0.1 / 3
/** Seconds that a training takes besides: drawing the pictures, tracing the step, the test at the end. */
const besides = 2

/**
 * Seconds a recipe takes here by the speed of the finished run nearest to it in size, the newest of equals; without one, a training or a
 * reproduction by the speeds that were measured of its networks; null when neither is known.
 */
export function estimate(recipe: Recipe, store: Store, speeds: Speeds = new Map()): number | null {
  if (recipe.kind === 'sweep') {
    const each = cellsOf(recipe).cells.map((one) => estimate(one.recipe, store, speeds))
    return each.includes(null) ? null : each.reduce<number>((sum, one) => sum + (one ?? 0), 0)
  }
  const { runs } = store.runs.list({ kinds: [recipe.kind], states: ['finished'], archived: 'all', limit: 50 })
  // What was made elsewhere was timed on another machine.
  const [like] = runs
    .filter((run) => alike(run.recipe, recipe) && run.seconds > 0 && run.origin === 'here')
    .sort((a, b) => farness(recipe, a.recipe) - farness(recipe, b.recipe))
  if (like) return (secondsOf(like, store) * workOf(recipe)) / workOf(like.recipe)
  if (recipe.kind === 'reproduce') return reproduction(recipe, speeds)
  return isTraining(recipe) ? training(recipe, speeds) : null
}

function training(recipe: TrainingRecipe, speeds: Speeds): number | null {
  const speed = speeds.get(networkOf(recipe))
  return speed === undefined ? null : besides + (learning * workOf(recipe)) / speed
}

/** Pictures that climb over pixels at once (8 channels and 4 classes, 3 starts, naive and robust) and in a latent space (16 starts). */
const [pixelClimbers, latentClimbers] = [72, 16]
/** Samples of the two searches, in those of the first. */
const searches = 1.2
/** Parts of a reproduction, each with about a second of reading and compiling before its first step. */
const parts = 16
/**
 * What the other work costs in units of a training's step for one picture, by `npm run bench` on a processor with AVX2 and on one with
 * AVX-512, two threads each: a step of a pixel ascent 1.9 and 1.2 of the classifier's; a sample of the search a tenth and an eighth of both
 * networks'.
 */
const [pixelStep, sample] = [1.6, 1 / 9]

/** A reproduction that has no like here, by the measured speeds of the networks that it trains. Rough: within a factor of about 1.5. */
function reproduction(recipe: ReproduceRecipe, speeds: Speeds): number | null {
  const { classifier, autoencoder, author } = trainingsOf(recipe)
  const times = [classifier, autoencoder, ...(author ? [author] : [])].map((one) => training(one, speeds))
  const [reads, redraws] = [speeds.get(networkOf(classifier)), speeds.get(networkOf(autoencoder))]
  if (reads === undefined || redraws === undefined || times.includes(null)) return null
  // Through a decoder, which is half an autoencoder, and a classifier.
  const both = 1 / reads + 1 / (2 * redraws)
  const climbs = (pixelClimbers * recipe.pixelSteps * pixelStep) / reads + (author ? 2 : 1) * latentClimbers * recipe.latentSteps * both
  return times.reduce<number>((sum, one) => sum + (one ?? 0), 0) + climbs + searches * recipe.samples * sample * both + parts
}

/** Parts that were taken from the library took their time before. */
function secondsOf(run: Run, store: Store): number {
  return run.recipe.kind === 'reproduce' ? store.runs.children(run.id).reduce((sum, part) => sum + part.seconds, 0) : run.seconds
}
