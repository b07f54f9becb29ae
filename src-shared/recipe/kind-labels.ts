// What each kind of run is called.
import type { RecipeKind } from './recipe.ts'

export const kindWords: Record<RecipeKind, string> = {
  dataset: 'Dataset',
  classifier: 'Classifier',
  autoencoder: 'Autoencoder',
  ascend: 'Feature visualization',
  examples: 'Dataset examples',
  search: 'Latent search',
  reconstructions: 'Reconstructions',
  nearest: 'Nearest pictures',
  encoding: 'Latent map',
  match: 'Matched channels',
  grid: 'Activation grid',
  atlas: 'Activation atlas',
  metamers: 'Metamers',
  eigendistortions: 'Eigendistortions',
  network: 'Imported network',
  reproduce: 'Reproduction',
  sweep: 'Sweep',
  pictures: 'Own pictures',
}
