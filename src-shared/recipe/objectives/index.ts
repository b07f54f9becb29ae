// Every kind of objective that a weighted sum can have as a term.
import { z } from 'zod'
import { channel } from './channel.ts'
import type { ObjectiveKind } from './kind.ts'
import { layer } from './layer.ts'
import { logit } from './logit.ts'
import { neuron } from './neuron.ts'

export const objectiveTerm = z.discriminatedUnion('kind', [neuron.schema, channel.schema, logit.schema, layer.schema])
export type ObjectiveTerm = z.output<typeof objectiveTerm>

export const objectiveKinds: { readonly [K in ObjectiveTerm['kind']]: ObjectiveKind<Extract<ObjectiveTerm, { kind: K }>> } = {
  neuron,
  channel,
  logit,
  layer,
}
export const kindOf = (spec: ObjectiveTerm): ObjectiveKind<ObjectiveTerm> => objectiveKinds[spec.kind] as ObjectiveKind<ObjectiveTerm>
