// The dataset that a run is about.
import type { DatasetSpec } from '../../src-shared/domains/dataset.ts'
import { picturesOfRun } from '../../src-shared/run/results/own-pictures.ts'
import type { Run } from '../../src-shared/run/run.ts'

/** What it draws, has brought or learns from; null for a run that is about none. */
export function datasetOfRun(run: Run): DatasetSpec | null {
  if (run.recipe.kind === 'pictures') return picturesOfRun(run)
  return 'dataset' in run.recipe ? run.recipe.dataset : null
}
