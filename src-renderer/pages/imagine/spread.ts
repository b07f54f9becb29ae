// How near pictures of the dataset lie to each other in the latent space: the yardstick for a point that a search or a climb has found.
import { quantile } from '../../../src-shared/math/quantile.ts'

export interface Spread {
  /** Test pictures whose own distance was measured. */
  count: number
  /**
   * Standard deviations of the dataset from a test picture to its nearest training picture: 95 of 100 lie no farther than `high`, none
   * farther than `farthest`.
   */
  high: number
  farthest: number
}

/** Test pictures measured: each is held against every training picture, a millisecond or two. */
const most = 120
/** Measured between two chances for the page to do something else. */
const atOnce = 10

/** The spread of `distances` from test pictures to their nearest training pictures; null without any. */
export function spreadOf(distances: readonly number[]): Spread | null {
  const sorted = [...distances].sort((a, b) => a - b)
  const farthest = sorted.at(-1)
  return farthest === undefined ? null : { count: sorted.length, high: quantile(sorted, 0.95), farthest }
}

/** Evenly chosen test pictures, measured little by little; `yieldTurn` is waited for in between. */
export async function measureSpread(
  test: Uint32Array,
  distanceOf: (index: number) => number,
  yieldTurn: () => Promise<void>,
  signal: AbortSignal,
): Promise<Spread | null> {
  const count = Math.min(most, test.length)
  const distances: number[] = []
  for (let at = 0; at < count && !signal.aborted; at++) {
    if (at % atOnce === 0) await yieldTurn()
    distances.push(distanceOf(test[Math.floor((at * test.length) / count)]!))
  }
  return signal.aborted ? null : spreadOf(distances)
}
