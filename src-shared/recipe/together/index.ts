// Terms over several pictures of an ascent, which then climb in one batch: every kind there is.
import { z } from 'zod'
import { alignment } from './alignment.ts'
import { diversity } from './diversity.ts'
import type { TogetherKind } from './kind.ts'

const togetherTerm = z.discriminatedUnion('kind', [diversity.schema, alignment.schema])
/** Of an ascent; its pictures then climb in one batch. */
export const togetherTerms = z.array(togetherTerm).min(1).max(4)
export type TogetherTerm = z.output<typeof togetherTerm>

export const togetherKinds: { readonly [K in TogetherTerm['kind']]: TogetherKind<Extract<TogetherTerm, { kind: K }>> } = {
  diversity,
  alignment,
}
export const togetherKind = (spec: TogetherTerm): TogetherKind<TogetherTerm> => togetherKinds[spec.kind] as TogetherKind<TogetherTerm>
