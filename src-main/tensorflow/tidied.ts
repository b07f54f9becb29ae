// Numbers out of a piece of TensorFlow's work, with everything it made on the way freed.
import { tf } from './tf.ts'

/**
 * Carries out `work`, frees every tensor it made, and returns what it returned, which must hold no tensor. `tf.tidy` alone would look
 * through that for tensors, number by number and each under its name as a string: of 24 pictures of 68 x 68 that takes as long as ten
 * steps of their ascent.
 */
export function tidied<T>(work: () => T): T {
  let result: { of: T } | undefined
  tf.tidy(() => {
    result = { of: work() }
  })
  return result!.of
}
