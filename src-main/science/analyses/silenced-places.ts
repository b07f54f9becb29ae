// What the classes lose when a layer is silent at one place.
import { classTap, pictureShape } from '../../../src-shared/network/network-info.ts'
import { tf } from '../../tensorflow/tf.ts'
import { tidied } from '../../tensorflow/tidied.ts'
import type { Network } from '../networks/network.ts'
import { placesOf } from './activations.ts'

/**
 * By how much each logit falls when all channels of the layer are set to 0 at one place of each picture (`places`, y * width + x; a layer
 * without space is silenced whole): [pictures, classes] in one array. No gradient is taken, so that nothing is only true of small changes.
 */
export function logitFalls(network: Network, layer: string, pictures: Float32Array, places: readonly number[]): Float32Array {
  const tap = classTap(network.info)
  const [height, width] = placesOf(network, layer)
  const rest = new Float32Array(places.length * height * width).fill(1)
  places.forEach((place, at) => {
    rest[at * height * width + place] = 0
  })
  return tidied(() => {
    const x = tf.tensor4d(pictures, [places.length, ...pictureShape(network.info)])
    const mask = tf.tensor4d(rest, [places.length, height, width, 1])
    const silenced = network.run(x, [tap], {
      touch: (name, value) => (name === layer ? value.mul(value.rank === 4 ? mask : mask.reshape([places.length, 1])) : value),
    })[tap]!
    return network.run(x, [tap])[tap]!.sub(silenced).dataSync<'float32'>()
  })
}
