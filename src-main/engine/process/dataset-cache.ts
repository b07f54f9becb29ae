// The last dataset stays in memory: a run is often followed by another on the same pictures, and they take seconds to draw.
import { type Dataset, drawDataset } from '../../../src-shared/domains/shapes/dataset.ts'
import { canonical, type DatasetSettings } from '../../../src-shared/recipe/recipe.ts'
import type { JobContext } from './job.ts'

let last: { key: string; dataset: Dataset } | null = null

/** The dataset of these settings, drawn if it is not the last one; null when the job was asked to stop meanwhile. Not to be changed. */
export async function datasetOf(settings: DatasetSettings, context: Pick<JobContext, 'progress' | 'yieldTurn'>): Promise<Dataset | null> {
  const key = canonical(settings)
  if (last?.key === key) return last.dataset
  // The old one goes first, so that two large ones are not in memory at once.
  last = null
  const steps = drawDataset(settings)
  for (;;) {
    const step = steps.next()
    if (step.done) {
      last = { key, dataset: step.value }
      return step.value
    }
    context.progress(`drawing ${settings.count.toLocaleString('en')} pictures`, step.value, settings.count)
    // All drawn, they are kept even so: whoever asked decides what becomes of the stop.
    if ((await context.yieldTurn()) && step.value < settings.count) return null
  }
}
