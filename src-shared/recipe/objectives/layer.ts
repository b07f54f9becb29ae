// All of a layer at once: the mean of the squares of all its activations, so that whatever it sees in a picture is made more of. It is what
// DeepDream climbs (Mordvintsev, Olah and Tyka 2015).
import { z } from 'zod'
import { type ObjectiveKind, shapeOf, tap, tapWords } from './kind.ts'

const schema = z.strictObject({ kind: z.literal('layer'), layer: tap })
export const layer = {
  schema,
  label: 'All of a layer',
  fields: { layer: tapWords },
  key: (spec) => `${spec.layer}:all`,
  name: (spec) => `all of ${spec.layer}`,
  value: 'score',
  read(spec, of) {
    shapeOf(of, spec.layer)
    return [{ tap: spec.layer, place: 'squares', channel: 0, weight: 1 }]
  },
} satisfies ObjectiveKind<z.output<typeof schema>>
