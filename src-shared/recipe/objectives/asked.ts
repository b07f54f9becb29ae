// What objectives know of a network, and of those that stand beside it.
import { type NetworkInfo, shapesOf, tapWithin } from '../../network/network-info.ts'
import type { Asked } from './kind.ts'

export const askedOf = (info: NetworkInfo): Asked => ({
  shapes: shapesOf(info),
  classTap: info.classes?.tap ?? null,
  others: new Map([...(info.others ?? [])].map(([hash, other]) => [hash, askedOf(other)])),
})

/** The network that a term is asked of: this one, or one beside it. Throws a RangeError where it is not there. */
export function askedIn(of: Asked, network: string | null): Asked {
  if (network === null) return of
  const other = of.others?.get(network)
  if (!other) throw new RangeError(`This objective asks another network, ${network.slice(0, 12)}…, which is not at hand here.`)
  return other
}
/** What one of its taps is called where networks stand side by side. */
export const tapIn = (network: string | null, tap: string): string => (network === null ? tap : tapWithin(network, tap))
