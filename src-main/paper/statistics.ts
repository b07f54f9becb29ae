// Intervals that hold for small samples: what a difference must leave behind before it counts as one.
import { median } from './measures.ts'

/** From `low` to `high`; the middle is the median or share that was seen. */
export interface Interval {
  low: number
  middle: number
  high: number
}

/**
 * Fewer values than this have no 95 % interval of their median: even if all lie on one side, chance does that in more than 1 of 20 cases.
 */
export const fewest = 6

/**
 * An interval that holds the median of what the values are drawn from in at least 95 of 100 cases, whatever their distribution: the
 * inverted sign test, between the k-th smallest and the k-th largest value, where k is the largest number with P(Binomial(n, 1/2) < k) <=
 * 0.025. Null when there are fewer than six values, or one is not a number.
 */
export function signInterval(values: readonly number[]): Interval | null {
  const n = values.length
  if (n < fewest || values.some(Number.isNaN)) return null
  const sorted = [...values].sort((a, b) => a - b)
  let [k, below, chance] = [0, 0, 0.5 ** n]
  // `chance` is the probability of exactly k, `below` that of fewer than k.
  while (below + chance <= 0.025) {
    below += chance
    chance *= (n - k) / (k + 1)
    k++
  }
  return { low: sorted[k - 1]!, middle: median(sorted), high: sorted[n - k]! }
}

/** The 95 % interval of a share, Wilson (1927): it stays within [0, 1] and holds for few trials. Null without any. */
export function shareInterval(hits: number, count: number): Interval | null {
  if (count === 0) return null
  const z2 = 1.959964 ** 2
  const share = hits / count
  const centre = (share + z2 / (2 * count)) / (1 + z2 / count)
  const half = (Math.sqrt((share * (1 - share)) / count + z2 / (4 * count * count)) * Math.sqrt(z2)) / (1 + z2 / count)
  return { low: Math.max(0, centre - half), middle: share, high: Math.min(1, centre + half) }
}

/** The 95 % interval of the difference of two independent shares, a - b: Newcombe (1998), method 10, from the intervals of both. */
export function differenceInterval(a: Interval, b: Interval): Interval {
  const middle = a.middle - b.middle
  return {
    low: middle - Math.hypot(a.middle - a.low, b.high - b.middle),
    middle,
    high: middle + Math.hypot(a.high - a.middle, b.middle - b.low),
  }
}

/**
 * How well groups of items can be told apart: the silhouette of each item (Rousseeuw 1987), (b - a) / max(a, b), where a is its mean
 * distance to the others of its group and b the smallest mean distance to another group. 1: each group lies by itself; 0: an item is as
 * near to another group as to its own; below 0: nearer. A group of one has silhouette 0.
 */
export function silhouettes<T>(groups: readonly (readonly T[])[], distance: (a: T, b: T) => number): number[][] {
  const meanTo = (one: T, others: readonly T[]): number => others.reduce((sum, other) => sum + distance(one, other), 0) / others.length
  return groups.map((group, own) =>
    group.map((one, at) => {
      if (group.length < 2 || groups.length < 2) return 0
      const a = meanTo(
        one,
        group.filter((_, other) => other !== at),
      )
      const b = Math.min(...groups.filter((other, index) => index !== own && other.length > 0).map((other) => meanTo(one, other)))
      return Math.max(a, b) === 0 ? 0 : (b - a) / Math.max(a, b)
    }),
  )
}
