// D = 1/n sum over i and j other than i of <G_i, G_j>, from 0 to n - 1, where G_i is the Gram matrix of picture i's channels over all
// places, divided by its length. Channels that are never negative have cosines above 0, so that D does not reach 0.
import { tf } from '../../../tensorflow/tf.ts'
import type { CostMaker } from './kind.ts'

/** Keeps the division finite where a layer is silent. */
const tiny = 1e-10

export const diversity: CostMaker<object> = (_, { starts, objectives }) => {
  return (activations) => {
    const channels = activations.shape.at(-1)!
    const places = activations.reshape<tf.Tensor3D>([starts * objectives, -1, channels])
    const gram = tf.matMul(places, places, true, false).reshape<tf.Tensor2D>([starts * objectives, channels * channels])
    const units = gram.div(gram.square().sum(1, true).add(tiny).sqrt())
    const byObjective = units.reshape([starts, objectives, channels * channels]).transpose<tf.Tensor3D>([1, 0, 2])
    const alike = tf.matMul(byObjective, byObjective, false, true)
    const own = byObjective.square().sum(2)
    return alike.sum(2).sub(own).div(starts).transpose().reshape([-1])
  }
}
