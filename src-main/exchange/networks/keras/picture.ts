// What a network of Keras takes: one picture, if need be laid out anew for networks that take grey pictures without channels.
import { z } from 'zod'
import { type NetworkGraph, pictureName } from '../../../../src-shared/network/graph.ts'
import type { Builder } from '../builder.ts'
import { type ReadOptions, refused, usualSide } from '../kind.ts'
import type { LayerSpec } from './topology.ts'

export interface PictureShape {
  readonly input: NetworkGraph['input']
  /** The shape the layers are given, where it is another; null where they are given the picture as it is. */
  readonly laidOut: number[] | null
  /** Whether the file leaves height or width open. */
  readonly open: boolean
}

const side = z.int().min(1).max(1_000_000_000).nullable()
const sides = z.array(side).min(1).max(8)

/** Throws `invalid` for anything but one picture of 1 or 3 channels. */
export function pictureOf(model: LayerSpec, { side: wanted = usualSide }: ReadOptions): PictureShape {
  const { inputs } = model.model!
  if (inputs.length !== 1)
    throw refused(`it takes ${inputs.length} inputs at once`, 'Only networks that take one picture can be looked into.')
  const shape = shapeOf(model)
  if (!shape) throw refused('its file does not say which pictures it takes', 'Call the model on a picture once, and save it again.')
  if (shape[0] !== null && shape[0] !== 1) throw refused(`it takes ${shape[0]} pictures at once, and only ever so many`)
  const [first, second, channels] = shape.slice(1)
  const open = shape.length > 2 && (first === null || second === null)
  const [height, width] = [first ?? wanted, second ?? wanted]
  if (shape.length === 4 && (channels === 1 || channels === 3)) return { input: { height, width, channels }, laidOut: null, open }
  if (shape.length === 3) return { input: { height, width, channels: 1 }, laidOut: [height, width], open }
  // All pixels of a square grey picture in one row, as first networks on handwritten digits take it.
  const square = Math.sqrt(first ?? 0)
  if (shape.length === 2 && Number.isInteger(square) && square >= 8)
    return { input: { height: square, width: square, channels: 1 }, laidOut: [first!], open: false }
  throw refused(
    `it takes ${shape
      .slice(1)
      .map((one) => one ?? 'any number')
      .join(' x ')} numbers`,
    'Only networks that take one picture (height x width x channels, of 1 or 3 channels) can be looked into.',
  )
}

/** The shape of the input, its batch first; null where the file does not say. */
function shapeOf(layer: LayerSpec): (number | null)[] | null {
  const { config, model } = layer
  for (const stated of [config['batch_shape'], config['batch_input_shape'], config['build_input_shape']]) {
    const shape = sides.safeParse(stated)
    if (shape.success) return shape.data
  }
  const bare = sides.safeParse(config['shape'] ?? config['input_shape'])
  if (bare.success) return [null, ...bare.data]
  const entry = model?.inputs[0]?.layer
  if (!entry) return null
  // A model that begins with a model.
  return shapeOf(entry) ?? (model.layers[1]?.model ? shapeOf(model.layers[1]) : null)
}

/** The value that the layers are given for the picture. */
export function entryValue(builder: Builder, { input, laidOut, open }: PictureShape): string {
  if (input.height > 2048 || input.width > 2048)
    throw refused(
      `it takes pictures of ${input.height} x ${input.width} pixels`,
      'Pictures of up to 2,048 pixels a side can be looked into.',
    )
  if (open) builder.notes.add(`The network takes pictures of any size; here it is given ${input.height} x ${input.width} pixels.`)
  if (!laidOut) return pictureName
  builder.notes.add(`The network takes a grey picture as ${laidOut.join(' x ')} numbers.`)
  return builder.add('pixels', { op: 'reshape', inputs: [pictureName], shape: laidOut })
}
