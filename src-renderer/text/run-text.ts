// A run in words, and the page that shows it best.
import type { Run } from '../../src-shared/run/run.ts'
import type { Route } from '../state/router.svelte.ts'

export { kindWords } from '../../src-shared/recipe/kind-labels.ts'
export { outcomeOf } from '../../src-shared/run/outcome.ts'

/** The mark of a run that was not made here; null for one's own. */
export const originWords: Record<Run['origin'], string | null> = { here: null, starter: 'starter', imported: 'imported' }

/** Where a run is shown. */
export function placeOf(run: Run): Route {
  switch (run.recipe.kind) {
    case 'reproduce':
      return { page: 'reproduce', run: run.id }
    case 'classifier':
    case 'autoencoder':
      return { page: 'train', run: run.id }
    default:
      return { page: 'runs', run: run.id }
  }
}

/**
 * Where its record is shown: name, tags, note, recipe and files. Only the figures of a reproduction are on another page than its record.
 */
export function recordOf(run: Run): Route {
  const place = placeOf(run)
  return place.page === 'reproduce' ? { page: 'runs', run: run.id } : place
}

/** Whether the loss of a training is no longer a number. */
export const ranAway = ({ fault }: Pick<Run, 'fault'>): boolean => fault?.code === 'not-finite'
