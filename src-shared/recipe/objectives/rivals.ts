// A channel less what its rivals answer on average: asked for when a picture of a unit excites all of its layer.
import { z } from 'zod'
import { channelWords, type FunctionalKind, shapeWith, tap, tapWords } from './kind.ts'

const schema = z.strictObject({
  kind: z.literal('rivals'),
  layer: tap,
  channel: z.int().min(0),
  /** How much the mean activation of the others counts, without its sign. */
  weight: z.number().min(0).max(1000).default(1),
})
export const rivals = {
  schema,
  label: 'Channel without its rivals',
  fields: { layer: tapWords, channel: channelWords, weight: { label: 'Weight of the others' } },
  key: ({ layer, channel, weight }) => `${layer}:${channel}-${weight}*rivals`,
  name: ({ layer, channel, weight }) => `${layer} channel ${channel} without its rivals${weight === 1 ? '' : `, weighted ${weight}`}`,
  value: 'score',
  taps({ layer, channel }, of) {
    if (shapeWith(of, layer, channel).at(-1) === 1)
      throw new RangeError(`${layer} has one channel, which has no rivals. Ask for the channel itself.`)
    return [layer]
  },
} satisfies FunctionalKind<z.output<typeof schema>>
