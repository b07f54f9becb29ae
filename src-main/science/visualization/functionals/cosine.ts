// How much of a direction there is, and how purely.
import { tf } from '../../../tensorflow/tf.ts'

/**
 * Cosines count as at least this much: where a picture points away from the direction, dot product and cosine are both negative, and
 * without a floor their product would reward it (lucid has the same number, and an issue about the sign).
 */
const leastCosine = 0.1
/** Keeps the gradient of a length finite where all is zero. */
const tiny = 1e-12

/** dot(x, unit) max(0.1, cosine)^power along the last axis; `unit` is of length 1 along it. */
export function dotCosine(x: tf.Tensor, unit: tf.Tensor, power: number): tf.Tensor {
  const dot = x.mul(unit).sum(-1)
  if (power === 0) return dot
  const length = x.square().sum(-1).add(tiny).sqrt()
  return dot.mul(tf.pow(dot.div(length).maximum(leastCosine), power))
}

/** The vector divided by its length. Throws a RangeError, with this sentence, for one that is all zeros. */
export function unitOf(vector: ArrayLike<number>, otherwise: string): Float32Array {
  let sum = 0
  for (let at = 0; at < vector.length; at++) sum += vector[at]! * vector[at]!
  if (sum === 0) throw new RangeError(otherwise)
  return Float32Array.from(vector, (one) => one / Math.sqrt(sum))
}
