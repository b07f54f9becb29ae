// What a rule for steps is to an ascent, and what the rules share.
import { tf } from '../../../tensorflow/tf.ts'

export interface AscentOptimizer {
  /** Tensors of the parameters' shape that it remembers from step to step; zeros at first. */
  readonly slots: number
  /** Numbers that depend on the step alone (counted from 0), worked out outside of the graph. */
  schedule(step: number): Float32Array
  /** How many numbers `schedule` gives. */
  readonly scheduled: number
  /** A gradient shorter than this moves the parameters by less than a hundredth of a step, or of what rounding does. */
  readonly deadBelow: number
  /** What to add to the parameters, [batch, ...], and the slots afterwards. `schedule` is a vector. */
  step(gradient: tf.Tensor, slots: readonly tf.Tensor[], schedule?: tf.Tensor): { change: tf.Tensor; slots: tf.Tensor[] }
}

/** The rule of a spec. `share` tells the size of a step, counted from 0, as a share of the full one; null where all are full. */
export type OptimizerRule<S> = (spec: S, share: ((step: number) => number) | null) => AscentOptimizer

/** Keeps a division by a length or a deviation of zero finite; the constant of the paper's code, `viz_loop2`. */
export const tiny = 1e-18

/** The part of a rule whose steps are as long as the spec says, but for the share. */
export const shared = (share: ((step: number) => number) | null): Pick<AscentOptimizer, 'schedule' | 'scheduled' | 'deadBelow'> => ({
  // A rule of full steps is one graph without a schedule, as it was before there was a decay: old recipes come to the same bytes.
  scheduled: share === null ? 0 : 1,
  schedule: (step) => (share === null ? new Float32Array(0) : Float32Array.of(share(step))),
  // step x gradient / (length + tiny): a hundredth of the step.
  deadBelow: tiny / 100,
})

/** A rule that remembers nothing: each gradient alone gives the step. */
export function plain(share: ((step: number) => number) | null, rule: (gradient: tf.Tensor) => tf.Tensor): AscentOptimizer {
  return {
    slots: 0,
    ...shared(share),
    step: (gradient, _slots, schedule) => ({ change: schedule ? rule(gradient).mul(schedule) : rule(gradient), slots: [] }),
  }
}

/**
 * Euclidean length of each picture's part of a batch, [batch]. The largest element is divided out first: squares of gradients as small as
 * 1e-25, which a deep network does produce, would be 0 in float32, and a gradient that vanishes must be told from one that is zero.
 */
export function lengthOf(values: tf.Tensor): tf.Tensor1D {
  const flat = values.reshape([values.shape[0]!, -1])
  const largest = flat.abs().max(1, true)
  const safe = largest.add(tf.equal(largest, 0).cast('float32'))
  return flat
    .div(safe)
    .square()
    .sum(1)
    .sqrt()
    .mul(largest.reshape([-1])) as tf.Tensor1D
}

/** [batch] as [batch, 1, ...], to go with values. */
export const likeEach = (perPicture: tf.Tensor, values: tf.Tensor): tf.Tensor =>
  perPicture.reshape([values.shape[0]!, ...values.shape.slice(1).map(() => 1)])
