// A gradient for units that are off: without one, a picture to which no unit on the way answers stays as it is for good.
import { tf } from '../../tensorflow/tf.ts'
import type { Tap } from '../../../src-shared/network/network-info.ts'
import type { Touch } from '../networks/network.ts'

/** Activation functions that pass some numbers on as they are, and cut off the rest: below 0, or outside of two numbers. */
const cutting = new Set(['relu', 'relu6', 'clip'])

/**
 * For `Network.run`, or a generator with these taps: forward nothing changes. Backward, where a function of a picture would pass nothing at
 * all on, it passes on what would move a number that it cuts off towards those that it does not: lucid's `redirected_relu_grad`, with its
 * rule for ReLU6 at both ends. Made anew for each run of the network, since it remembers what comes before each function.
 */
export function redirectedTouch(taps: readonly Tap[]): Touch {
  const byName = new Map(taps.map((tap) => [tap.name, tap]))
  const before = new Map<string, tf.Tensor>()
  return (name, value) => {
    const tap = byName.get(name)
    if (!tap || tap.activation === null || !cutting.has(tap.activation)) return value
    if (tap.stage === 'before') before.set(tap.layer, value)
    const given = tap.stage === 'after' ? before.get(tap.layer) : undefined
    return given ? value.add(redirected(given, value)) : value
  }
}

/** Zeros, with a gradient with respect to `given` where its own way through the function, which makes `gives` of it, passes none on. */
function redirected(given: tf.Tensor, gives: tf.Tensor): tf.Tensor {
  const zeros = tf.customGrad((x, save) => {
    ;(save as tf.GradSaveFunc)([x as tf.Tensor])
    return {
      value: tf.zerosLike(x as tf.Tensor),
      gradFunc: (come, saved) => {
        const [before] = saved as tf.Tensor[]
        const slope = come as tf.Tensor
        const passes = tf.equal(before!, gives)
        const each = [before!.shape[0]!, ...before!.shape.slice(1).map(() => 1)]
        const nothing = tf.equal(slope.abs().mul(passes.cast('float32')).reshape([each[0]!, -1]).max(1), 0).reshape(each)
        const upwards = tf.less(before!, gives).logicalAnd(tf.greater(slope, 0))
        const downwards = tf.greater(before!, gives).logicalAnd(tf.less(slope, 0))
        return slope.mul(upwards.logicalOr(downwards).logicalAnd(nothing).cast('float32'))
      },
    }
  })
  return zeros(given)
}
