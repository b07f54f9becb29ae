// One channel at one place; without x and y the centre, (floor(W/2), floor(H/2)), as in lucid.
import { z } from 'zod'
import { channelWords, type ObjectiveKind, shapeWith, tap, tapWords } from './kind.ts'

const schema = z.strictObject({
  kind: z.literal('neuron'),
  layer: tap,
  channel: z.int().min(0),
  x: z.int().min(0).optional(),
  y: z.int().min(0).optional(),
})
export const neuron = {
  schema,
  label: 'One neuron',
  fields: {
    layer: tapWords,
    channel: channelWords,
    x: { label: 'Column', help: 'From the left, beginning with 0. Empty: the middle.' },
    y: { label: 'Row', help: 'From the top, beginning with 0. Empty: the middle.' },
  },
  key: (spec) => `${spec.layer}:${spec.channel}@${spec.x ?? 'c'},${spec.y ?? 'c'}`,
  name: ({ layer, channel, x, y }) =>
    `${layer} channel ${channel}, neuron at ` +
    (x === undefined && y === undefined ? 'the centre' : `(${x ?? 'centre'}, ${y ?? 'centre'})`),
  value: 'activation',
  read({ layer, channel, ...at }, of) {
    const shape = shapeWith(of, layer, channel)
    if (shape.length !== 3) {
      if (at.x !== undefined || at.y !== undefined)
        throw new RangeError(`${layer} is a layer without space: its units are named by their number alone, not by x and y.`)
      return [{ tap: layer, place: 'unit', channel, weight: 1 }]
    }
    const [height, width] = shape as [number, number]
    const y = at.y ?? Math.floor(height / 2)
    const x = at.x ?? Math.floor(width / 2)
    if (y >= height || x >= width) throw new RangeError(`${layer} is ${width} wide and ${height} high; it has no neuron at (${x}, ${y}).`)
    return [{ tap: layer, place: [y, x], channel, weight: 1 }]
  },
} satisfies ObjectiveKind<z.output<typeof schema>>
