// Objectives: what of a network's activations is to be made large. Each is a linear functional of named activations, so that one
// matrix product reads many objectives off a batch.
import type { ObjectiveSpec, ObjectiveTerm } from '../../src-shared/objective.ts'
import type { Architecture } from '../../src-shared/recipe.ts'
import { tf } from '../engine/tf.ts'
import { type Taps, tapShapes } from './network.ts'

/** One score for each picture of the batch the activations belong to. */
export type Objective = (T: Taps) => tf.Tensor1D

/** Where in an activation a channel is read: its mean over space, one place [y, x], or, in a layer without space, the unit itself. */
export type Place = 'mean' | 'unit' | readonly [y: number, x: number]
/** An objective as weights on channels of activations: score = sum of weight x value. */
export type Readout = readonly { readonly tap: string; readonly place: Place; readonly channel: number; readonly weight: number }[]

/** The activation that class objectives read: before the softmax, where one class can rise without pushing the others down. */
const logits = 'logits'

/**
 * The weights of an objective on a network with these tap shapes (of `tapShapes`). A channel is read as its mean over space: the paper's
 * text says sum, its code takes the mean. Throws a RangeError that names what exists when a layer, channel, place or class does not.
 */
export function compileObjective(spec: ObjectiveSpec, shapes: Record<string, readonly number[]>): Readout {
  if (spec.kind !== 'sum') return [{ ...readTerm(spec, shapes), weight: 1 }]
  return spec.terms.map(({ weight, of }) => ({ ...readTerm(of, shapes), weight }))
}

function readTerm(term: ObjectiveTerm, shapes: Record<string, readonly number[]>): { tap: string; place: Place; channel: number } {
  const tap = term.kind === 'logit' ? logits : term.layer
  const channel = term.kind === 'logit' ? term.class : term.channel
  const shape = shapes[tap]
  if (!shape) throw new RangeError(`This network has no layer "${tap}". It has: ${Object.keys(shapes).join(', ')}.`)
  const channels = shape.at(-1)!
  if (channel >= channels) {
    const things = term.kind === 'logit' ? 'classes' : shape.length === 3 ? `channels in ${tap}` : `units in ${tap}`
    throw new RangeError(`This network has ${channels} ${things}, 0 to ${channels - 1}; there is no number ${channel}.`)
  }
  if (shape.length !== 3) {
    if (term.kind === 'neuron' && (term.x !== undefined || term.y !== undefined)) {
      throw new RangeError(`${tap} is a layer without space: its units are named by their number alone, not by x and y.`)
    }
    return { tap, place: 'unit', channel }
  }
  if (term.kind !== 'neuron') return { tap, place: 'mean', channel }
  const [height, width] = shape as [number, number]
  const y = term.y ?? Math.floor(height / 2)
  const x = term.x ?? Math.floor(width / 2)
  if (y >= height || x >= width) throw new RangeError(`${tap} is ${width} wide and ${height} high; it has no neuron at (${x}, ${y}).`)
  return { tap, place: [y, x], channel }
}

/** The last tap, in the order of the layers, that any of the objectives reads: `forward` may stop there. */
export function deepestTap(specs: readonly ObjectiveSpec[], architecture: Architecture): string {
  const shapes = tapShapes(architecture)
  const order = Object.keys(shapes)
  const depths = specs.flatMap((spec) => compileObjective(spec, shapes).map(({ tap }) => order.indexOf(tap)))
  return order[depths.reduce((deepest, one) => Math.max(deepest, one))]!
}

/** The channels that some objectives read, side by side. Pictures or objectives then differ only in a vector of weights on them. */
export interface Panel {
  /** How many numbers are read off each picture. */
  readonly width: number
  /** Two panels with the same key read the same numbers. */
  readonly key: string
  /** [batch, width]: the numbers the weights belong to. Differentiable; usable inside a compiled step. */
  read(T: Taps): tf.Tensor2D
  /** [specs, width], row by row: score of objective i = sum over the panel of weights[i] x read. */
  weights(specs: readonly ObjectiveSpec[]): Float32Array
}

/** The panel that these objectives need, no wider. Throws like `compileObjective`. */
export function panelOf(specs: readonly ObjectiveSpec[], architecture: Architecture): Panel {
  const shapes = tapShapes(architecture)
  const offsets = new Map<string, number>()
  const sources: { tap: string; place: Place; channels: number }[] = []
  let width = 0
  for (const { tap, place } of specs.flatMap((spec) => compileObjective(spec, shapes))) {
    if (offsets.has(`${tap} ${place}`)) continue
    const channels = shapes[tap]!.at(-1)!
    offsets.set(`${tap} ${place}`, width)
    sources.push({ tap, place, channels })
    width += channels
  }
  return {
    width,
    key: [...offsets.keys()].join(' '),
    read: (T) => {
      const parts = sources.map(({ tap, place, channels }) => readPlace(T[tap]!, place, channels))
      return parts.length === 1 ? parts[0]! : tf.concat(parts, 1)
    },
    weights(list) {
      const out = new Float32Array(list.length * width)
      list.forEach((spec, row) => {
        for (const { tap, place, channel, weight } of compileObjective(spec, shapes)) {
          const offset = offsets.get(`${tap} ${place}`)
          if (offset === undefined) throw new RangeError(`This panel does not read ${tap}.`)
          out[row * width + offset + channel]! += weight
        }
      })
      return out
    },
  }
}

function readPlace(tap: tf.Tensor, place: Place, channels: number): tf.Tensor2D {
  if (place === 'unit') return tap as tf.Tensor2D
  if (place === 'mean') return tap.mean([1, 2])
  return tap.slice([0, place[0], place[1], 0], [-1, 1, 1, channels]).reshape([-1, channels])
}

/** All objectives of every picture: (T) => [batch, objectives]. The activations up to `deepestTap` are enough. */
export function scoresOf(specs: readonly ObjectiveSpec[], architecture: Architecture): (T: Taps) => tf.Tensor2D {
  const panel = panelOf(specs, architecture)
  const weights = panel.weights(specs)
  return (T) => tf.matMul(panel.read(T), tf.tensor2d(weights, [specs.length, panel.width]), false, true)
}

/** Objective i of picture i alone: (T) => [batch], for a batch of as many pictures as objectives. */
export function perPicture(specs: readonly ObjectiveSpec[], architecture: Architecture): Objective {
  const panel = panelOf(specs, architecture)
  const weights = panel.weights(specs)
  return (T) =>
    panel
      .read(T)
      .mul(tf.tensor2d(weights, [specs.length, panel.width]))
      .sum(1)
}
