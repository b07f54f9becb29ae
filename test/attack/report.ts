// What every attack is given and says.
import type { Random } from '../../src-shared/math/random.ts'

export interface Attempt {
  rounds: number
  random: Random
  /** Something gave way: what was tried and what was seen. */
  fell(what: string): void
}
/** Resolves to what was tried, in words with numbers. */
export type Attack = (attempt: Attempt) => Promise<string>

export const below = (random: Random, count: number): number => Math.floor(random.uniform() * count)
export const oneOf = <T>(random: Random, list: readonly T[]): T => list[below(random, list.length)]!
