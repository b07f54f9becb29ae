// Normalizations, and the dense layer.
import type { Dense } from '../../../../src-shared/network/operations/dense.ts'
import type { GroupNorm, ResponseNorm, Scale } from '../../../../src-shared/network/operations/normalization.ts'
import { tf } from '../../../tensorflow/tf.ts'
import type { Compute } from './kind.ts'

export const dense: Compute<Dense> = (node, [input], weight) => {
  const kernel = weight(node.kernel) as tf.Tensor2D
  const rows = input!.reshape<tf.Tensor2D>([-1, kernel.shape[0]])
  const answer = tf.matMul(rows, kernel).reshape([...input!.shape.slice(0, -1), kernel.shape[1]])
  return node.bias === undefined ? answer : answer.add(weight(node.bias))
}

export const scale: Compute<Scale> = ({ factor, offset }, [input], weight) => input!.mul(weight(factor)).add(weight(offset))

export const groupNorm: Compute<GroupNorm> = ({ over, epsilon, factor, offset }, [input], weight) => {
  const x = input!
  const normal = over === 'last' ? standard(x, [x.rank - 1], epsilon) : inGroups(x, over, epsilon)
  const scaled = factor === undefined ? normal : normal.mul(weight(factor))
  return offset === undefined ? scaled : scaled.add(weight(offset))
}

function standard(x: tf.Tensor, axes: number[], epsilon: number): tf.Tensor {
  const centred = x.sub(x.mean(axes, true))
  return centred.mul(centred.square().mean(axes, true).add(epsilon).rsqrt())
}

function inGroups(x: tf.Tensor, groups: number, epsilon: number): tf.Tensor {
  const [batch, height, width, channels] = x.shape as [number, number, number, number]
  const apart = x.reshape([batch, height * width, groups, channels / groups])
  return standard(apart, [1, 3], epsilon).reshape(x.shape)
}

export const responseNorm: Compute<ResponseNorm> = ({ radius, bias, alpha, beta }, [input]) =>
  tf.localResponseNormalization(input as tf.Tensor4D, radius, bias, alpha, beta)
