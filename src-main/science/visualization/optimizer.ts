// How a gradient becomes a step upwards, for each picture of a batch by itself.
import type { AscentOptimizer as AscentOptimizerSpec } from '../../../src-shared/recipe/recipe.ts'
import { tf } from '../../tensorflow/tf.ts'

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

/** Keeps a division by a length or a deviation of zero finite; the constant of the paper's code, `viz_loop2`. */
const tiny = 1e-18
/** Kingma and Ba, Adam (2015), algorithm 1; epsilon as in TensorFlow. */
const [beta1, beta2, epsilon] = [0.9, 0.999, 1e-7]

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

const likeEach = (perPicture: tf.Tensor, values: tf.Tensor): tf.Tensor =>
  perPicture.reshape([values.shape[0]!, ...values.shape.slice(1).map(() => 1)])

/**
 * Size of a step, counted from 0, as a share of the full one: 1, and over the last `decay` of all steps evenly down to one part of those.
 */
export function stepShare(decay: number, steps: number, step: number): number {
  return Math.min(1, Math.max(0, steps - step) / Math.max(1, decay * steps))
}

/** The rule for an ascent of `steps` steps. */
export function ascentOptimizerOf(spec: AscentOptimizerSpec, steps: number): AscentOptimizer {
  const { decay } = spec
  // A rule of fixed steps is one graph without a schedule, as it was before there was a decay: old recipes come to the same bytes.
  const plain = (rule: (gradient: tf.Tensor) => tf.Tensor): AscentOptimizer => ({
    slots: 0,
    scheduled: decay === undefined ? 0 : 1,
    // step x gradient / (length + tiny): a hundredth of the step.
    deadBelow: tiny / 100,
    schedule: (step) => (decay === undefined ? new Float32Array(0) : Float32Array.of(stepShare(decay, steps, step))),
    step: (gradient, _slots, share) => ({ change: share ? rule(gradient).mul(share) : rule(gradient), slots: [] }),
  })
  switch (spec.kind) {
    /** step x g / std(g), over all numbers of one picture. */
    case 'normalized':
      return plain((gradient) => {
        const centred = gradient.sub(gradient.mean(gradient.shape.map((_, axis) => axis).slice(1), true))
        const deviation = lengthOf(centred).div(Math.sqrt(gradient.size / gradient.shape[0]!))
        return gradient.mul(spec.step).div(likeEach(deviation.add(tiny), gradient))
      })
    /** step x g / |g|: a jump of the same length however small the gradient is, unless it is zero. */
    case 'unit':
      return plain((gradient) => gradient.div(likeEach(lengthOf(gradient).add(tiny), gradient)).mul(spec.step))
    case 'adam':
      return {
        slots: 2,
        scheduled: 1,
        // step x gradient / (|gradient| + epsilon): a hundred-thousandth of the step, which float32 loses beside numbers of order 1.
        deadBelow: epsilon / 1e5,
        // The bias corrections of both moments in one factor of the step, as section 2 of the paper orders them.
        schedule: (step) =>
          Float32Array.of(
            ((spec.step * Math.sqrt(1 - beta2 ** (step + 1))) / (1 - beta1 ** (step + 1))) *
              (decay === undefined ? 1 : stepShare(decay, steps, step)),
          ),
        step(gradient, [mean, square], schedule) {
          if (!mean || !square || !schedule) throw new Error('Adam needs its two moments and its step size.')
          const first = mean.mul(beta1).add(gradient.mul(1 - beta1))
          const second = square.mul(beta2).add(gradient.square().mul(1 - beta2))
          return { change: first.mul(schedule).div(second.sqrt().add(epsilon)), slots: [first, second] }
        },
      }
  }
}
