// What a kind of penalty is to an ascent, and what their formulae share.
import type { tf } from '../../../tensorflow/tf.ts'

/** One penalty >= 0 for each picture, [batch, height, width, channels] => [batch]. */
export type Regularizer = (image: tf.Tensor4D) => tf.Tensor1D
/**
 * The penalty of a spec without its weight: a mean over pixels and colours, so that one weight suits every size of picture. Black, the
 * background of the dataset, costs nothing. The gradient of |v| at 0 is 0.
 */
export type Penalty = (image: tf.Tensor4D) => tf.Tensor

export const mean = (values: tf.Tensor): tf.Tensor1D => values.mean([1, 2, 3])
/** |v|. The gradient of tfjs's own `abs` is -1 at 0, which would have every flat place pushed about. */
export const absolute = (values: tf.Tensor): tf.Tensor => values.mul(values.sign())
