// What convolutions and pools have in common: a window that is moved over height and width.
import { type Pads, samePads } from '../../../../../src-shared/network/operations/kind.ts'
import { cannot, integers, type Site, text } from '../site.ts'

export type Pair = [number, number]

/** An attribute of one number for each side, such as strides. */
export function along(site: Site, name: string, sides: number): number[] {
  const list = integers(site, name) ?? new Array<number>(sides).fill(1)
  if (list.length !== sides || list.some((one) => one < 1 || one > 4096)) throw cannot(site, `has ${name} of ${list.join(', ')}`)
  return list
}

/** ONNX lists the pixels before all sides first, then those after them. */
export function padsAlong(site: Site, sides: number): { before: number[]; after: number[] } {
  const list = integers(site, 'pads') ?? new Array<number>(2 * sides).fill(0)
  if (list.length !== 2 * sides || list.some((one) => one < 0 || one > 4096)) throw cannot(site, `has pads of ${list.join(', ')}`)
  return { before: list.slice(0, sides), after: list.slice(sides) }
}

/** The pixels added around a picture: as they are listed, or as a word says it. */
export function padsOf(site: Site, sides: Pair, window: { size: Pair; strides: Pair; dilations?: Pair }): Pads {
  const word = text(site, 'auto_pad', 'NOTSET')
  if (word === 'VALID') return [0, 0, 0, 0]
  if (word === 'NOTSET' || word === '') {
    const { before, after } = padsAlong(site, 2)
    return [before[0]!, after[0]!, before[1]!, after[1]!]
  }
  const [top, bottom, left, right] = samePads(sides, window)
  if (word === 'SAME_UPPER') return [top, bottom, left, right]
  if (word === 'SAME_LOWER') return [bottom, top, right, left]
  throw cannot(site, `pads its picture in an unknown way (${word.slice(0, 40)})`)
}
