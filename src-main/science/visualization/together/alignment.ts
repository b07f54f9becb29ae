// sum over distances d from 1 to 4 and pictures i of mean((a_i - a_{i+d})^2) / ratio^d; each of a pair pays half.
import type { tf } from '../../../tensorflow/tf.ts'
import type { CostMaker } from './kind.ts'

/** Pairs farther apart than this count nothing (lucid). */
const farthest = 4

export const alignment: CostMaker<{ ratio: number }> = ({ ratio }, { starts, objectives }) => {
  return (activations) => {
    const strips = activations.reshape<tf.Tensor3D>([starts, objectives, -1])
    const parts: tf.Tensor2D[] = []
    for (let d = 1; d <= Math.min(farthest, objectives - 1); d++) {
      const pairs = objectives - d
      const apart = strips.slice([0, d, 0], [-1, pairs, -1]).sub(strips.slice([0, 0, 0], [-1, pairs, -1]))
      const half = apart
        .square()
        .mean<tf.Tensor2D>(2)
        .mul<tf.Tensor2D>(0.5 / ratio ** d)
      parts.push(
        half.pad([
          [0, 0],
          [0, d],
        ]),
        half.pad([
          [0, 0],
          [d, 0],
        ]),
      )
    }
    return parts.reduce((sum, one) => sum.add(one)).reshape([-1])
  }
}
