// Mean of one channel over space. For a dense layer, which has no space, the unit itself. The paper's text says sum, its code takes the
// mean.
import { z } from 'zod'
import { channelWords, type ObjectiveKind, shapeWith, tap, tapWords } from './kind.ts'

const schema = z.strictObject({ kind: z.literal('channel'), layer: tap, channel: z.int().min(0) })
export const channel = {
  schema,
  label: 'Channel or unit',
  fields: { layer: tapWords, channel: channelWords },
  key: (spec) => `${spec.layer}:${spec.channel}`,
  name: (spec) => `${spec.layer} channel ${spec.channel}`,
  value: 'activation',
  read(spec, of) {
    const shape = shapeWith(of, spec.layer, spec.channel)
    return [{ tap: spec.layer, place: shape.length === 3 ? 'mean' : 'unit', channel: spec.channel, weight: 1 }]
  },
} satisfies ObjectiveKind<z.output<typeof schema>>
