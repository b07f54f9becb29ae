// Pools.
import type { GlobalPool, Pool } from '../../../../src-shared/network/operations/pool.ts'
import { samePads } from '../../../../src-shared/network/operations/kind.ts'
import { tf } from '../../../tensorflow/tf.ts'
import type { Compute } from './kind.ts'
import { padded, prepared } from './padding.ts'

/** Below every activation, and still a number: around a picture that is pooled by the largest. */
const lowest = -3.4e38

export const pool: Compute<Pool> = (node, [input]) => {
  const given = input as tf.Tensor4D
  const { size, strides } = node
  if (node.mode === 'max') {
    const { x, padding } = prepared(given, node, lowest)
    return tf.maxPool(x, [...size], [...strides], padding)
  }
  const bare = node.pads.every((one) => one === 0)
  // TensorFlow's own "same" does not count what it adds.
  if (bare || (!node.countsPads && samePads(given.shape.slice(1), node).join() === node.pads.join()))
    return tf.avgPool(given, [...size], [...strides], bare ? 'valid' : 'same')
  const sums = tf.avgPool(padded(given, node.pads), [...size], [...strides], 'valid')
  if (node.countsPads) return sums
  const share = tf.avgPool(padded(tf.ones([1, given.shape[1], given.shape[2], 1]), node.pads), [...size], [...strides], 'valid')
  return sums.div(share)
}

export const globalPool: Compute<GlobalPool> = ({ mode, keeps }, [input]) =>
  mode === 'max' ? input!.max([1, 2], keeps) : input!.mean([1, 2], keeps)
