// Numbers in order, with a gradient: each goes back to where its number stood.
import { tf } from '../../../tensorflow/tf.ts'

/** Each row of [rows, count] from the largest to the smallest. TensorFlow.js has no gradient for its TopK. */
export function sortedRows(values: tf.Tensor2D): tf.Tensor2D {
  const [rows, count] = values.shape
  const sort = tf.customGrad((x, save) => {
    const { values: value, indices } = tf.topk(x as tf.Tensor2D, count, true)
    const first = tf.range(0, rows * count, count, 'int32').reshape([rows, 1])
    ;(save as tf.GradSaveFunc)([indices.add(first)])
    return {
      value,
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) =>
        tf.unsortedSegmentSum(dy.reshape([-1]), saved[0]!.reshape<tf.Tensor1D>([-1]).cast('int32'), rows * count).reshape([rows, count]),
    }
  })
  return sort(values) as tf.Tensor2D
}
