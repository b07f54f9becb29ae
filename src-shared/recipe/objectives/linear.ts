// The kinds that are weighted sums of readings.
import { z } from 'zod'
import { channel } from './channel.ts'
import type { ObjectiveKind } from './kind.ts'
import { layer } from './layer.ts'
import { logit } from './logit.ts'
import { neuron } from './neuron.ts'

export const linearTerm = z.discriminatedUnion('kind', [neuron.schema, channel.schema, logit.schema, layer.schema])
export type LinearTerm = z.output<typeof linearTerm>

export const linearKinds: { readonly [K in LinearTerm['kind']]: ObjectiveKind<Extract<LinearTerm, { kind: K }>> } = {
  neuron,
  channel,
  logit,
  layer,
}
export const linearKind = (spec: LinearTerm): ObjectiveKind<LinearTerm> => linearKinds[spec.kind] as ObjectiveKind<LinearTerm>
