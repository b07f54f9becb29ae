// All that was made of a network, from the runs that look into it: however many others the library has.
import type { VisualizationPage, VisualizationQuery } from '../../src-shared/contract.ts'
import { looksInto, visualizationKinds, visualizationsOf } from '../../src-shared/run/visualization.ts'
import { createNeed } from '../../src-shared/run/visualization-shelf.ts'
import type { Store } from '../store/open.ts'

/** Runs read for one answer, and UTF-16 units in it: a moment of this process, and a small part of what one message carries. */
const [mostRuns, mostUnits] = [500, 2 * 2 ** 20]

/** Of runs outside the Trash and the archive, parts of reproductions too, that finished or were stopped with some of their pictures. */
export function visualizationPage({ model, origins, before }: VisualizationQuery, store: Store): VisualizationPage {
  const runs: VisualizationPage['runs'] = []
  const needed = createNeed()
  let [looked, units] = [0, 0]
  const all = store.runs.each({ input: model, kinds: [...visualizationKinds], states: ['finished', 'cancelled'], origins, before })
  for (const { run, place } of all) {
    const recipe = looksInto(run.recipe, model)
    if (recipe && needed(recipe, run.state)) {
      const made = visualizationsOf(run, recipe, store.artifacts.of(run.id))
      if (made.pictures.length > 0) runs.push(made)
      units += JSON.stringify(made).length
    }
    looked += 1
    if (looked >= mostRuns || units >= mostUnits) return { runs, next: place }
  }
  return { runs, next: null }
}
