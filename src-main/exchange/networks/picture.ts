// What a network takes: one picture, if need be laid out anew for networks that take grey pictures without channels.
import { type NetworkGraph, pictureName } from '../../../src-shared/network/graph.ts'
import type { Builder } from './builder.ts'
import { type ReadOptions, usualSide } from './kind.ts'
import { refused } from './refusal.ts'

export interface PictureShape {
  readonly input: NetworkGraph['input']
  /** The shape the layers are given, where it is another; null where they are given the picture as it is. */
  readonly laidOut: number[] | null
  /** Whether the file leaves height or width open. */
  readonly open: boolean
}

/** What an input of this shape, its batch first, takes; null is any number. Throws `invalid` for all but a picture of 1 or 3 channels. */
export function pictureOfShape(shape: readonly (number | null)[], { side: wanted = usualSide }: ReadOptions): PictureShape {
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

/** The value that the layers are given for the picture. */
export function entryValue(builder: Builder, { input, laidOut, open }: PictureShape): string {
  if (open) builder.notes.add(`The network takes pictures of any size; here it is given ${input.height} x ${input.width} pixels.`)
  if (!laidOut) return pictureName
  builder.notes.add(`The network takes a grey picture as ${laidOut.join(' x ')} numbers.`)
  return builder.add('pixels', { op: 'reshape', inputs: [pictureName], shape: laidOut })
}
