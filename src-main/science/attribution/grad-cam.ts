// Grad-CAM (Selvaraju et al., Grad-CAM: Visual Explanations from Deep Networks via Gradient-based Localization, ICCV 2017).
import type { AttributionMethod } from '../../../src-shared/network/attribution.ts'
import { deepest, type NetworkInfo } from '../../../src-shared/network/network-info.ts'
import { tf } from '../../tensorflow/tf.ts'
import { tidied } from '../../tensorflow/tidied.ts'
import type { AttributionWay } from './kind.ts'

/**
 * max(0, sum over channels k of w_k A_k), where A are the activations of the layer and w_k is the mean over space of the number's gradient
 * with respect to A_k, enlarged to the picture between the places. Throws a RangeError, in words, for a layer that cannot be used.
 */
export const gradCam: AttributionWay<Extract<AttributionMethod, { kind: 'grad-cam' }>> = function* ({ layer: asked }, of) {
  const { network, picture, shape } = of
  const layer = layerOf(network.info, of.wanted, asked)
  const [height, width, channels] = network.info.taps.find(({ name }) => name === layer)!.shape as [number, number, number]
  const map = tidied(() => {
    const x = tf.tensor4d(picture, [1, ...shape])
    // What a change added to the layer does to the number is the gradient with respect to the layer.
    const gradient = tf.grad((change: tf.Tensor) =>
      of.score(x, { touch: (tap, value) => (tap === layer ? value.add(change) : value) }).sum(),
    )(tf.zeros([1, height, width, channels]))
    const activation = network.run(x, [layer])[layer] as tf.Tensor4D
    const places = activation
      .mul(gradient.mean([1, 2], true))
      .sum(3, true)
      .relu<tf.Tensor4D>()
    return tf.image.resizeBilinear(places, [shape[0], shape[1]], false, true).dataSync<'float32'>()
  })
  yield 1
  return { map: map.slice(), reference: null, places: [height, width], layer }
}

/** A layer with space that lies before what is read; the last one without a wish. */
function layerOf(info: NetworkInfo, wanted: readonly string[], asked: string | undefined): string {
  const usable = info.taps
    .slice(1, deepest(info, wanted))
    .filter(({ shape, stage }) => shape.length === 3 && shape[0]! * shape[1]! > 1 && stage !== 'before')
  const found = asked === undefined ? usable.at(-1) : usable.find(({ name }) => name === asked)
  if (found) return found.name
  if (asked === undefined)
    throw new RangeError('Grad-CAM needs a layer with places before what it explains, and there is none here. Choose another method.')
  throw new RangeError(`Grad-CAM cannot read "${asked}" here. It can read: ${usable.map(({ name }) => name).join(', ')}.`)
}
