// Objectives as data: what a visualization, a search or a ranking asks a classifier for.
import { z } from 'zod'
import { className } from '../domains/shapes/classes.ts'
import { kindOf, type ObjectiveTerm, objectiveTerm } from './objectives/index.ts'
import type { ValueWord } from './objectives/kind.ts'

export { type ObjectiveTerm, objectiveTerm }

/** A number is told in deviations from its mean over some pictures, so that weights mean the same for every unit. */
const standard = z.strictObject({ mean: z.number().min(-1e9).max(1e9), deviation: z.number().min(1e-9).max(1e9) })
export type Standard = z.output<typeof standard>
/** A term of a sum: standardised before it is weighted, where it says so. */
export const sumTerm = z.strictObject({ weight: z.number().min(-1000).max(1000), of: objectiveTerm, standard: standard.optional() })
export type SumTerm = z.output<typeof sumTerm>
/** A weighted sum; a negative weight asks for less of its term. It can be standardised as a whole too. */
const sum = z.strictObject({ kind: z.literal('sum'), terms: z.array(sumTerm).min(1).max(16), standard: standard.optional() })
export const objectiveSpec = z.discriminatedUnion('kind', [...objectiveTerm.options, sum])
export type ObjectiveSpec = z.output<typeof objectiveSpec>

/**
 * What the objectives of a recipe may take together: letters as JSON, and numbers of directions. A question, a record and a checkpoint
 * carry as much besides everything else (`questionLimits` and `recordLimit`); 1,024 sums of 16 neurons are 3.4 million letters.
 */
const most = { letters: 3_600_000, numbers: 65_536 }
const numbersIn = (spec: ObjectiveSpec): number =>
  spec.kind === 'sum'
    ? spec.terms.reduce((sum, { of }) => sum + numbersIn(of), 0)
    : spec.kind === 'elsewhere'
      ? numbersIn(spec.of)
      : spec.kind === 'direction'
        ? spec.vector.length
        : 0
/** The objectives of a recipe, at most so many. */
export const objectiveList = (count: number) =>
  z
    .array(objectiveSpec)
    .min(1)
    .max(count)
    .refine(
      (list) => list.length < 64 || JSON.stringify(list).length <= most.letters,
      'these objectives are too long for one recipe; ask for fewer of them, or in several runs',
    )
    .refine(
      (list) => list.reduce((sum, one) => sum + numbersIn(one), 0) <= most.numbers,
      `the directions of one recipe have at most ${most.numbers.toLocaleString('en-US')} numbers; ask for fewer, or in several runs`,
    )

/** What the number of an objective is called: a class has a logit, a unit an activation, anything else a score. */
export const valueWord = (spec: ObjectiveSpec): ValueWord => (spec.kind === 'sum' ? 'score' : kindOf(spec).value)
/** The word for the numbers of several: theirs if they share one, else "score". */
export function valueWordOf(specs: readonly ObjectiveSpec[]): ValueWord {
  const [word, ...others] = new Set(specs.map(valueWord))
  return word === undefined || others.length > 0 ? 'score' : word
}

/** "(0.5~2)" for a number that is told in deviations of 2 from 0.5. */
const standardKey = (of: Standard | undefined): string => (of ? `(${of.mean}~${of.deviation})` : '')

/** A short unique key, such as "conv3:5", "conv3:5@2,3", "logit:24", "conv3:all" or "0.5*conv3:5-1*logit:24". */
export function objectiveKey(spec: ObjectiveSpec): string {
  if (spec.kind !== 'sum') return kindOf(spec).key(spec)
  const terms = spec.terms.map((term, at) => {
    const { weight, of } = term
    return `${at > 0 && weight >= 0 ? '+' : ''}${weight}*${objectiveKey(of)}${standardKey(term.standard)}`
  })
  return spec.standard ? `(${terms.join('')})${standardKey(spec.standard)}` : terms.join('')
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
export const objectiveTitle = (spec: ObjectiveSpec, classOf?: (index: number) => string): string => titleOf(objectiveName(spec, classOf))

/** The title for a name that a result keeps: its network's classes are called there as the network calls them. */
export function titleOf(name: string): string {
  const after = (called: string): string => `(after ${functions.get(called) ?? called})`
  return name
    .replace(
      /\b(\w+)\.(\w+) channel (\d+)/g,
      (_, layer: string, called: string, channel: string) => `${layer} channel ${channel} ${after(called)}`,
    )
    .replace(/\b(all of|in) (\w+)\.(\w+)/g, (_, word: string, layer: string, called: string) => `${word} ${layer} ${after(called)}`)
}

/** The classes of the lab's own pictures, by number. */
const ownClass = (index: number): string => (index < 60 ? className(index) : String(index))

/** The words for an objective, such as "conv3 channel 5" or "logit of rainbow double square"; `classOf` names the network's classes. */
export function objectiveName(spec: ObjectiveSpec, classOf: (index: number) => string = ownClass): string {
  if (spec.kind !== 'sum') return kindOf(spec).name(spec, classOf)
  const terms = spec.terms
    .map(({ weight, of, standard: one }, at) => {
      const sign = weight < 0 ? '− ' : at > 0 ? '+ ' : ''
      const times = Math.abs(weight) === 1 ? '' : `${Math.abs(weight)} × `
      return `${sign}${times}${one ? 'standardised ' : ''}${objectiveName(of, classOf)}`
    })
    .join(' ')
  return spec.standard ? `standardised (${terms})` : terms
}
