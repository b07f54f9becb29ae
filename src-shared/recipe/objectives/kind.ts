// What a kind of objective is: its schema, its names, and what it reads of a network.
import { z } from 'zod'
import type { FieldsOf, FieldWords } from '../form/words.ts'
import type { GivenPicture } from '../given-picture.ts'
import type { Readout } from '../reading.ts'

/**
 * A named activation of a network: "conv3" is before the activation function, "conv3.relu" after it, "logits" before the softmax. Layers of
 * networks from elsewhere have names as long as their place is deep.
 */
export const tap = z.string().min(1).max(100)
export const tapWords: FieldWords<string> = { label: 'Layer', names: 'layer' }
export const classWords: FieldWords<number> = { label: 'Class', names: 'class' }
export const channelWords: FieldWords<number> = { label: 'Channel', names: 'channel' }

/** What is known of the network that an objective is asked of. */
export interface Asked {
  /** Shapes of its activations by name, without the batch. */
  readonly shapes: Record<string, readonly number[]>
  /** Where it tells its classes; null for one without classes. */
  readonly classTap: string | null
  /** Networks beside it that objectives can ask, by their hashes. */
  readonly others?: ReadonlyMap<string, Asked>
}

export type ValueWord = 'logit' | 'activation' | 'score'

/** What every kind of objective has. */
export interface NamedKind<S> {
  readonly schema: z.ZodType<S>
  /** As one chooses it. */
  readonly label: string
  readonly fields: FieldsOf<S>
  /** Short and unique, such as "conv3:5". */
  key(spec: S): string
  /** In words, such as "conv3 channel 5"; `classOf` names the classes of the network. */
  name(spec: S, classOf: (index: number) => string): string
  /** What its number is called. */
  readonly value: ValueWord
}

/** A weighted sum of readings: one matrix product reads many of them off a batch. */
export interface ObjectiveKind<S> extends NamedKind<S> {
  /** What it reads, as weights on readings. Throws a RangeError that names what exists when a layer, channel, place or class does not. */
  read(spec: S, of: Asked): Readout
}

/** Any other differentiable function of activations; main computes it, in `science/visualization/functionals`, under the same name. */
export interface FunctionalKind<S> extends NamedKind<S> {
  /** The activations that it reads. Throws like `read`. */
  taps(spec: S, of: Asked): string[]
  /** The pictures whose activations it compares with; none without it. */
  pictures?(spec: S): readonly GivenPicture[]
}

/** The activation where the classes are told, of a network that has this one. Throws a RangeError that names what there is. */
export function classTapOf(of: Asked, index: number): string {
  if (of.classTap === null) throw new RangeError('This network has no classes. Ask for a channel of one of its layers.')
  shapeWith(of, of.classTap, index)
  return of.classTap
}

/** The shape of an activation. Throws a RangeError that names what there is. */
export function shapeOf({ shapes }: Asked, name: string): readonly number[] {
  const shape = Object.hasOwn(shapes, name) ? shapes[name] : undefined
  if (!shape) throw new RangeError(`This network has no layer "${name}". It has: ${Object.keys(shapes).join(', ')}.`)
  return shape
}

/** The same, of one that has a channel or unit of this number. */
export function shapeWith(of: Asked, name: string, channel: number): readonly number[] {
  const shape = shapeOf(of, name)
  const channels = shape.at(-1)!
  if (channel < channels) return shape
  const things = name === of.classTap ? 'classes' : shape.length === 3 ? `channels in ${name}` : `units in ${name}`
  throw new RangeError(`This network has ${channels} ${things}, 0 to ${channels - 1}; there is no number ${channel}.`)
}
