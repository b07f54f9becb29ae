// How long a recipe takes on this machine, told from the runs recorded here, or from a speed that was measured.
import type { Recipe, TrainingRecipe } from '../src-shared/recipe.ts'
import type { Run } from '../src-shared/run.ts'
import type { Store } from './store/open.ts'

/** The size of a recipe in the unit its time grows with: pictures seen, steps times pictures, samples. */
function workOf(recipe: Recipe): number {
  switch (recipe.kind) {
    case 'dataset': return recipe.dataset.count
    case 'classifier': case 'autoencoder': return recipe.epochs * recipe.dataset.count
    // A batch costs less than its pictures one by one; up to 16 the fixed cost of a step is most of it.
    case 'ascend': return recipe.steps * (16 + recipe.objectives.length * recipe.starts)
    case 'search': return recipe.samples
    case 'nearest': return recipe.pictures.length
    case 'reproduce': return recipe.dataset.count * (recipe.classifier.epochs + 3 * (recipe.autoencoder.epochs + recipe.authorEpochs)) + recipe.samples + 100 * (recipe.pixelSteps + recipe.latentSteps)
    case 'examples': case 'reconstructions': case 'encoding': case 'match': return 1
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
  if (a.kind === 'ascend' && b.kind === 'ascend') return a.parameterization.kind === b.parameterization.kind && (a.transforms.length > 0) === (b.transforms.length > 0)
  // What a preset leaves out changes which part takes the time; a small one says little of a large one.
  if (a.kind === 'reproduce' && b.kind === 'reproduce') return a.preset === b.preset
  return true
}

/** How far a recipe's size and batch are from another's, in factors of e: a tiny run says little of a large one. */
function farness(a: Recipe, b: Recipe): number {
  const batch = (one: Recipe): number => ('batchSize' in one ? one.batchSize : 1)
  return Math.abs(Math.log(workOf(a) / workOf(b))) + Math.abs(Math.log(batch(a) / batch(b)))
}

/** Of all pictures the splits 8:1:1 give a training 0.8 to learn from; it looks at the 0.1 of the validation split after each epoch, at about a third of the cost. */
const learning = 0.8 + 0.1 / 3
/** Seconds that a training takes besides: drawing the pictures, tracing the step, the test at the end. */
const besides = 2

/**
 * Seconds a recipe takes here by the speed of the finished run nearest to it in size, the newest of equals; without one, a training by the
 * speed that was measured of its network; null when neither is known.
 */
export function estimate(recipe: Recipe, store: Store, speeds: Speeds = new Map()): number | null {
  const { runs } = store.runs.list({ kinds: [recipe.kind], states: ['finished'], archived: 'all', limit: 50 })
  // What was made elsewhere was timed on another machine.
  const [like] = runs.filter((run) => alike(run.recipe, recipe) && run.seconds > 0 && run.origin === 'here')
    .sort((a, b) => farness(recipe, a.recipe) - farness(recipe, b.recipe))
  if (like) return (secondsOf(like, store) * workOf(recipe)) / workOf(like.recipe)
  const speed = isTraining(recipe) ? speeds.get(networkOf(recipe)) : undefined
  return speed === undefined ? null : besides + (learning * workOf(recipe)) / speed
}

/** Parts that were taken from the library took their time before. */
function secondsOf(run: Run, store: Store): number {
  return run.recipe.kind === 'reproduce' ? store.runs.children(run.id).reduce((sum, part) => sum + part.seconds, 0) : run.seconds
}
