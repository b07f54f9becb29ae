// Which kinds of work go one after the other, and which at once beside them.
import type { ComputedRecipe } from '../../src-shared/recipe/brought.ts'
import type { Lane } from './execution.ts'

export const laneOf: Record<ComputedRecipe['kind'], Lane> = {
  dataset: 'batch',
  classifier: 'batch',
  autoencoder: 'batch',
  search: 'batch',
  reproduce: 'batch',
  sweep: 'batch',
  ascend: 'interactive',
  examples: 'interactive',
  reconstructions: 'interactive',
  nearest: 'interactive',
  encoding: 'interactive',
  match: 'interactive',
  grid: 'interactive',
  atlas: 'interactive',
  metamers: 'interactive',
  eigendistortions: 'interactive',
}
