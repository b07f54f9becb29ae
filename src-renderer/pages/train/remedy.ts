// What to change after a training that failed in one of the known ways: the settings that the watch on its health proposes, which it tells
// in words while it trains and as data only at the end. A law test holds the two together.
import type { TrainingRecipe } from '../../../src-shared/recipe/recipe.ts'
import type { z } from 'zod'
import type { healthSign } from '../../../src-shared/run/results/training.ts'
import { defaultRate } from '../../../src-shared/recipe/training-rates.ts'
import { compact } from '../../text/format.ts'
import { ownOutput } from './plan.ts'

export type Trouble = 'not-finite' | 'dead' | 'stalled'
type Fix = z.output<typeof healthSign>['fix']
export interface Remedy {
  learningRate?: number
  output?: 'relu' | 'linear' | 'sigmoid'
  method?: { kind: 'vae'; beta: number }
}

/** What the watch proposes, as a change of a recipe. */
export function remedyFrom({ learningRate, output, beta }: Fix): Remedy {
  return {
    ...(learningRate === undefined ? {} : { learningRate }),
    ...(output === undefined ? {} : { output }),
    ...(beta === undefined ? {} : { method: { kind: 'vae', beta } }),
  }
}

export const outputOf = (recipe: TrainingRecipe): string | undefined =>
  recipe.kind === 'autoencoder' ? (recipe.output ?? ownOutput[recipe.preset]) : undefined

export function remedyOf(trouble: Trouble, recipe: TrainingRecipe): Remedy {
  const { learningRate } = recipe
  const usual = defaultRate(recipe.kind, recipe.preset)
  const lower = learningRate / 4
  const output = outputOf(recipe)
  switch (trouble) {
    case 'not-finite':
      return { learningRate: lower }
    case 'dead':
      if (output === 'relu') return { output: 'sigmoid', ...(learningRate > usual ? { learningRate: usual } : {}) }
      return { learningRate: Math.min(usual, lower) }
    case 'stalled':
      if (learningRate < usual / 5 || learningRate > usual) return { learningRate: usual }
      if (recipe.kind === 'autoencoder' && recipe.method?.kind === 'vae' && recipe.method.beta > 1)
        return { method: { kind: 'vae', beta: recipe.method.beta / 10 } }
      return output !== undefined && output !== 'linear' ? { output: 'linear' } : { learningRate: lower }
  }
}

/** "a quarter of the learning rate (0.001)", "a linear output". */
export function remedyWords({ learningRate, output, method }: Remedy, recipe: TrainingRecipe): string {
  const rate =
    learningRate === undefined
      ? null
      : learningRate * 4 === recipe.learningRate
        ? `a quarter of the learning rate (${compact(learningRate)})`
        : `a learning rate of ${compact(learningRate)}`
  const end = output === undefined ? null : `a ${output === 'relu' ? 'ReLU' : output} output`
  return [end, rate, method ? `a beta of ${compact(method.beta)}` : null].filter((one) => one !== null).join(' and ')
}

/** The name of a run after its remedy: "Autoencoder (author), 12 epochs, sigmoid output". A second remedy takes the place of the first. */
export function remedyName(name: string, { learningRate, output, method }: Remedy): string {
  const before = name.replace(/, (relu|linear|sigmoid) output|, learning rate [\d.e-]+|, beta [\d.e-]+/gi, '')
  return [
    before,
    output && `${output} output`,
    learningRate !== undefined && `learning rate ${Number(learningRate.toPrecision(3))}`,
    method && `beta ${method.beta}`,
  ]
    .filter(Boolean)
    .join(', ')
    .slice(0, 200)
}
