// How large the picture on a method's card is.
import { fittingScale } from '../components/pictures/pixels.svelte.ts'

/** The scale at which pictures of this width fill one of `across` cards beside each other in `room` pixels: 8 at most, 2 where they fit. */
export function cardScale(width: number, room: number, across: number): number {
  const inside = (room - 12 * (across - 1)) / across - 28
  const scale = fittingScale(width, Math.max(96, inside))
  return Math.min(8, width <= 64 ? Math.max(2, scale) : scale)
}
