// The value below which a share of some numbers lies.

/**
 * The number at place floor(share × n) of n sorted numbers, counted from 0, and the last one at most: as many as the share says are no
 * larger. `share` is 0 to 1; NaN without any numbers.
 */
export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
}
