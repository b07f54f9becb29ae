// Which word of the glossary explains a setting of a recipe.
import type { WordId } from './glossary.ts'

const terms: Record<string, WordId> = {
  batchSize: 'batch',
  beta: 'beta',
  ball: 'kept-within',
  epochs: 'epoch',
  generator: 'decoder',
  latent: 'latent',
  layer: 'layer',
  learningRate: 'learning-rate',
  measures: 'strongest-place',
  method: 'vae',
  model: 'classifier',
  objectives: 'objective',
  optimizer: 'optimizer',
  output: 'relu',
  parameterization: 'parameterization',
  regularizers: 'regularizer',
  samples: 'samples',
  seed: 'seed',
  split: 'split',
  steps: 'step',
  transforms: 'transform',
  whiten: 'whitened',
}

/** The word for a setting by its path, such as "optimizer.kind" or "parameterization.ball"; undefined where its label says enough. */
export function settingTerm(path: string): WordId | undefined {
  const parts = path.split('.')
  const name = parts.at(-1) === 'kind' ? parts.at(-2) : parts.at(-1)
  return name !== undefined && Object.hasOwn(terms, name) ? terms[name] : undefined
}
