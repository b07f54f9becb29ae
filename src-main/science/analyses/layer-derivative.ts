// The derivative J of a layer's activations by the pixels of one picture, without its matrix and with it.
import { pictureShape } from '../../../src-shared/network/network-info.ts'
import { size } from '../../../src-shared/network/layer-shapes.ts'
import { tf } from '../../tensorflow/tf.ts'
import { tidied } from '../../tensorflow/tidied.ts'
import { picturesWithin } from '../networks/memory.ts'
import type { Network } from '../networks/network.ts'
import { activationsOf, placesOf } from './activations.ts'

/**
 * Length of the change by which differences are taken: some thousandths of a pixel's range in each pixel, so that rounding in float32 stays
 * small beside it, and few units cross zero.
 */
const difference = 0.1
/** Rows of J in one call, where they fit into memory. */
const rowsTogether = 32

export interface LayerDerivative {
  /** Numbers of the layer, and of the picture. */
  readonly outputs: number
  readonly inputs: number
  /** J v by central differences: max-pools have no second derivative here, so that it cannot be had as one of a gradient. */
  forward(direction: Float64Array): Float64Array
  /** J' u, by the gradient. */
  backward(of: Float64Array): Float64Array
  /** Rows of J, from one on. */
  rows(first: number): Float32Array[]
}

export function layerDerivative(network: Network, layer: string, picture: Float32Array): LayerDerivative {
  const shape = pictureShape(network.info)
  const [inputs, outputs] = [size(shape), size(placesOf(network, layer))]
  const flat = (x: tf.Tensor): tf.Tensor2D => network.run(x as tf.Tensor4D, [layer])[layer]!.reshape([x.shape[0]!, outputs]) as tf.Tensor2D
  const together = picturesWithin({ info: network.info, wanted: [layer], gradient: true, besides: 8 * outputs }, rowsTogether)
  const backwards = (count: number, given: Float32Array): Float32Array =>
    tidied(() => {
      const x = tf.tensor4d(picture, [1, ...shape]).tile([count, 1, 1, 1])
      return tf
        .grad(flat)(x, tf.tensor2d(given, [count, outputs]))
        .dataSync<'float32'>()
        .slice()
    })
  return {
    outputs,
    inputs,
    forward(direction) {
      const pair = new Float32Array(2 * inputs)
      for (let at = 0; at < inputs; at++) {
        pair[at] = picture[at]! + difference * direction[at]!
        pair[inputs + at] = picture[at]! - difference * direction[at]!
      }
      const values = activationsOf(network, layer, pair)
      return Float64Array.from({ length: outputs }, (_, at) => (values[at]! - values[outputs + at]!) / (2 * difference))
    },
    backward: (of) => Float64Array.from(backwards(1, Float32Array.from(of))),
    rows(first) {
      const count = Math.min(together, outputs - first)
      const given = new Float32Array(count * outputs)
      for (let at = 0; at < count; at++) given[at * outputs + first + at] = 1
      const values = backwards(count, given)
      return Array.from({ length: count }, (_, at) => values.subarray(at * inputs, (at + 1) * inputs))
    },
  }
}
