// The network that a recipe looks into, with those that its objectives ask besides.
import { decodeModel, isLookedInto, type LookedInto, type Model } from '../../../src-shared/network/model-file.ts'
import { otherNetworks } from '../../../src-shared/recipe/objective-pictures.ts'
import type { ObjectiveSpec } from '../../../src-shared/recipe/objective.ts'
import { invalid } from '../../../src-shared/rpc/fault.ts'
import { jointNetwork } from '../../science/networks/joint-network.ts'
import { modelNetwork } from '../../science/networks/model-network.ts'
import type { Network } from '../../science/networks/network.ts'
import type { JobContext } from './job.ts'

/** For the caller to dispose of. Throws `invalid`, in words, for one that is no network to look into, or of another size. */
export function askedNetwork(model: Model<LookedInto>, objectives: readonly ObjectiveSpec[], context: Pick<JobContext, 'blob'>): Network {
  const main = modelNetwork(model)
  const others = new Map<string, Network>()
  try {
    for (const hash of otherNetworks(objectives)) {
      const { header, weights } = decodeModel(context.blob(hash))
      if (!isLookedInto(header)) throw invalid(`The network ${hash.slice(0, 12)}… is a generator; a classifier is needed there.`)
      others.set(hash, modelNetwork({ header, weights }))
    }
    return others.size === 0 ? main : jointNetwork(main, others)
  } catch (error) {
    for (const one of [main, ...others.values()]) one.dispose()
    throw error instanceof RangeError ? invalid(error.message) : error
  }
}
