// Latent vectors to try: sample i is the same whatever the chunks it is drawn in, so a search can stop and go on, or draw a winner again.
import { choleskyFactor } from '../../../src-shared/math/gaussian.ts'
import type { LatentStatistics } from '../../../src-shared/network/model-file.ts'
import { random } from '../../../src-shared/math/random.ts'
import type { SearchRecipe } from '../../../src-shared/recipe/recipe.ts'

/** Samples that share one random stream: naming a stream takes as long as drawing some ten numbers. */
export const blockSize = 128

export interface Sampler {
  /** Numbers in a latent vector. */
  readonly latent: number
  /** Fills `out`, [count, latent] row by row, with samples first, first + 1, ... Throws a RangeError unless `out` is whole vectors. */
  fill(out: Float32Array, first: number): Float32Array
}

/**
 * Draws latent vectors. "box" is uniform between the smallest and largest value of each latent number over the encoded training set, as in
 * the paper; "posterior" is the normal distribution with the mean and covariance of that set, z = mean + L u with L L' = covariance;
 * "prior" is N(0, I), what a variational autoencoder was trained towards (Kingma and Welling 2014).
 */
export function createSampler(statistics: LatentStatistics, sampling: SearchRecipe['sampling'], seed: number): Sampler {
  const { mean, low, high } = statistics
  const latent = mean.length
  const factor = sampling === 'posterior' ? choleskyFactor(statistics.covariance) : []
  const block = new Float32Array(blockSize * latent)
  let drawn = -1

  function draw(index: number): void {
    const stream = random(seed, 'latent', sampling, index)
    if (sampling === 'box') {
      stream.fillUniform(block)
      for (let at = 0; at < block.length; at++) {
        const axis = at % latent
        block[at] = low[axis]! + (high[axis]! - low[axis]!) * block[at]!
      }
    } else {
      stream.fillNormal(block)
      for (let start = 0; sampling === 'posterior' && start < block.length; start += latent) {
        // From the last number up, since number a needs the u of those below it only.
        for (let a = latent - 1; a >= 0; a--) {
          let sum = mean[a]!
          for (let b = 0; b <= a; b++) sum += factor[a]![b]! * block[start + b]!
          block[start + a] = sum
        }
      }
    }
    drawn = index
  }

  return {
    latent,
    fill(out, first) {
      const count = out.length / latent
      if (!Number.isInteger(count) || !Number.isInteger(first) || first < 0)
        throw new RangeError(`${out.length} numbers from sample ${first} are not whole latent vectors of ${latent}.`)
      for (let at = 0; at < count; ) {
        const index = Math.floor((first + at) / blockSize)
        const within = (first + at) % blockSize
        const part = Math.min(count - at, blockSize - within)
        if (index !== drawn) draw(index)
        out.set(block.subarray(within * latent, (within + part) * latent), at * latent)
        at += part
      }
      return out
    },
  }
}
