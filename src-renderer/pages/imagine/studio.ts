// What every tab of the page works with.
import type { ModelEntry } from '../../../src-shared/contract.ts'
import { classNameOf } from '../../../src-shared/domains/dataset.ts'
import type { ClassifierHeader } from '../../../src-shared/network/model-file.ts'
import { compact, probability } from '../../text/format.ts'
import type { Encoding } from './encoding.svelte.ts'
import type { Answer } from './follow.svelte.ts'
import type { SavedPoints } from './points.svelte.ts'
import type { LatentSpace } from './space.svelte.ts'

export const tabs = [
  { value: 'dials', label: 'Latent vector' },
  { value: 'map', label: 'Map' },
  { value: 'path', label: 'Path' },
  { value: 'search', label: 'Search' },
] as const
export type Tab = (typeof tabs)[number]['value']

export interface Studio {
  space: LatentSpace
  generator: ModelEntry
  /** The chosen classifier, or null where there is none that looks at pictures of this size. */
  classifier: { entry: ModelEntry; header: ClassifierHeader } | null
  encoding: Encoding
  points: SavedPoints
}

/** The likeliest classes of an answer, likeliest first. */
export function likeliest({ logits, probabilities }: Answer, most: number): { label: number; probability: number; logit: number }[] {
  return probabilities
    .map((probability, label) => ({ label, probability, logit: logits[label]! }))
    .sort((a, b) => b.probability - a.probability)
    .slice(0, most)
}
/** What the chosen classifier calls a class. */
export const classNamer =
  ({ classifier }: Pick<Studio, 'classifier'>) =>
  (label: number): string =>
    classifier ? classNameOf(classifier.header.dataset, label) : String(label)

/** "rainbow double square, 81 %". */
export function answerWords(answer: Answer | null, nameOf: (label: number) => string): string {
  const [first] = answer ? likeliest(answer, 1) : []
  return first ? `${nameOf(first.label)}, ${probability(first.probability, 0)}` : ''
}
/** A latent number with its sign, of one width: "+0.42". */
export const signed = (value: number): string =>
  (value < 0 ? '−' : '+') +
  (Math.abs(value) >= 100 ? compact(Math.round(Math.abs(value))) : Math.abs(value).toFixed(Math.abs(value) >= 10 ? 1 : 2))
/** A latent vector in words, for alternative texts. */
export const vectorWords = (z: readonly number[]): string => `(${z.map(signed).join(', ')})`
/** "z₁": the sign of a latent number, counted from 1. */
export const dialName = (dial: number): string => `z${[...String(dial + 1)].map((digit) => '₀₁₂₃₄₅₆₇₈₉'[Number(digit)]).join('')}`
