// Activations of a layer as rows of numbers.
import { pictureShape, shapesOf } from '../../../src-shared/network/network-info.ts'
import { size } from '../../../src-shared/network/layer-shapes.ts'
import { tf } from '../../tensorflow/tf.ts'
import { tidied } from '../../tensorflow/tidied.ts'
import { picturesWithin } from '../networks/memory.ts'
import type { Network, RunOptions } from '../networks/network.ts'

/** Pictures in one call, where they fit into memory. */
const mostTogether = 64

/** [height, width, channels] of a layer; one without space is one place. */
export function placesOf(network: Network, layer: string): [height: number, width: number, channels: number] {
  const shape = shapesOf(network.info)[layer]!
  return shape.length === 3 ? (shape as [number, number, number]) : [1, 1, shape.at(-1)!]
}

/** All activations of a layer for pictures in [0, 1], one picture after the other: [pictures, height x width x channels] in one array. */
export function activationsOf(network: Network, layer: string, pictures: Float32Array, options?: RunOptions): Float32Array {
  const shape = pictureShape(network.info)
  const each = size(shape)
  const count = pictures.length / each
  const numbers = size(placesOf(network, layer))
  const out = new Float32Array(count * numbers)
  const together = picturesWithin({ info: network.info, wanted: [layer] }, mostTogether)
  for (let first = 0; first < count; first += together) {
    const part = pictures.subarray(first * each, Math.min(count, first + together) * each)
    const values = tidied(() =>
      network.run(tf.tensor4d(part, [part.length / each, ...shape]), [layer], options)[layer]!.dataSync<'float32'>(),
    )
    out.set(values, first * numbers)
  }
  return out
}

/** Mean over space of each channel, [pictures, channels], of what `activationsOf` gives. */
export function meansOverSpace(activations: Float32Array, places: number, channels: number): Float32Array[] {
  const each = places * channels
  return Array.from({ length: activations.length / each }, (_, picture) => {
    const mean = new Float32Array(channels)
    for (let at = 0; at < each; at++) mean[at % channels]! += activations[picture * each + at]! / places
    return mean
  })
}

export function lengthOf(values: ArrayLike<number>): number {
  let sum = 0
  for (let at = 0; at < values.length; at++) sum += values[at]! ** 2
  return Math.sqrt(sum)
}

/** Cosine of the angle between two directions; 0 where one has no length. */
export function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let product = 0
  for (let at = 0; at < a.length; at++) product += a[at]! * b[at]!
  const lengths = lengthOf(a) * lengthOf(b)
  return lengths > 0 ? product / lengths : 0
}
