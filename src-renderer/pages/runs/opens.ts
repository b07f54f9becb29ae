// The page on which a run's results are explored further.
import type { ModelEntry } from '../../../src-shared/contract.ts'
import type { Run } from '../../../src-shared/run/run.ts'
import type { Route } from '../../state/router.svelte.ts'

export interface Opening {
  label: string
  route: Route
  query?: Record<string, string>
}

/**
 * Where to go on with a run, of the pages that there are (their routes are ids of commands); null when its record is all there is.
 * `models` tells which network a run has brought.
 */
export function openingOf(run: Run, pages: ReadonlySet<string>, models: readonly Pick<ModelEntry, 'hash' | 'run'>[]): Opening | null {
  const found = wanted(run, models)
  return found && pages.has(found.route.page) ? found : null
}
function wanted({ id, recipe }: Run, models: readonly Pick<ModelEntry, 'hash' | 'run'>[]): Opening | null {
  switch (recipe.kind) {
    case 'reproduce':
      return { label: 'Open the figures', route: { page: 'reproduce', run: id } }
    case 'network': {
      const model = models.find((one) => one.run === id)?.hash
      return model === undefined ? null : { label: 'Look inside', route: { page: 'look', layer: null, unit: null }, query: { model } }
    }
    case 'dataset':
    case 'pictures':
      return { label: 'Browse the pictures', route: { page: 'data', class: null, picture: null }, query: { dataset: id } }
    case 'search':
    case 'encoding':
      return { label: 'Open in Imagine', route: { page: 'imagine', tab: recipe.kind === 'search' ? 'search' : 'map' } }
    case 'atlas':
      return { label: 'Look inside', route: { page: 'look', layer: recipe.layer.replace(/\.\w+$/, ''), unit: null } }
    case 'ascend':
    case 'examples': {
      const [first] = recipe.objectives
      const query = { model: recipe.model }
      if (first?.kind === 'channel' || first?.kind === 'neuron')
        return { label: 'Look inside', route: { page: 'look', layer: first.layer, unit: first.channel }, query }
      return first?.kind === 'logit' ? { label: 'Look inside', route: { page: 'look', layer: 'logits', unit: first.class }, query } : null
    }
    default:
      return null
  }
}
