// Every kind of objective that a weighted sum can have as a term.
import { z } from 'zod'
import { elsewhere, type InnerTerm } from './elsewhere.ts'
import { functionalKinds, functionalTerm } from './functional.ts'
import type { NamedKind } from './kind.ts'
import { linearKinds, linearTerm } from './linear.ts'

export const objectiveTerm = z.discriminatedUnion('kind', [...linearTerm.options, ...functionalTerm.options, elsewhere.schema])
export type ObjectiveTerm = z.output<typeof objectiveTerm>

export const objectiveKinds: { readonly [K in ObjectiveTerm['kind']]: NamedKind<Extract<ObjectiveTerm, { kind: K }>> } = {
  ...linearKinds,
  ...functionalKinds,
  elsewhere,
}
/** How a term is named, whichever kind it is. */
export const kindOf = (spec: ObjectiveTerm): NamedKind<ObjectiveTerm> => objectiveKinds[spec.kind] as NamedKind<ObjectiveTerm>

/** What a term asks for, and the network that it asks besides; null for the network itself. */
export const placedTerm = (term: ObjectiveTerm): { of: InnerTerm; network: string | null } =>
  term.kind === 'elsewhere' ? { of: term.of, network: term.network } : { of: term, network: null }
