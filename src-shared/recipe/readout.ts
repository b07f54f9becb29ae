// An objective as weights on the channels of a network: what it reads, and whether there is such a thing.
import type { ObjectiveSpec, ObjectiveTerm } from './objective.ts'

/** Where in an activation a channel is read: its mean over space, one place [y, x], or, in a layer without space, the unit itself. */
export type Place = 'mean' | 'unit' | readonly [y: number, x: number]
/** An objective as weights on channels of activations: score = sum of weight x value. */
export type Readout = readonly { readonly tap: string; readonly place: Place; readonly channel: number; readonly weight: number }[]

/** What is read of an activation: a place of it, or "map", all of it, which whatever is not linear in the channels' means needs. */
export interface Reading {
  readonly tap: string
  readonly as: Place | 'map'
}

/** The activation that class objectives read: before the softmax, where one class can rise without pushing the others down. */
const logits = 'logits'

/**
 * The weights of an objective on a network with these tap shapes (of `tapShapes`), which tells its classes at `classTap`; null for one
 * without classes. A channel is read as its mean over space: the paper's text says sum, its code takes the mean. Throws a RangeError that
 * names what exists when a layer, channel, place or class does not.
 */
export function compileObjective(
  spec: ObjectiveSpec,
  shapes: Record<string, readonly number[]>,
  classTap: string | null = logits,
): Readout {
  if (spec.kind !== 'sum') return [{ ...readTerm(spec, shapes, classTap), weight: 1 }]
  return spec.terms.map(({ weight, of }) => ({ ...readTerm(of, shapes, classTap), weight }))
}

function readTerm(
  term: ObjectiveTerm,
  shapes: Record<string, readonly number[]>,
  classTap: string | null,
): { tap: string; place: Place; channel: number } {
  if (term.kind === 'logit' && classTap === null)
    throw new RangeError('This network has no classes. Ask for a channel of one of its layers.')
  const tap = term.kind === 'logit' ? classTap! : term.layer
  const channel = term.kind === 'logit' ? term.class : term.channel
  const shape = Object.hasOwn(shapes, tap) ? shapes[tap] : undefined
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
