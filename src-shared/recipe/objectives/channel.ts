// Mean of one channel over space. For a dense layer, which has no space, the unit itself. The paper's text says sum, its code takes the
// mean.
import { z } from 'zod'
import { type ObjectiveKind, shapeWith, tap } from './kind.ts'

const schema = z.strictObject({ kind: z.literal('channel'), layer: tap, channel: z.int().min(0) })
export const channel = {
  schema,
  key: (spec) => `${spec.layer}:${spec.channel}`,
  name: (spec) => `${spec.layer} channel ${spec.channel}`,
  value: 'activation',
  read(spec, of) {
    const shape = shapeWith(of, spec.layer, spec.channel)
    return [{ tap: spec.layer, place: shape.length === 3 ? 'mean' : 'unit', channel: spec.channel, weight: 1 }]
  },
} satisfies ObjectiveKind<z.output<typeof schema>>
