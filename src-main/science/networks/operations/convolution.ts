// Convolutions: whole, in groups, one group a channel, and transposed.
import type { Conv, Deconv } from '../../../../src-shared/network/operations/convolution.ts'
import { tf } from '../../../tensorflow/tf.ts'
import type { Compute } from './kind.ts'
import { prepared } from './padding.ts'

export const conv: Compute<Conv> = (node, [input], weight) => {
  const [rows, columns, each, filters] = weight(node.kernel).shape as [number, number, number, number]
  const kernel = spread(weight(node.kernel) as tf.Tensor4D, node.dilations)
  const size = [(rows - 1) * node.dilations[0] + 1, (columns - 1) * node.dilations[1] + 1] as const
  const { groups, strides } = node
  const { x, padding } = prepared(input as tf.Tensor4D, { ...node, dilations: undefined, size })
  const answer = together()
  return node.bias === undefined ? answer : answer.add(weight(node.bias))

  function together(): tf.Tensor4D {
    if (groups === 1) return tf.conv2d<tf.Tensor4D>(x, kernel, strides, padding)
    // The filters of a channel stand together, so that the kernel of one group a channel is the same numbers in the same order.
    if (each === 1 && strides[0] === strides[1])
      return tf.depthwiseConv2d<tf.Tensor4D>(x, kernel.reshape<tf.Tensor4D>([...size, groups, filters / groups]), strides, padding)
    const kernels = tf.split<tf.Tensor4D>(kernel, groups, 3)
    return tf.concat(
      tf.split<tf.Tensor4D>(x, groups, 3).map((part, at) => tf.conv2d<tf.Tensor4D>(part, kernels[at]!, strides, padding)),
      3,
    )
  }
}

/**
 * The kernel with zeros between its numbers, which convolves like a dilated one. TensorFlow.js has no gradient of dilated convolutions.
 */
function spread(kernel: tf.Tensor4D, [down, across]: readonly [number, number]): tf.Tensor4D {
  if (down === 1 && across === 1) return kernel
  const [rows, columns, each, filters] = kernel.shape
  const wide = tf
    .pad(kernel.reshape([rows, 1, columns, 1, each * filters]), [
      [0, 0],
      [0, down - 1],
      [0, 0],
      [0, across - 1],
      [0, 0],
    ])
    .reshape<tf.Tensor4D>([rows * down, columns * across, each, filters])
  return wide.slice([0, 0, 0, 0], [(rows - 1) * down + 1, (columns - 1) * across + 1, each, filters])
}

export const deconv: Compute<Deconv> = (node, [input], weight) => {
  const kernel = weight(node.kernel) as tf.Tensor4D
  const cut = typeof node.padding === 'string' ? null : node.padding
  const [height, width] = node.sides
  const [top, bottom, left, right] = cut ?? [0, 0, 0, 0]
  const shape: [number, number, number, number] = [input!.shape[0]!, height + top + bottom, width + left + right, kernel.shape[2]]
  const whole = tf.conv2dTranspose(input as tf.Tensor4D, kernel, shape, node.strides, cut ? 'valid' : (node.padding as 'same' | 'valid'))
  const answer = cut ? whole.slice([0, top, left, 0], [-1, height, width, -1]) : whole
  return node.bias === undefined ? answer : answer.add(weight(node.bias))
}
