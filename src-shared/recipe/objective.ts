// Objectives as data: what a visualization, a search or a ranking asks a classifier for.
import { z } from 'zod'
import { className } from '../domains/shapes/classes.ts'

/** A named activation of a network: "conv3" is before the activation function, "conv3.relu" after it, "logits" before the softmax. */
/** Layers of networks from elsewhere have names as long as their place is deep. */
const tap = z.string().min(1).max(100)

export const objectiveTerm = z.discriminatedUnion('kind', [
  /** One channel at one place; without x and y the centre, (floor(W/2), floor(H/2)), as in lucid. */
  z.strictObject({
    kind: z.literal('neuron'),
    layer: tap,
    channel: z.int().min(0),
    x: z.int().min(0).optional(),
    y: z.int().min(0).optional(),
  }),
  /** Mean of one channel over space. For a dense layer, which has no space, the unit itself. */
  z.strictObject({ kind: z.literal('channel'), layer: tap, channel: z.int().min(0) }),
  /** The activation of one class before the softmax. */
  z.strictObject({ kind: z.literal('logit'), class: z.int().min(0) }),
])
export type ObjectiveTerm = z.output<typeof objectiveTerm>
export const objectiveSpec = z.discriminatedUnion('kind', [
  ...objectiveTerm.options,
  /** A weighted sum; a negative weight asks for less of its term. */
  z.strictObject({
    kind: z.literal('sum'),
    terms: z
      .array(z.strictObject({ weight: z.number().min(-1000).max(1000), of: objectiveTerm }))
      .min(1)
      .max(16),
  }),
])
export type ObjectiveSpec = z.output<typeof objectiveSpec>

/** What the number of an objective is called: a class has a logit, a unit an activation, a weighted sum a score. */
export const valueWord = ({ kind }: ObjectiveSpec): 'logit' | 'activation' | 'score' =>
  kind === 'logit' ? 'logit' : kind === 'sum' ? 'score' : 'activation'

/** A short unique key, such as "conv3:5", "conv3:5@2,3", "logit:24" or "0.5*conv3:5-1*logit:24". */
export function objectiveKey(spec: ObjectiveSpec): string {
  switch (spec.kind) {
    case 'neuron':
      return `${spec.layer}:${spec.channel}@${spec.x ?? 'c'},${spec.y ?? 'c'}`
    case 'channel':
      return `${spec.layer}:${spec.channel}`
    case 'logit':
      return `logit:${spec.class}`
    case 'sum':
      return spec.terms.map(({ weight, of }, at) => `${at > 0 && weight >= 0 ? '+' : ''}${weight}*${objectiveKey(of)}`).join('')
  }
}

/** Activation functions as one writes them. */
const functions: ReadonlyMap<string, string> = new Map([
  ['relu', 'ReLU'],
  ['leaky', 'leaky ReLU'],
])
/**
 * The same for a reader, who knows layers by the names on the page: "conv3 channel 5 (after ReLU)" where `objectiveName`, which results
 * keep, has "conv3.relu channel 5".
 */
export function objectiveTitle(spec: ObjectiveSpec): string {
  return objectiveName(spec).replace(
    /\b(\w+)\.(\w+) channel (\d+)/g,
    (_, layer: string, name: string, channel: string) => `${layer} channel ${channel} (after ${functions.get(name) ?? name})`,
  )
}

/** The classes of the lab's own pictures, by number. */
const ownClass = (index: number): string => (index < 60 ? className(index) : String(index))

/** The words for an objective, such as "conv3 channel 5" or "logit of rainbow double square"; `classOf` names the network's classes. */
export function objectiveName(spec: ObjectiveSpec, classOf: (index: number) => string = ownClass): string {
  switch (spec.kind) {
    case 'neuron':
      return (
        `${spec.layer} channel ${spec.channel}, neuron at ` +
        `${spec.x === undefined && spec.y === undefined ? 'the centre' : `(${spec.x ?? 'centre'}, ${spec.y ?? 'centre'})`}`
      )
    case 'channel':
      return `${spec.layer} channel ${spec.channel}`
    case 'logit':
      return `logit of ${classOf(spec.class)}`
    case 'sum':
      return spec.terms
        .map(({ weight, of }, at) => {
          const sign = weight < 0 ? '− ' : at > 0 ? '+ ' : ''
          const times = Math.abs(weight) === 1 ? '' : `${Math.abs(weight)} × `
          return `${sign}${times}${objectiveName(of, classOf)}`
        })
        .join(' ')
  }
}
