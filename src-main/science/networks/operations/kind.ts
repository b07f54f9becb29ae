// What an operation of a network of another make computes.
import type { tf } from '../../../tensorflow/tf.ts'

/** Values with the batch first; `weight` gives an array of the file by its name. Pure and differentiable. */
export type Compute<S> = (node: S, inputs: readonly tf.Tensor[], weight: (name: string) => tf.Tensor) => tf.Tensor
