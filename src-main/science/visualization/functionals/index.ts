// Objectives that are no weighted sums: every kind there is.
import type { FunctionalTerm } from '../../../../src-shared/recipe/objectives/functional.ts'
import { askedIn, tapIn } from '../../../../src-shared/recipe/objectives/asked.ts'
import type { WeightedFunctional } from '../../../../src-shared/recipe/readout.ts'
import type { Asked } from '../../../../src-shared/recipe/objectives/kind.ts'
import { caricature } from './caricature.ts'
import { direction } from './direction.ts'
import { distribution } from './distribution.ts'
import { inversion } from './inversion.ts'
import type { Functional, FunctionalMaker } from './kind.ts'
import { level } from './level.ts'
import { logProbability } from './log-probability.ts'
import { margin } from './margin.ts'
import { near } from './near.ts'
import { probability } from './probability.ts'
import { rivals } from './rivals.ts'

const makers: { readonly [K in FunctionalTerm['kind']]: FunctionalMaker<Extract<FunctionalTerm, { kind: K }>> } = {
  'log-probability': logProbability,
  probability,
  margin,
  level,
  direction,
  caricature,
  inversion,
  near,
  rivals,
  distribution,
}

const functionalOf = (spec: FunctionalTerm, of: Asked): Functional => (makers[spec.kind] as FunctionalMaker<FunctionalTerm>)(spec, of)

/**
 * What a term computes on a network, or on the one beside it that it asks. Throws a RangeError that names what exists when that has not
 * what it asks for.
 */
export function functionalIn({ of: term, network }: Pick<WeightedFunctional, 'of' | 'network'>, asked: Asked): Functional {
  const own = functionalOf(term, askedIn(asked, network))
  if (network === null) return own
  const names = Object.keys(askedIn(asked, network).shapes)
  return {
    key: tapIn(network, own.key),
    width: own.width,
    parameters: (given) => own.parameters((picture, tap) => given(picture, tapIn(network, tap))),
    score(T, parameters) {
      const seen = names.flatMap((name) => (T[tapIn(network, name)] ? [[name, T[tapIn(network, name)]!] as const] : []))
      return own.score(Object.fromEntries(seen), parameters)
    },
  }
}
