// Distances in a latent space, in the units of the encoded training set.
import { choleskyFactor } from '../../src-shared/math/gaussian.ts'
import type { LatentStatistics } from '../../src-shared/network/model-file.ts'

/**
 * Mahalanobis distance of two latent vectors: |L^-1 (a - b)| with L L' = covariance of the encoded training set, whose pictures have
 * standard deviation 1 in each direction of it. A direction in which the set does not extend has no such unit; in it nothing is counted.
 */
export function whitenedDistance({ covariance }: LatentStatistics, a: readonly number[], b: readonly number[]): number {
  const factor = choleskyFactor(covariance)
  const u: number[] = []
  for (const [row, weights] of factor.entries()) {
    const rest = u.reduce((sum, value, at) => sum - weights[at]! * value, a[row]! - b[row]!)
    u.push(weights[row] === 0 ? 0 : rest / weights[row]!)
  }
  return Math.hypot(...u)
}

/** Root mean square of the standard deviations along the axes: what one standard deviation is of a latent space taken as it is. */
export const typicalDeviation = ({ covariance }: LatentStatistics): number =>
  Math.sqrt(covariance.reduce((sum, row, axis) => sum + row[axis]!, 0) / covariance.length)
