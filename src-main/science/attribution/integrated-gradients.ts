// Integrated gradients (Sundararajan, Taly and Yan, Axiomatic Attribution for Deep Networks, ICML 2017).
import type { AttributionMethod } from '../../../src-shared/network/attribution.ts'
import { tf } from '../../tensorflow/tf.ts'
import { tidied } from '../../tensorflow/tidied.ts'
import { type AttributionWay, overChannels, scoresOfPictures, together } from './kind.ts'

type Method = Extract<AttributionMethod, { kind: 'integrated-gradients' }>

/**
 * (x - b) times the mean over `steps` points of the gradient at b + a (x - b), the points in the middles of equal parts of 0 < a < 1. The
 * sum over the picture is f(x) - f(b) up to the error of that mean.
 */
export const integratedGradients: AttributionWay<Method> = function* ({ baseline, steps }, of) {
  const { picture, shape } = of
  const start = baselineOf(baseline, picture, shape[2])
  const sum = new Float64Array(picture.length)
  const count = together(of, true)
  for (let first = 0; first < steps; first += count) {
    const points = Math.min(count, steps - first)
    const gradient = tidied(() => {
      const [from, to] = [start, picture].map((one) => tf.tensor4d(one, [1, ...shape]))
      const shares = Float32Array.from({ length: points }, (_, at) => (first + at + 0.5) / steps)
      const way = from!.add<tf.Tensor4D>(to!.sub(from!).mul(tf.tensor4d(shares, [points, 1, 1, 1])))
      return tf
        .grad((at: tf.Tensor) => of.score(at as tf.Tensor4D).sum())(way)
        .sum(0)
        .dataSync<'float32'>()
    })
    for (let at = 0; at < sum.length; at++) sum[at]! += gradient[at]!
    yield first + points
  }
  const values = sum.map((one, at) => (one / steps) * (picture[at]! - start[at]!))
  const [reference] = scoresOfPictures(of, start)
  return { map: overChannels(values, shape), reference: reference!, places: [shape[0], shape[1]], layer: null }
}

/** A picture of one colour. */
function baselineOf(baseline: Method['baseline'], picture: Float32Array, channels: number): Float32Array {
  if (baseline !== 'mean') return new Float32Array(picture.length).fill(baseline === 'grey' ? 0.5 : 0)
  const mean = new Float64Array(channels)
  for (let at = 0; at < picture.length; at++) mean[at % channels]! += picture[at]! / (picture.length / channels)
  return Float32Array.from(picture, (_, at) => mean[at % channels]!)
}
