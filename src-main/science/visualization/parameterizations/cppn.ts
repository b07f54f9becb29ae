// A picture as a function of the place, by a small network of its own (a compositional pattern producing network; lucid's param/cppn.py and
// Mordvintsev and others, Differentiable Image Parameterizations, 2018). It can be drawn at any size.
import { size } from '../../../../src-shared/network/layer-shapes.ts'
import { tf } from '../../../tensorflow/tf.ts'
import { type Side, sidesOf } from '../../../image/side.ts'
import type { Parameterization } from './kind.ts'

/** Eight layers of 24 units, lucid's. */
const [layers, units] = [8, 24]
/** Coordinates from -sqrt(3) to sqrt(3) have a standard deviation of 1 over the picture. */
const reach = Math.sqrt(3)
/** Of a bias at the start; that of a weight is 1 / sqrt(inputs). */
const biasDeviation = Math.sqrt(0.1)

/** Inputs and outputs of each layer; what is between is twice as wide, since each unit gives two numbers. */
const widths = (channels: number): [inputs: number, outputs: number][] => [
  [2, units],
  ...Array.from({ length: layers - 1 }, (): [number, number] => [2 * units, units]),
  [2 * units, channels],
]

/**
 * The weights and biases of the network of each picture. A unit's sum a becomes atan(a) / 0.67 and atan(a)^2 / 0.6. The last layer starts
 * at 0, so that a picture starts as an even grey; a sigmoid keeps it in [0, 1]. `large`: the side of a second, square drawing.
 */
export function cppn(canvas: Side, channels = 3, large?: number): Parameterization {
  const [height, width] = sidesOf(canvas)
  const places = height * width
  const list = widths(channels)
  const count = list.reduce((sum, [inputs, outputs]) => sum + (inputs + 1) * outputs, 0)
  return {
    shape: [count],
    ...(large === undefined ? {} : { enlarged: cppn(large, channels).image }),
    initial(random) {
      const out = new Float32Array(count)
      let at = 0
      for (const [number, [inputs, outputs]] of list.entries()) {
        if (number === list.length - 1) break
        const weights = random.fillNormal(new Float32Array(inputs * outputs))
        out.set(
          weights.map((one) => one / Math.sqrt(inputs)),
          at,
        )
        at += size([inputs, outputs])
        out.set(
          random.fillNormal(new Float32Array(outputs)).map((one) => biasDeviation * one),
          at,
        )
        at += outputs
      }
      return out
    },
    image(params) {
      const batch = params.shape[0]!
      const part = (at: number, shape: [number, number]): tf.Tensor =>
        params.slice([0, at], [batch, size(shape)]).reshape([batch, ...shape])
      let values: tf.Tensor = tf.tensor(coordinates(height, width), [1, places, 2]).tile([batch, 1, 1])
      let at = 0
      for (const [number, [inputs, outputs]] of list.entries()) {
        const sums = tf.matMul(values, part(at, [inputs, outputs])).add(part(at + inputs * outputs, [1, outputs]))
        at += (inputs + 1) * outputs
        if (number === list.length - 1) return sums.sigmoid().reshape([batch, height, width, channels]) as tf.Tensor4D
        const bent = sums.atan()
        values = tf.concat([bent.div(0.67), bent.square().div(0.6)], 2)
      }
      throw new Error('A network of no layers.')
    },
    generator: null,
    project: (params) => params,
    bounded: (params) => !params.every(Number.isFinite),
    latent: () => null,
  }
}

/** (x, y) of each pixel, row by row, from -sqrt(3) to sqrt(3). */
function coordinates(height: number, width: number): Float32Array {
  const along = (at: number, count: number): number => (count === 1 ? 0 : reach * ((2 * at) / (count - 1) - 1))
  const out = new Float32Array(2 * height * width)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      out[2 * (y * width + x)] = along(x, width)
      out[2 * (y * width + x) + 1] = along(y, height)
    }
  return out
}
