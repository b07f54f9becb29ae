// A classifier that takes its pictures by their four phases, as a folded decoder makes them: its first convolution and pooling work on the
// phases, so that the large picture of few channels, which is slow to work on, is never put together.
import type { Reading } from '../../../../src-shared/recipe/readout.ts'
import type { Architecture } from '../../../../src-shared/recipe/recipe.ts'
import { tf } from '../../../tensorflow/tf.ts'
import { foldBias, foldColumns, foldPhases, type Kernel } from './convolution.ts'
import { convolve, unfold } from './decoder.ts'
import type { Taps } from '../network.ts'
import { activate, forward, tapShapes, weightSpecs } from '../sequential.ts'

/** With fewer input channels than this a convolution is faster with its columns folded in pairs (measured: 1.5 times at 4, not at 8). */
const narrow = 8

type Size = [number, number, number]
/** Phases of pictures, [batch, h, w, 12], to the activations up to `until`, of the large picture. */
export type FoldedClassifier = (phases: tf.Tensor) => Taps

/**
 * Folds a classifier that starts with a convolution and a 2 x 2 maximum; null for any other. Of the picture ("input") and of the first
 * layer's activations only the mean over space is given, as one place [batch, 1, 1, channels], unless one of `reads` reads more of them:
 * putting all pixels in order takes as long as the convolution. To be used inside a compiled step; the weights become constants.
 */
export function foldClassifier(
  architecture: Architecture,
  weights: readonly Float32Array[],
  reads: readonly Reading[],
  until: string,
): FoldedClassifier | null {
  const [first, pool, second] = architecture.layers
  const [height, width, channels] = architecture.input as [number, number, number]
  if (first?.kind !== 'conv' || pool?.kind !== 'pool' || pool.mode !== 'max' || height % 2 !== 0 || width % 2 !== 0) return null
  const shapes = weightSpecs(architecture).map(({ shape }) => shape)
  const kernelOf = (at: number): Kernel => ({ shape: shapes[at] as [number, number, number, number], values: weights[at]! })
  const folded = foldPhases(kernelOf(0))
  const bias = foldBias(weights[1]!, 4)
  const placed = new Set(reads.filter((one) => one.as !== 'mean').map((one) => one.tap))
  const names = Object.keys(tapShapes(architecture))
  if (!names.includes(until)) throw new RangeError(`This network has no activation named "${until}". It has: ${names.join(', ')}.`)
  const pooled: Size = [height / 2, width / 2, first.filters]
  const pairs =
    second?.kind === 'conv' && first.filters < narrow && pooled[1] % 2 === 0
      ? { layer: second, kernel: foldColumns(kernelOf(2)), bias: foldBias(weights[3]!, 2), output: [pooled[0], pooled[1], second.filters] }
      : null
  const restAt = pairs ? 3 : 2
  const rest: Architecture = { input: pairs ? pairs.output : pooled, layers: architecture.layers.slice(restAt) }
  const used = pairs ? 4 : 2

  return (phases) => {
    const [batch, h, w] = phases.shape as Size
    const before = convolve(phases, folded).add(bias)
    const tap = (name: string, value: tf.Tensor, count: number) => {
      taps[name] = placed.has(name) ? unfold(value) : meanOfPhases(value, count)
    }
    const taps: Taps = {}
    tap('input', phases, channels)
    tap(first.name, before, first.filters)
    if (first.activation !== 'linear') tap(activated(first), activate(first.activation, before), first.filters)
    // The maximum of the activations is the activation of the maximum, since no activation function falls; and there are four times fewer.
    const highest = tf
      .maxPool(before.reshape([batch, h * w, 4, first.filters]) as tf.Tensor4D, [1, 4], [1, 4], 'valid')
      .reshape([batch, ...pooled])
    let value = first.activation === 'linear' ? highest : activate(first.activation, highest)
    taps[pool.name] = value
    if (pairs) {
      const { layer, kernel, bias: twice, output } = pairs
      value = convolve(value.reshape([batch, pooled[0], pooled[1] / 2, 2 * pooled[2]]), kernel)
        .add(twice)
        .reshape([batch, ...output])
      taps[layer.name] = value
      if (layer.activation !== 'linear') {
        value = activate(layer.activation, value)
        taps[activated(layer)] = value
      }
    }
    if (Object.hasOwn(taps, until)) return taps
    const { input: _, ...deeper } = forward(
      rest,
      weights.slice(used).map((values, at) => tf.tensor(values, shapes[at + used]!)),
      value,
      until,
    )
    return { ...taps, ...deeper }
  }
}

const activated = (layer: { name: string; activation: string }): string => `${layer.name}.${layer.activation}`

/** Mean over places, then over phases: twice as fast as over both at once, since the inner loop is longer. [batch, 1, 1, channels]. */
function meanOfPhases(phases: tf.Tensor, channels: number): tf.Tensor {
  return phases.mean([1, 2]).reshape([-1, 4, channels]).mean(1).reshape([-1, 1, 1, channels])
}
