// Whether a search without gradients suits what it is to move.
import type { AscendRecipe } from './recipe.ts'

/**
 * CMA-ES finds the axes of all numbers that it moves together again and again: for 90 of them in 0.1 s a picture and step, which grows with
 * their cube.
 */
const mostForCma = 96

/**
 * What is wrong with the optimizer of an ascent that asks for no gradient, a sentence each. `channels` of the network's pictures, `latent`
 * numbers of the generator, where one is named.
 */
export function candidateFaults(
  { optimizer, parameterization: space }: Pick<AscendRecipe, 'optimizer' | 'parameterization'>,
  channels: number,
  latent?: number,
): string[] {
  if (optimizer.kind === 'sphere-cma' && latent === 1)
    return ['This generator draws from one number, and Sphere-CMA looks for a direction among several. Choose CMA-ES.']
  if (optimizer.kind !== 'cma-es' || space.kind === 'decoder') return []
  const finest = space.kind === 'fourier' ? (space.finest ?? Infinity) : Infinity
  const numbers = (2 * finest + 1) * (finest + 1) * 2 * channels
  if (numbers <= mostForCma) return []
  const most = Array.from({ length: 16 }, (_, at) => at + 1).findLast((one) => (2 * one + 1) * (one + 1) * 2 * channels <= mostForCma) ?? 1
  const these = Number.isFinite(numbers) ? `, and these are ${numbers.toLocaleString('en-US')}` : ''
  return [
    `CMA-ES moves at most ${mostForCma} numbers${these}. Let it ` +
      `move the latent vector of a generator, or waves (Fourier) of at most ${most} cycles; or choose Sphere-CMA or the genetic algorithm.`,
  ]
}
