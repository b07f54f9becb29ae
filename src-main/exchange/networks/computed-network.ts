// A network that was read is computed before it is kept: what cannot be computed here is refused now, and what was written in another form
// is compared with what the file lists.
import type { FoundNetwork } from '../../../src-shared/network/found-network.ts'
import type { Engine } from '../../engine/client.ts'
import { type AsListed, unreadable } from './kind.ts'
import type { StagedNetwork } from './staged-network.ts'

/** As a share of the largest number of an answer: above what rounding to 32 bits does in hundreds of layers. */
const mostApart = 1e-4

/** A network as it would be kept, by the SHA-256 of its file. */
export interface Computable extends StagedNetwork {
  readonly bytes: Uint8Array
  readonly hash: string
}

/**
 * What is found of it, with how far its two forms are apart. Throws `invalid` for one that cannot be computed, or computes something else
 * than its file lists.
 */
export async function computedNetwork(engine: Engine, network: Computable): Promise<FoundNetwork> {
  const { height, width, channels } = network.info.input
  const client = await engine.clientWith(network.hash, () => network.bytes)
  const { layers } = await client.respond({ model: network.hash, pictures: new Uint8Array(height * width * channels) })
  if (!layers.every(({ values }) => values.every((row) => row.every(Number.isFinite))))
    throw unreadable(
      'This network answers a black picture with values that are not numbers, so its file is damaged, or is not what it says.',
    )
  if (!network.listed) return { ...network.found, same: null }
  const same = await client.compareOperations({ model: network.hash, ...sent(network, network.listed) })
  if (same.difference > mostApart)
    throw unreadable(
      `This network cannot be imported: in the form in which it would be kept, its answers differ from those of the operations that its ` +
        `file lists by ${same.difference.toPrecision(2)} of the largest number, and ${mostApart} is the most that rounding explains. ` +
        'Export it again with other settings, for instance without optimizing the graph.',
    )
  return { ...network.found, same }
}

/** The listed operations without the weights that the network has itself. */
function sent(
  { model }: StagedNetwork,
  { graph, weights }: AsListed,
): { graph: AsListed['graph']; weights: { name: string; shape: number[]; of: string | null }[]; values: Uint8Array } {
  const names = new Map(model.weights.map((values, at) => [values, model.header.weights[at]!.name]))
  const all = [...weights].map(([name, one]) => ({ name, shape: one.shape, of: names.get(one.values) ?? null, own: one.values }))
  const apart = all.filter(({ of }) => of === null).map(({ own }) => new Uint8Array(own.buffer, own.byteOffset, own.byteLength))
  return { graph, weights: all.map(({ name, shape, of }) => ({ name, shape, of })), values: new Uint8Array(Buffer.concat(apart)) }
}
