// What objectives read of a network. Those that are weighted sums of readings of named activations are read off a batch by one matrix
// product, however many there are.
import type { ObjectiveSpec } from '../../../src-shared/recipe/objective.ts'
import { compileObjective, type CompiledObjective, type Place, type Reading, type Readout } from '../../../src-shared/recipe/readout.ts'
import type { Measure } from '../../../src-shared/recipe/recipe.ts'
import { tf } from '../../tensorflow/tf.ts'
import { askedOf } from '../../../src-shared/recipe/objectives/asked.ts'
import { type NetworkInfo, shapesOf } from '../../../src-shared/network/network-info.ts'
import type { Taps } from '../networks/network.ts'
import { columnsOf, readPlace } from './reading.ts'

/** An objective as weights on the channels of this network, and functions of them. Throws like `compileObjective`. */
export function compiledOf(spec: ObjectiveSpec, info: NetworkInfo): CompiledObjective {
  const { shapes, classTap, others } = askedOf(info)
  return compileObjective(spec, shapes, classTap, others)
}

/** What the objectives read, each thing once. Throws like `compileObjective`. */
export function readsOf(specs: readonly ObjectiveSpec[], info: NetworkInfo): Reading[] {
  const shapes = shapesOf(info)
  const reads = specs.flatMap((spec) => {
    const { readout, functionals } = compiledOf(spec, info)
    return [
      ...readout.map(({ tap, place }): Reading => ({ tap, as: place === 'squares' ? 'map' : place })),
      ...functionals.flatMap(({ taps }) => taps.map((tap): Reading => ({ tap, as: shapes[tap]!.length === 3 ? 'map' : 'unit' }))),
    ]
  })
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
 * The readouts that these objectives need, no more; none for what is no weighted sum (see `scoring.ts`). A channel is read over space by
 * `measure`: objectives ask for means, and pictures may be ranked by strongest places. Throws like `compileObjective`.
 */
export function readoutsOf(specs: readonly ObjectiveSpec[], info: NetworkInfo, measure: Measure = 'mean'): Readouts {
  const shapes = shapesOf(info)
  const compile = (spec: ObjectiveSpec): Readout => compiledOf(spec, info).readout
  const offsets = new Map<string, number>()
  const sources: { tap: string; place: Place; channels: number }[] = []
  let width = 0
  for (const { tap, place } of specs.flatMap((spec) => compile(spec))) {
    if (offsets.has(`${tap} ${place}`)) continue
    const channels = columnsOf(place, shapes[tap]!)
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
      return !only || more.length > 0 || spec.kind === 'sum' ? null : offsets.get(`${only.tap} ${only.place}`)! + only.channel
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
