// The pictures that objectives are about.
import type { NetworkInfo } from '../network/network-info.ts'
import { shapesOf } from '../network/network-info.ts'
import { givenKey, type GivenPicture } from './given-picture.ts'
import type { ObjectiveSpec, ObjectiveTerm } from './objective.ts'
import { functionalKind, isFunctional } from './objectives/functional.ts'

const termsOf = (spec: ObjectiveSpec): readonly ObjectiveTerm[] => (spec.kind === 'sum' ? spec.terms.map(({ of }) => of) : [spec])

const picturesOf = (term: ObjectiveTerm): readonly GivenPicture[] =>
  isFunctional(term) ? (functionalKind(term).pictures?.(term) ?? []) : []

/** Each picture once. */
export function objectivePictures(specs: readonly ObjectiveSpec[]): GivenPicture[] {
  const all = specs.flatMap((spec) => termsOf(spec).flatMap(picturesOf))
  return [...new Map(all.map((one) => [givenKey(one), one])).values()]
}
/** Whether any of them is one of the dataset of the network. */
export const aboutExamples = (specs: readonly ObjectiveSpec[]): boolean => objectivePictures(specs).some(({ kind }) => kind === 'example')

/** Hashes of what the objectives build on besides their network. */
export const objectiveParents = (specs: readonly ObjectiveSpec[]): string[] =>
  objectivePictures(specs).flatMap((one) => (one.kind === 'kept' ? [one.picture] : []))

/** Each picture once, with the taps of the network at which it is compared. Throws like `compileObjective`. */
export function comparedAt(specs: readonly ObjectiveSpec[], info: NetworkInfo): { picture: GivenPicture; taps: string[] }[] {
  const of = { shapes: shapesOf(info), classTap: info.classes?.tap ?? null }
  const found = new Map<string, { picture: GivenPicture; taps: Set<string> }>()
  for (const term of specs.flatMap(termsOf)) {
    if (!isFunctional(term)) continue
    for (const picture of picturesOf(term)) {
      const one = found.get(givenKey(picture)) ?? { picture, taps: new Set() }
      found.set(givenKey(picture), one)
      for (const tap of functionalKind(term).taps(term, of)) one.taps.add(tap)
    }
  }
  return [...found.values()].map(({ picture, taps }) => ({ picture, taps: [...taps] }))
}
