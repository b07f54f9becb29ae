// A decoder with each nearest-neighbour upsampling folded into the convolution after it: the same pictures, up to the order in which
// products are summed, in about half the time. For search, which only looks; training and ascent use the network as it is.
import type { Architecture, Layer } from '../../../../src-shared/recipe/recipe.ts'
import { tf } from '../../../tensorflow/tf.ts'
import { foldBias, type FoldedKernel, foldUpsampling, foldUpsamplingByRows, type Kernel } from './convolution.ts'
import { activate, forward, outputTap, tapShapes, weightSpecs } from '../sequential.ts'

type Stage = (x: tf.Tensor) => tf.Tensor

export interface FoldedDecoder {
  /** Latent vectors [batch, d] to pictures [batch, height, width, channels]. */
  decode: Stage
  /**
   * The same pictures as their four phases, [batch, height / 2, width / 2, (phase of y, phase of x, channel)]: pixel (2i + a, 2j + b) is
   * phase (a, b) of place (i, j). Null where the decoder does not end in upsampling and a convolution.
   */
  decodePhases: Stage | null
}

/**
 * Folds a decoder, given by its layers and weights in the order of `weightSpecs`. To be used inside a compiled step: the folded weights
 * become constants of the graph. Differentiable.
 *
 * Measured on two cores (AMD EPYC with AVX-512, batches of 256), per upsampling and convolution: one 3 x 3 convolution to all four phases,
 * two 2 x 3 to the phases of the even and the odd rows, four 2 x 2, and one 2 x 2 on the padded picture. Two by rows is the fastest or
 * within 5 % of it wherever the large picture is wanted, since only whole rows have to be interleaved (up to 2.6 times the plain way);
 * one to all phases is the fastest where the phases can stay apart (5 times, at 24 x 24 x 8 to 48 x 48 x 3).
 */
export function foldDecoder(architecture: Architecture, weights: readonly Float32Array[]): FoldedDecoder {
  const shapes = tapShapes(architecture)
  const specs = weightSpecs(architecture)
  const { layers } = architecture
  const stages: Stage[] = []
  let decodePhases: Stage | null = null
  let at = 0
  let shape = architecture.input
  for (let index = 0; index < layers.length; index++) {
    const layer = layers[index]!
    const next = layers[index + 1]
    if (layer.kind === 'upsample' && next?.kind === 'conv') {
      const kernel: Kernel = { shape: specs[at]!.shape as [number, number, number, number], values: weights[at]! }
      const bias = weights[at + 1]!
      if (index + 2 === layers.length) {
        const before = [...stages]
        const last = phasesStage(kernel, bias, next.activation)
        decodePhases = (z) => last(run(before, z))
      }
      stages.push(rowsStage(kernel, bias, next.activation))
      at += 2
      index++
      shape = shapes[next.name]!
      continue
    }
    const own = layer.kind === 'conv' || layer.kind === 'dense' ? 2 : 0
    stages.push(
      plainStage(
        layer,
        shape,
        specs.slice(at, at + own).map((spec, offset) => ({ shape: spec.shape, values: weights[at + offset]! })),
      ),
    )
    at += own
    shape = shapes[layer.name]!
  }
  return { decode: (z) => run(stages, z), decodePhases }
}

function run(stages: readonly Stage[], z: tf.Tensor): tf.Tensor {
  return stages.reduce((value, stage) => stage(value), z)
}

function plainStage(layer: Layer, input: number[], weights: readonly { shape: number[]; values: Float32Array }[]): Stage {
  const alone: Architecture = { input, layers: [layer] }
  const output = outputTap(alone)
  return (x) =>
    forward(
      alone,
      weights.map(({ shape, values }) => tf.tensor(values, shape)),
      x,
    )[output]!
}

/** [batch, height, width, in] to [batch, 2 height, 2 width, out]: even and odd rows are made apart, columns in place, and interleaved. */
function rowsStage(kernel: Kernel, bias: Float32Array, activation: Activation): Stage {
  const folded = foldUpsamplingByRows(kernel)
  const twice = foldBias(bias, 2)
  return (x) => {
    const [batch, height, width] = x.shape as [number, number, number]
    const rows = folded.map((one) => activated(activation, convolve(x, one).add(twice)).reshape([batch * height, 2 * width * bias.length]))
    return tf.concat(rows, 1).reshape([batch, 2 * height, 2 * width, bias.length])
  }
}

function phasesStage(kernel: Kernel, bias: Float32Array, activation: Activation): Stage {
  const folded = foldUpsampling(kernel)
  const fourTimes = foldBias(bias, 4)
  return (x) => activated(activation, convolve(x, folded).add(fourTimes))
}

type Activation = Extract<Layer, { kind: 'conv' }>['activation']

function activated(activation: Activation, value: tf.Tensor): tf.Tensor {
  return activation === 'linear' ? value : activate(activation, value)
}

/** A folded convolution: an output place for each place of `x`. */
export function convolve(x: tf.Tensor, { shape, values, pad }: FoldedKernel): tf.Tensor {
  return tf.conv2d(x as tf.Tensor4D, tf.tensor4d(values, [...shape]), 1, pad)
}

/** Phases, [batch, h, w, 4 x channels], as the picture they make up, [batch, 2h, 2w, channels]. Has no gradient in tfjs. */
export function unfold(phases: tf.Tensor): tf.Tensor {
  return tf.depthToSpace(phases as tf.Tensor4D, 2, 'NHWC')
}
