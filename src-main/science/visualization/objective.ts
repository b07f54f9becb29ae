// Objectives: what of a network's activations is to be made large. Each is a weighted sum of readings of named activations, so that one
// matrix product reads many objectives off a batch.
import type { ObjectiveSpec } from '../../../src-shared/recipe/objective.ts'
import { compileObjective, type Place, type Reading, type Readout } from '../../../src-shared/recipe/readout.ts'
import type { Measure } from '../../../src-shared/recipe/recipe.ts'
import { tf } from '../../tensorflow/tf.ts'
import { type NetworkInfo, shapesOf } from '../../../src-shared/network/network-info.ts'
import type { Taps } from '../networks/network.ts'

/** One score for each picture of the batch the activations belong to. */
export type Objective = (T: Taps) => tf.Tensor1D

/** An objective as weights on the channels of this network. Throws like `compileObjective`. */
export function readoutOf(spec: ObjectiveSpec, info: NetworkInfo): Readout {
  return compileObjective(spec, shapesOf(info), info.classes?.tap ?? null)
}

/** What the objectives read, each thing once. Throws like `compileObjective`. */
export function readsOf(specs: readonly ObjectiveSpec[], info: NetworkInfo): Reading[] {
  const reads = specs.flatMap((spec) =>
    readoutOf(spec, info).map(({ tap, place }): Reading => ({ tap, as: place === 'squares' ? 'map' : place })),
  )
  return [...new Map(reads.map((one) => [`${one.tap} ${one.as}`, one])).values()]
}

/** The taps that the objectives read, each once: what a network is to be run for. Throws like `compileObjective`. */
export function tapsRead(specs: readonly ObjectiveSpec[], info: NetworkInfo): string[] {
  return [...new Set(readsOf(specs, info).map(({ tap }) => tap))]
}

/** The channels that some objectives read, side by side. Pictures or objectives then differ only in a vector of weights on them. */
export interface Readouts {
  /** How many numbers are read off each picture. */
  readonly width: number
  /** Two readouts with the same key read the same numbers. */
  readonly key: string
  /** [batch, width]: the numbers the weights belong to. Differentiable; usable inside a compiled step. */
  read(T: Taps): tf.Tensor2D
  /** [batch, width], int32: where each channel that is read over space is largest, as y * width of its layer + x; 0 elsewhere. */
  strongest(T: Taps): tf.Tensor2D
  /** [specs, width], row by row: score of objective i = sum over the readouts of weights[i] x read. */
  weights(specs: readonly ObjectiveSpec[]): Float32Array
  /** Column of an objective that is one channel and nothing else; null for a sum. */
  column(spec: ObjectiveSpec): number | null
}

/**
 * The readouts that these objectives need, no more. A channel is read over space by `measure`: objectives ask for means, and pictures may
 * be ranked by strongest places. Throws like `compileObjective`.
 */
export function readoutsOf(specs: readonly ObjectiveSpec[], info: NetworkInfo, measure: Measure = 'mean'): Readouts {
  const shapes = shapesOf(info)
  const compile = (spec: ObjectiveSpec): Readout => compileObjective(spec, shapes, info.classes?.tap ?? null)
  const offsets = new Map<string, number>()
  const sources: { tap: string; place: Place; channels: number }[] = []
  let width = 0
  for (const { tap, place } of specs.flatMap((spec) => compile(spec))) {
    if (offsets.has(`${tap} ${place}`)) continue
    const channels = place === 'squares' ? 1 : shapes[tap]!.at(-1)!
    offsets.set(`${tap} ${place}`, width)
    sources.push({ tap, place, channels })
    width += channels
  }
  return {
    width,
    key: `${[...offsets.keys()].join(' ')}${measure === 'max' ? ' max' : ''}`,
    read: (T) => beside(sources.map(({ tap, place, channels }) => readPlace(T[tap]!, place, channels, measure))),
    strongest: (T) =>
      beside(
        sources.map(({ tap, place, channels }) =>
          place === 'mean' ? strongestPlace(T[tap]!) : tf.zeros([T[tap]!.shape[0]!, channels], 'int32'),
        ),
      ),
    column(spec) {
      const [only, ...more] = compile(spec)
      return more.length > 0 || spec.kind === 'sum' ? null : offsets.get(`${only!.tap} ${only!.place}`)! + only!.channel
    },
    weights(list) {
      const out = new Float32Array(list.length * width)
      list.forEach((spec, row) => {
        for (const { tap, place, channel, weight } of compile(spec)) {
          const offset = offsets.get(`${tap} ${place}`)
          if (offset === undefined) throw new RangeError(`This readouts does not read ${tap}.`)
          out[row * width + offset + channel]! += weight
        }
      })
      return out
    },
  }
}

const beside = (parts: tf.Tensor2D[]): tf.Tensor2D => (parts.length === 1 ? parts[0]! : tf.concat(parts, 1))

/**
 * Of a [batch, height, width, channels] activation, where each channel is largest: [batch, channels], y * width + x, the first of equals.
 */
export function strongestPlace(tap: tf.Tensor): tf.Tensor2D {
  const [batch, height, width, channels] = tap.shape as [number, number, number, number]
  return tap
    .reshape([batch, height * width, channels])
    .argMax(1)
    .cast('int32') as tf.Tensor2D
}

function readPlace(tap: tf.Tensor, place: Place, channels: number, measure: Measure): tf.Tensor2D {
  if (place === 'unit') return tap as tf.Tensor2D
  if (place === 'squares') return tap.square().reshape([tap.shape[0]!, -1]).mean(1, true)
  if (place === 'mean') return measure === 'max' ? tap.max([1, 2]) : tap.mean([1, 2])
  return tap.slice([0, place[0], place[1], 0], [-1, 1, 1, channels]).reshape([-1, channels])
}

/** All objectives of every picture: (T) => [batch, objectives]. The activations of `tapsRead` are enough. */
export function scoresOf(specs: readonly ObjectiveSpec[], info: NetworkInfo): (T: Taps) => tf.Tensor2D {
  const readouts = readoutsOf(specs, info)
  const weights = readouts.weights(specs)
  return (T) => tf.matMul(readouts.read(T), tf.tensor2d(weights, [specs.length, readouts.width]), false, true)
}

/** Objective i of picture i alone: (T) => [batch], for a batch of as many pictures as objectives. */
export function perPicture(specs: readonly ObjectiveSpec[], info: NetworkInfo): Objective {
  const readouts = readoutsOf(specs, info)
  const weights = readouts.weights(specs)
  return (T) =>
    readouts
      .read(T)
      .mul(tf.tensor2d(weights, [specs.length, readouts.width]))
      .sum(1)
}
