// A picture as the sum of pictures of several sizes, each half as large as the one before (lucid's laplacian_pyramid_image; Burt and
// Adelson, IEEE Transactions on Communications 31 (1983) 532-540).
import type { Parameterization as Spec } from '../../../../src-shared/recipe/parameterizations/index.ts'
import { size } from '../../../../src-shared/network/layer-shapes.ts'
import type { tf } from '../../../tensorflow/tf.ts'
import { type Side, sidesOf } from '../../../image/side.ts'
import { type ColourMatrix, mixColours } from '../colour.ts'
import { resized } from '../../networks/operations/resize.ts'
import type { Parameterization } from './kind.ts'
import { unmixed } from './unmixed.ts'

/** Not TensorFlow.js's own: its gradient forgets that the centres of pixels lie at halves. */
const bilinear = { method: 'linear', places: 'centers', rounding: 'floor' } as const
/** Standard deviation of the first numbers: lucid's. */
const deviation = 0.1

/**
 * The pixels of `levels` pictures, the first of the canvas' size. All are enlarged to it (bilinear) and summed, their colours are mixed,
 * and a sigmoid brings the sum into [0, 1]. What many pixels share is moved by one number of a small picture, and so moves first. Without
 * `begin` it starts from faint noise of every size on grey; else from that picture for each start, in the largest.
 */
export function laplacian(
  { levels }: Pick<Extract<Spec, { kind: 'laplacian' }>, 'levels'>,
  canvas: Side,
  channels = 3,
  colours: ColourMatrix | null = null,
  begin: readonly Float32Array[] | null = null,
): Parameterization {
  const [height, width] = sidesOf(canvas)
  const shapes = Array.from({ length: levels }, (_, level): [number, number, number] => [
    Math.max(1, Math.ceil(height / 2 ** level)),
    Math.max(1, Math.ceil(width / 2 ** level)),
    channels,
  ])
  const count = shapes.reduce((sum, shape) => sum + size(shape), 0)
  return {
    shape: [count],
    initial(random, start) {
      const out = new Float32Array(count)
      if (!begin) return random.fillNormal(out).map((one) => deviation * one)
      out.set(unmixed(begin[start]!, channels, colours))
      return out
    },
    image(params) {
      const batch = params.shape[0]!
      let at = 0
      const parts = shapes.map((shape): tf.Tensor4D => {
        const part = params.slice([0, at], [batch, size(shape)]).reshape([batch, ...shape]) as tf.Tensor4D
        at += size(shape)
        return shape[0] === height && shape[1] === width ? part : (resized(part, { ...bilinear, sides: [height, width] }) as tf.Tensor4D)
      })
      return mixColours(
        parts.reduce((sum, one) => sum.add(one)),
        colours,
      ).sigmoid()
    },
    generator: null,
    project: (params) => params,
    bounded: (params) => !params.every(Number.isFinite),
    latent: () => null,
  }
}
