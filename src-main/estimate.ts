// How long a recipe takes on this machine, told from the runs recorded here.
import type { Recipe } from '../src-shared/recipe.ts'
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

/** Whether two recipes' times can be compared: the same kind of work by the same kind of network. */
function alike(a: Recipe, b: Recipe): boolean {
  if (a.kind !== b.kind) return false
  if ((a.kind === 'classifier' && b.kind === 'classifier') || (a.kind === 'autoencoder' && b.kind === 'autoencoder')) return a.preset === b.preset
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

/** Seconds a recipe takes here by the speed of the finished run nearest to it in size, the newest of equals; null when there is none like it. */
export function estimate(recipe: Recipe, store: Store): number | null {
  const { runs } = store.runs.list({ kinds: [recipe.kind], states: ['finished'], archived: 'all', limit: 50 })
  // Runs of the starter library were timed on another machine.
  const [like] = runs.filter((run) => alike(run.recipe, recipe) && run.seconds > 0 && !run.tags.includes('starter'))
    .sort((a, b) => farness(recipe, a.recipe) - farness(recipe, b.recipe))
  return like ? (secondsOf(like, store) * workOf(recipe)) / workOf(like.recipe) : null
}

/** Parts that were taken from the library took their time before. */
function secondsOf(run: Run, store: Store): number {
  return run.recipe.kind === 'reproduce' ? store.runs.children(run.id).reduce((sum, part) => sum + part.seconds, 0) : run.seconds
}
