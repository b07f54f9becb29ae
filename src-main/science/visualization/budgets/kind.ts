// What a kind of budget does to a picture.
import type { tf } from '../../../tensorflow/tf.ts'

/** Pictures [batch, height, width, channels], each brought to the budget; differentiable. Values may leave [0, 1]. */
export type Adjust = (image: tf.Tensor4D) => tf.Tensor
