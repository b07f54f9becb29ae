// Every kind of objective that a weighted sum can have as a term.
import { z } from 'zod'
import { functionalKinds, functionalTerm } from './functional.ts'
import type { NamedKind } from './kind.ts'
import { linearKinds, linearTerm } from './linear.ts'

export const objectiveTerm = z.discriminatedUnion('kind', [...linearTerm.options, ...functionalTerm.options])
export type ObjectiveTerm = z.output<typeof objectiveTerm>

export const objectiveKinds: { readonly [K in ObjectiveTerm['kind']]: NamedKind<Extract<ObjectiveTerm, { kind: K }>> } = {
  ...linearKinds,
  ...functionalKinds,
}
/** How a term is named, whichever kind it is. */
export const kindOf = (spec: ObjectiveTerm): NamedKind<ObjectiveTerm> => objectiveKinds[spec.kind] as NamedKind<ObjectiveTerm>
