// Objectives that are no weighted sums: every kind there is.
import type { FunctionalTerm } from '../../../../src-shared/recipe/objectives/functional.ts'
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

/** What a term computes on a network. Throws a RangeError that names what exists when the network has not what it asks for. */
export const functionalOf = (spec: FunctionalTerm, of: Asked): Functional =>
  (makers[spec.kind] as FunctionalMaker<FunctionalTerm>)(spec, of)
