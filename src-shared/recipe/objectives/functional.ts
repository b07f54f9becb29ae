// The kinds that are other functions of activations than weighted sums.
import { z } from 'zod'
import { caricature } from './caricature.ts'
import { direction } from './direction.ts'
import { distribution } from './distribution.ts'
import { inversion } from './inversion.ts'
import type { FunctionalKind } from './kind.ts'
import { level } from './level.ts'
import { logProbability } from './log-probability.ts'
import { margin } from './margin.ts'
import { near } from './near.ts'
import { probability } from './probability.ts'
import { rivals } from './rivals.ts'

export const functionalTerm = z.discriminatedUnion('kind', [
  logProbability.schema,
  probability.schema,
  margin.schema,
  level.schema,
  direction.schema,
  caricature.schema,
  inversion.schema,
  near.schema,
  rivals.schema,
  distribution.schema,
])
export type FunctionalTerm = z.output<typeof functionalTerm>

export const functionalKinds: { readonly [K in FunctionalTerm['kind']]: FunctionalKind<Extract<FunctionalTerm, { kind: K }>> } = {
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
export const isFunctional = (spec: { readonly kind: string }): spec is FunctionalTerm => Object.hasOwn(functionalKinds, spec.kind)
export const functionalKind = (spec: FunctionalTerm): FunctionalKind<FunctionalTerm> =>
  functionalKinds[spec.kind] as FunctionalKind<FunctionalTerm>
