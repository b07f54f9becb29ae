// Search without gradients by ask and tell: it names candidates, is told how each scored, and moves to where the good ones lie.
import type { Random } from '../../../src-shared/math/random.ts'

/** A search among vectors of `numbers` numbers. Higher scores are better; only their order or their differences count, as each says. */
export interface Evolution {
  readonly numbers: number
  /** Candidates of each generation. */
  readonly candidates: number
  /** The vectors to try next, [candidates, numbers] in one array. The same ones until `tell`. */
  ask(): Float64Array
  /** How those that were asked for last scored, in their order. What is not a number counts as lowest. */
  tell(scores: ArrayLike<number>): void
  /** Where the search stands: the vector that it would give as its answer, [numbers]. */
  centre(): Float64Array
  /** Moves the centre, such as back to where vectors are allowed. */
  moveTo(centre: ArrayLike<number>): void
  /** All that decides how it goes on, `stateLength` numbers; between `tell` and `ask`. */
  state(): Float64Array
}

/** A kind of search with its settings. */
export interface EvolutionKind {
  /** Candidates of each generation in a space of so many numbers. */
  candidates(numbers: number): number
  /** Length of `Evolution.state`. */
  stateLength(numbers: number): number
  /** From a vector, with a stream of random numbers that it takes over. */
  begin(from: ArrayLike<number>, random: Random): Evolution
  /** Goes on from what `state` gave, to the same numbers. */
  resume(state: Float64Array, numbers: number): Evolution
}

/** Numbers of the candidates from the best to the worst; of equals the first goes first. */
export function ranked(scores: ArrayLike<number>): number[] {
  const height = (at: number): number => (Number.isNaN(scores[at]!) ? -Infinity : scores[at]!)
  return Array.from({ length: scores.length }, (_, at) => at).sort((a, b) => {
    const [left, right] = [height(a), height(b)]
    return left === right ? a - b : left > right ? -1 : 1
  })
}

/** Weights of the better half, falling with the logarithm of the rank, of sum 1 (Hansen, The CMA Evolution Strategy: A Tutorial, 2016). */
export function rankWeights(candidates: number): number[] {
  const half = Math.floor(candidates / 2)
  const raw = Array.from({ length: half }, (_, at) => Math.log((candidates + 1) / 2) - Math.log(at + 1))
  const sum = raw.reduce((total, one) => total + one, 0)
  return raw.map((one) => one / sum)
}

/** The expected length of a vector of n standard normal numbers, by Hansen's approximation; 2.351 for six. */
export const normalLength = (n: number): number => Math.sqrt(n) * (1 - 1 / (4 * n) + 1 / (21 * n * n))
