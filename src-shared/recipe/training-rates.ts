// Peak learning rates that suit each network.
import type { TrainingRecipe } from './recipe.ts'

/** Keras' default for Adam, which the author's code leaves as it is; at ours its final ReLU may die. */
export const authorRate = 1e-3

/** The learning rate a network is trained with when none is chosen. */
export function defaultRate(kind: TrainingRecipe['kind'], preset: string | undefined): number {
  if (kind === 'classifier') return 4e-3
  return preset === 'author' ? authorRate : 5e-3
}
