// What stands under the tiles of a layer, and what that is. Pure.
import type { ShownPictures } from '../../../src-shared/domains/splits.ts'
import { measured } from '../../text/format.ts'
import { shownWords } from '../../text/shown-pictures.ts'

/** `settled`: the activation of the picture that is shown. `climbed`: while a picture forms, the number that it climbs. */
export function tileValue({ settled, climbed }: { settled: number | undefined; climbed: number | undefined }): string {
  if (climbed !== undefined) return `↑ ${measured(climbed)}`
  return settled === undefined || Number.isNaN(settled) ? '' : measured(settled)
}

export interface Legend {
  /** What is told instead of an activation, where the tiles are in such an order. */
  order: string | null
  /** "naive"; null for dataset examples. */
  made: string | null
  /** "activation at the strongest place, after ReLU" */
  what: string
  split: ShownPictures
  /** The activation function, "ReLU"; null where there is none. */
  after: string | null
  /** Some of the pictures were made to raise the activation after it, others before. */
  others: boolean
}
export function legendOf({ order, made, what, split, after, others }: Legend): string {
  if (order !== null) return `Under each tile: its number, and ${order}.`
  if (made === null) return `Under each tile: its number, and the ${what}, of its best picture of ${shownWords(split)}.`
  return [
    `Under each tile: its number, and the ${what}, of its ${made} picture: the number by which real pictures are ranked, so both can ` +
      `be compared.`,
    others && after !== null ? `Some of these pictures were made to raise the activation after ${after}.` : '',
  ]
    .filter(Boolean)
    .join(' ')
}

/**
 * Of how many classes the strongest real picture is one of another class, as a sentence; empty where none is. `tops`: the class of a logit,
 * and that of its strongest picture.
 */
export function otherClassWords(tops: readonly { unit: number; label: number }[]): string {
  const others = tops.filter((one) => one.label !== one.unit).length
  if (others === 0) return ''
  const whose =
    others === tops.length
      ? tops.length === 1
        ? 'It is'
        : `For all ${tops.length} classes it is`
      : `For ${others} of ${tops.length} classes it is`
  return `${whose} a picture of another class.`
}
