// Networks side by side: the same picture is shown to all, and what each answers goes by its own name.
import { type NetworkInfo, pictureShape, tapWithin } from '../../../src-shared/network/network-info.ts'
import type { Network, Taps } from './network.ts'

/**
 * A network with others beside it, by their hashes: their taps are among its own, as `tapWithin` calls them, and its classes are its own.
 * All of them belong to it: its `dispose` frees their weights. Throws a RangeError for one that takes pictures of another size.
 */
export function jointNetwork(main: Network, others: ReadonlyMap<string, Network>): Network {
  const [shape, ...rest] = [main, ...others.values()].map(({ info }) => pictureShape(info).join(' x '))
  const apart = rest.find((one) => one !== shape)
  if (apart !== undefined)
    throw new RangeError(
      `These networks take pictures of ${shape} and of ${apart}, and one picture is shown to both. Choose two of the same size.`,
    )
  const info: NetworkInfo = {
    ...main.info,
    taps: [main.info.taps, ...[...others].map(([hash, { info: own }]) => own.taps.map((tap) => within(hash, tap)))].flat(),
    others: new Map([...others].map(([hash, one]) => [hash, one.info])),
  }
  return {
    info,
    weights: [main, ...others.values()].flatMap((one) => one.weights),
    run(pictures, wanted, { weights, touch } = {}) {
      let first = 0
      /** Of the weights in place of the networks' own, those of the next. */
      const next = (network: Network): Network['weights'] | undefined => {
        const own = weights?.slice(first, first + network.weights.length)
        first += network.weights.length
        return own
      }
      const known = new Set(main.info.taps.map(({ name }) => name))
      const mine = wanted.filter((name) => known.has(name))
      const given = next(main)
      const all: Taps = mine.length > 0 ? main.run(pictures, mine, { weights: given, touch }) : {}
      for (const [hash, other] of others) {
        const names = new Map(other.info.taps.map(({ name }) => [tapWithin(hash, name), name]))
        const theirs = wanted.flatMap((name) => names.get(name) ?? [])
        const own = next(other)
        if (theirs.length === 0) continue
        const seen = other.run(pictures, theirs, {
          weights: own,
          touch: touch && ((tap, value) => touch(tapWithin(hash, tap), value)),
        })
        for (const name of theirs) all[tapWithin(hash, name)] = seen[name]!
      }
      const missing = wanted.find((name) => !Object.hasOwn(all, name))
      if (missing !== undefined) throw new RangeError(`None of these networks has an activation named "${missing}".`)
      return all
    },
    dispose() {
      for (const one of [main, ...others.values()]) one.dispose()
    },
  }
}

const within = <T extends { name: string; layer: string }>(hash: string, tap: T): T => ({
  ...tap,
  name: tapWithin(hash, tap.name),
  layer: tapWithin(hash, tap.layer),
})
