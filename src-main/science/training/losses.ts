// What training makes small. Both are means, so that they do not depend on the size of the batch.
import { tf } from '../../tensorflow/tf.ts'

/** Cross-entropy of each picture, [batch], from logits [batch, classes] and class numbers [batch] (int32); in nats. */
export function crossEntropies(logits: tf.Tensor, labels: tf.Tensor): tf.Tensor {
  const truth = tf.oneHot(labels as tf.Tensor1D, logits.shape[1]!).cast('float32')
  return tf.logSoftmax(logits).mul(truth).sum(1).neg()
}

/** Mean softmax cross-entropy of a batch, a scalar in nats; ln(classes) is a blind guess. */
export function crossEntropy(logits: tf.Tensor, labels: tf.Tensor): tf.Scalar {
  return crossEntropies(logits, labels).mean()
}

/** Share of the batch whose highest logit is that of its class, a scalar in [0, 1]. Has no gradient. */
export function accuracy(logits: tf.Tensor, labels: tf.Tensor): tf.Scalar {
  return tf.equal(logits.argMax(1), labels).cast('float32').mean()
}

/** Mean over all pixels, channels and pictures of the squared difference, a scalar. */
export function meanSquaredError(output: tf.Tensor, target: tf.Tensor): tf.Scalar {
  return output.sub(target).square().mean()
}

/** The same for each picture by itself, [batch]. */
export function squaredErrors(output: tf.Tensor, target: tf.Tensor): tf.Tensor {
  const batch = target.shape[0]!
  return output.sub(target).square().reshape([batch, -1]).mean(1)
}
