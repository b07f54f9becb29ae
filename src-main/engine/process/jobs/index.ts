// Which job carries out which recipe. Adding a kind of run to the engine is one recipe schema, one job and one line here.
import type { Json } from '../../../../src-shared/run/event.ts'
import type { EngineRecipe } from '../../../../src-shared/recipe/recipe.ts'
import type { Job, JobContext } from '../job.ts'
import { ascendJob } from './ascend.ts'
import { atlasJob } from './atlas.ts'
import { autoencoderJob } from './autoencoder.ts'
import { classifierJob } from './classifier.ts'
import { datasetJob } from './dataset.ts'
import { eigendistortionsJob } from './eigendistortions.ts'
import { encodingJob } from './encoding.ts'
import { examplesJob } from './examples.ts'
import { gridJob } from './grid.ts'
import { matchJob } from './match.ts'
import { metamersJob } from './metamers.ts'
import { nearestJob } from './nearest.ts'
import { reconstructionsJob } from './reconstructions.ts'
import { searchJob } from './search.ts'

const jobs: { [K in EngineRecipe['kind']]: Job<K> } = {
  dataset: datasetJob,
  classifier: classifierJob,
  autoencoder: autoencoderJob,
  ascend: ascendJob,
  examples: examplesJob,
  search: searchJob,
  reconstructions: reconstructionsJob,
  nearest: nearestJob,
  encoding: encodingJob,
  match: matchJob,
  grid: gridJob,
  atlas: atlasJob,
  metamers: metamersJob,
  eigendistortions: eigendistortionsJob,
}

/** Carries out a recipe and returns its summary; everything else it has to say goes through the context. */
export function runJob(recipe: EngineRecipe, context: JobContext): Promise<Record<string, Json>> {
  return (jobs[recipe.kind] as (recipe: EngineRecipe, context: JobContext) => Promise<Record<string, Json>>)(recipe, context)
}
