// The gradient at each pixel times the pixel: the plainest attribution, to compare the others with.
import type { AttributionMethod } from '../../../src-shared/network/attribution.ts'
import { tf } from '../../tensorflow/tf.ts'
import { tidied } from '../../tensorflow/tidied.ts'
import { type AttributionWay, overChannels } from './kind.ts'

export const gradientInput: AttributionWay<Extract<AttributionMethod, { kind: 'gradient-input' }>> = function* (_, of) {
  const { picture, shape } = of
  const gradient = tidied(() =>
    tf
      .grad((at: tf.Tensor) => of.score(at as tf.Tensor4D).sum())(tf.tensor4d(picture, [1, ...shape]))
      .dataSync<'float32'>(),
  )
  yield 1
  const values = gradient.map((one, at) => one * picture[at]!)
  return { map: overChannels(values, shape), reference: null, places: [shape[0], shape[1]], layer: null }
}
