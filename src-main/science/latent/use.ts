// How much of its latent space a generator uses whose encoder gives distributions.

/** Of the means of each latent number over the pictures: above this variance the number depends on the picture. */
const activeAbove = 0.01

export interface LatentUse {
  /** KL divergence of the encoded distributions from N(0, I), in nats, a mean over the pictures; and of each latent number by itself. */
  kl: number
  perNumber: number[]
  /**
   * Latent numbers that depend on the picture: the variance of their means over the pictures is above 0.01 (Burda, Grosse and
   * Salakhutdinov, "Importance Weighted Autoencoders", 2016, section 5.2).
   */
  active: number
}

/** From [pictures, 2 x latent]: the means of each picture's distribution, then the logarithms of its variances. */
export function latentUse(moments: Float32Array, latent: number): LatentUse {
  const count = moments.length / (2 * latent)
  if (count === 0 || !Number.isInteger(count)) throw new RangeError(`${moments.length} numbers are not the moments of pictures.`)
  const perNumber = new Array<number>(latent).fill(0)
  const [sums, squares] = [new Array<number>(latent).fill(0), new Array<number>(latent).fill(0)]
  for (let picture = 0; picture < count; picture++) {
    for (let axis = 0; axis < latent; axis++) {
      const mean = moments[2 * latent * picture + axis]!
      const logVariance = moments[2 * latent * picture + latent + axis]!
      perNumber[axis]! += (mean ** 2 + Math.exp(logVariance) - 1 - logVariance) / 2 / count
      sums[axis]! += mean / count
      squares[axis]! += mean ** 2 / count
    }
  }
  const active = sums.filter((mean, axis) => squares[axis]! - mean ** 2 > activeAbove).length
  return { kl: perNumber.reduce((sum, one) => sum + one, 0), perNumber, active }
}
