// A list of layers as data, and its forward pass: every activation reachable by name, before and after its activation function. For what
// trains, generates or encodes; what looks into a network knows it as a `Network`.
import { outputShape, size, tapShapes } from '../../../src-shared/network/layer-shapes.ts'
import type { Architecture } from '../../../src-shared/recipe/recipe.ts'
import type { Random } from '../../../src-shared/math/random.ts'
import { tf } from '../../tensorflow/tf.ts'
import type { Taps, Touch } from './network.ts'

export { size, tapShapes }

export interface WeightSpec {
  name: string
  shape: number[]
}
/** Slope of the leaky ReLU below zero, so that a unit that is off still passes a gradient. */
export const leak = 0.1

/** Kernel and bias of each layer that has them, in order: kernels are [kernel, kernel, in, out] or [in, out]. */
export function weightSpecs(architecture: Architecture): WeightSpec[] {
  const specs: WeightSpec[] = []
  let shape = architecture.input
  for (const layer of architecture.layers) {
    const input = shape.at(-1)!
    if (layer.kind === 'conv')
      specs.push(
        { name: `${layer.name}/kernel`, shape: [layer.kernel, layer.kernel, input, layer.filters] },
        { name: `${layer.name}/bias`, shape: [layer.filters] },
      )
    if (layer.kind === 'dense')
      specs.push({ name: `${layer.name}/kernel`, shape: [input, layer.units] }, { name: `${layer.name}/bias`, shape: [layer.units] })
    shape = outputShape(layer, shape)
  }
  return specs
}

/** Fresh weights: Glorot uniform kernels, U(-a, a) with a = sqrt(6 / (fan in + fan out)) (Keras' default), zero biases. */
export function initialWeights(architecture: Architecture, random: Random): Float32Array[] {
  return weightSpecs(architecture).map(({ shape }) => {
    const values = new Float32Array(size(shape))
    if (shape.length === 1) return values
    const field = size(shape.slice(0, -2))
    const bound = Math.sqrt(6 / (field * (shape.at(-2)! + shape.at(-1)!)))
    for (let at = 0; at < values.length; at++) values[at] = (2 * random.uniform() - 1) * bound
    return values
  })
}

/**
 * Runs `x`, [batch, ...input] in [0, 1], through the layers and returns every tap up to `until` (all without it).
 * `weights` are in the order of `weightSpecs`. Convolutions pad with zeros ("same"); pools are 2 x 2, stride 2. `touch` is shown each tap
 * as it comes about, and what it gives back goes on in its place.
 */
export function forward(
  architecture: Architecture,
  weights: readonly tf.Tensor[],
  x: tf.Tensor,
  until?: string,
  touch: Touch = (_tap, value) => value,
): Taps {
  const taps: Taps = { input: x }
  let at = 0
  let value = x
  for (const layer of architecture.layers) {
    switch (layer.kind) {
      case 'conv':
        value = tf.conv2d(value as tf.Tensor4D, weights[at++] as tf.Tensor4D, 1, 'same').add(weights[at++]!)
        break
      case 'dense':
        value = tf.matMul(value as tf.Tensor2D, weights[at++] as tf.Tensor2D).add(weights[at++]!)
        break
      case 'pool':
        value = layer.mode === 'max' ? tf.maxPool(value as tf.Tensor4D, 2, 2, 'valid') : tf.avgPool(value as tf.Tensor4D, 2, 2, 'valid')
        break
      case 'upsample': {
        const [height, width] = value.shape.slice(1) as [number, number]
        value = tf.image.resizeNearestNeighbor(value as tf.Tensor4D, [height * 2, width * 2])
        break
      }
      case 'flatten':
        value = value.reshape([value.shape[0]!, -1])
        break
      case 'reshape':
        value = value.reshape([value.shape[0]!, ...layer.shape])
    }
    value = touch(layer.name, value)
    taps[layer.name] = value
    if (layer.name === until) return taps
    if ('activation' in layer && layer.activation !== 'linear') {
      value = touch(`${layer.name}.${layer.activation}`, activate(layer.activation, value))
      taps[`${layer.name}.${layer.activation}`] = value
      if (`${layer.name}.${layer.activation}` === until) return taps
    }
  }
  if (until !== undefined && !Object.hasOwn(taps, until))
    throw new RangeError(`This network has no activation named "${until}". It has: ${Object.keys(taps).join(', ')}.`)
  return taps
}

/** Name of the last tap, which is the network's output. */
export function outputTap(architecture: Architecture): string {
  return Object.keys(tapShapes(architecture)).at(-1)!
}

/** An activation function of a layer. */
export function activate(kind: 'relu' | 'leaky' | 'sigmoid', value: tf.Tensor): tf.Tensor {
  if (kind === 'relu') return value.relu()
  if (kind === 'sigmoid') return value.sigmoid()
  return tf.maximum(value, value.mul(leak))
}
