// A term asked of a second network that sees the same picture. With both weights positive a picture is for both networks (an ensemble);
// with one negative it is one that they disagree on (Golan, Raju and Kriegeskorte, Controversial Stimuli, 2020).
import { z } from 'zod'
import { hash } from '../hash.ts'
import { functionalKind, functionalKinds, functionalTerm, isFunctional } from './functional.ts'
import type { NamedKind } from './kind.ts'
import { linearKind, linearKinds, linearTerm } from './linear.ts'

const inner = z.discriminatedUnion('kind', [...linearTerm.options, ...functionalTerm.options])
/** A term of one network. */
export type InnerTerm = z.output<typeof inner>

export const innerKind = (spec: InnerTerm): NamedKind<InnerTerm> =>
  (isFunctional(spec) ? functionalKind(spec) : linearKind(spec)) as NamedKind<InnerTerm>

const schema = z.strictObject({ kind: z.literal('elsewhere'), network: hash, of: inner })
export const elsewhere = {
  schema,
  label: 'In another network',
  fields: { network: { label: 'Network', names: 'network' }, of: { label: 'Of', kinds: { ...linearKinds, ...functionalKinds } } },
  key: ({ network, of }) => `${innerKind(of).key(of)}@${network.slice(0, 12)}`,
  name: ({ network, of }, classOf) => `${innerKind(of).name(of, classOf)} of the network ${network.slice(0, 12)}…`,
  value: 'score',
} satisfies NamedKind<z.output<typeof schema>>
