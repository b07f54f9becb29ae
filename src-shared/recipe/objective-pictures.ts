// What objectives are about besides their network: pictures, and other networks.
import type { NetworkInfo } from '../network/network-info.ts'
import { givenKey, type GivenPicture } from './given-picture.ts'
import type { ObjectiveSpec } from './objective.ts'
import { askedIn, askedOf, tapIn } from './objectives/asked.ts'
import { functionalKind, isFunctional } from './objectives/functional.ts'
import { placedTerm } from './objectives/index.ts'

type Placed = ReturnType<typeof placedTerm>
const termsOf = (spec: ObjectiveSpec): readonly Placed[] =>
  spec.kind === 'sum' ? spec.terms.map(({ of }) => placedTerm(of)) : [placedTerm(spec)]

const picturesOf = ({ of }: Placed): readonly GivenPicture[] => (isFunctional(of) ? (functionalKind(of).pictures?.(of) ?? []) : [])

/** Each picture once. */
export function objectivePictures(specs: readonly ObjectiveSpec[]): GivenPicture[] {
  const all = specs.flatMap((spec) => termsOf(spec).flatMap(picturesOf))
  return [...new Map(all.map((one) => [givenKey(one), one])).values()]
}
/** Whether any of them is one of the dataset of the network. */
export const aboutExamples = (specs: readonly ObjectiveSpec[]): boolean => objectivePictures(specs).some(({ kind }) => kind === 'example')

/** Hashes of the networks that objectives ask besides the one they are asked of, each once. */
export const otherNetworks = (specs: readonly ObjectiveSpec[]): string[] => [
  ...new Set(specs.flatMap((spec) => termsOf(spec).flatMap(({ network }) => network ?? []))),
]

/** Hashes of what the objectives build on besides their network. */
export const objectiveParents = (specs: readonly ObjectiveSpec[]): string[] => [
  ...otherNetworks(specs),
  ...objectivePictures(specs).flatMap((one) => (one.kind === 'kept' ? [one.picture] : [])),
]

/** Each picture once, with the taps of the network at which it is compared. Throws like `compileObjective`. */
export function comparedAt(specs: readonly ObjectiveSpec[], info: NetworkInfo): { picture: GivenPicture; taps: string[] }[] {
  const asked = askedOf(info)
  const found = new Map<string, { picture: GivenPicture; taps: Set<string> }>()
  for (const placed of specs.flatMap(termsOf)) {
    const { of, network } = placed
    if (!isFunctional(of)) continue
    for (const picture of picturesOf(placed)) {
      const one = found.get(givenKey(picture)) ?? { picture, taps: new Set() }
      found.set(givenKey(picture), one)
      for (const tap of functionalKind(of).taps(of, askedIn(asked, network))) one.taps.add(tapIn(network, tap))
    }
  }
  return [...found.values()].map(({ picture, taps }) => ({ picture, taps: [...taps] }))
}
