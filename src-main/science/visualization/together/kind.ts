// What a term over several pictures of a batch computes.
import type { tf } from '../../../tensorflow/tf.ts'

/** How many pictures climb together: picture i belongs to start floor(i / objectives) and objective i mod objectives. */
export interface Group {
  readonly starts: number
  readonly objectives: number
}

/**
 * [pictures, ...shape] activations of a layer to what each picture pays, [pictures]; the sum of all is the term, so that the gradient of
 * each picture is that of the whole. Differentiable; usable inside a compiled step.
 */
export type Cost = (activations: tf.Tensor) => tf.Tensor1D
export type CostMaker<S> = (spec: S, group: Group) => Cost
