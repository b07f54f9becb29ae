// Adam as a pure function of tensors, so that it runs inside the compiled training step.
// Kingma and Ba, "Adam: A Method for Stochastic Optimization", ICLR 2015, algorithm 1 in the order of its section 2, with that paper's
// decay rates and Keras' epsilon (1e-7), which the paper's author used.
import { tf } from '../../tensorflow/tf.ts'

export const beta1 = 0.9
export const beta2 = 0.999
export const epsilon = 1e-7

/** First and second moments of each parameter: all first moments, then all second, of the parameters' shapes. */
export type Slots = tf.Tensor[]

/** Slots before the first step: zeros, two arrays for each parameter. */
export function initialSlots(parameters: readonly Float32Array[]): Float32Array[] {
  return [...parameters, ...parameters].map((one) => new Float32Array(one.length))
}

/**
 * One step. `step` counts from 1; `step` and `rate` (the learning rate) are float32 scalars. Returns new parameters and slots and leaves
 * the given ones alone.
 */
export function adam(
  parameters: readonly tf.Tensor[],
  gradients: readonly tf.Tensor[],
  slots: Slots,
  step: tf.Tensor,
  rate: tf.Tensor,
): { parameters: tf.Tensor[]; slots: Slots } {
  const count = parameters.length
  // 1 - beta^step through expm1: in float32 the plain difference would lose five digits in the first steps.
  const correction = (beta: number) => tf.expm1(step.mul(Math.log(beta))).neg()
  const size = rate.mul(correction(beta2).sqrt()).div(correction(beta1))
  const first = gradients.map((gradient, at) => slots[at]!.mul(beta1).add(gradient.mul(1 - beta1)))
  const second = gradients.map((gradient, at) => slots[count + at]!.mul(beta2).add(gradient.square().mul(1 - beta2)))
  return {
    parameters: parameters.map((parameter, at) => parameter.sub(first[at]!.mul(size).div(second[at]!.sqrt().add(epsilon)))),
    slots: [...first, ...second],
  }
}
