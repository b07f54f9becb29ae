// What drawn directions of a layer can be trusted for, in words.
import { count, number } from './numbers.ts'

interface Drawn {
  agreement?: number | undefined
  others?: number | undefined
  /** How many agree most with their own direction. */
  first?: number | undefined
}

/** How well pictures agree with the directions that they were drawn for, beside the others and beside luck. `of`: such as "place". */
export function drawnWords({ agreement = 0, others = 0, first = 0 }: Drawn, drawn: number, of: string): string {
  if (drawn < 2) return ''
  const own = `The drawn pictures agree with their own ${of} by a cosine of ${agreement.toFixed(2)} on average`
  const cosines = `${own}, with others by ${others.toFixed(2)}.`
  const told = `For ${number(first)} of ${number(drawn)} no other ${of} fits better; by luck it would be 1.`
  const conclusion =
    first > drawn / 2
      ? `So most pictures show what is special to their ${of}.`
      : 'So look for what they share more than for what sets them apart.'
  return `${cosines} ${told} ${conclusion}`
}

export function gridWords(summary: Drawn & { places?: number | undefined }, places: number, layer: string): string {
  const active = summary.places ?? 0
  const begin = active === places ? `All ${count(places, 'place')}` : `${number(active)} of ${count(places, 'place')}`
  const what = `${begin} of ${layer} are active in this picture; each is drawn as a picture of what its activations stand for.`
  return `${what} ${drawnWords(summary, active, 'place')}`
}

export function atlasWords(
  summary: Drawn & { cells?: number | undefined; pictures?: number | undefined; explained?: number | undefined },
  layer: string,
): string {
  const { cells = 0, pictures = 0, explained = 0 } = summary
  return (
    `${layer} was read at one place, drawn by lot, of each of ${count(pictures, 'picture')}. The two axes of this map carry ` +
    `${(100 * explained).toFixed(0)} % of what differs among them. ${drawnWords(summary, cells, 'cell')}`
  )
}
