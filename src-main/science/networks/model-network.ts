// The network of a model file, whoever made it, as a network that is looked into.
import type { LookedInto, Model } from '../../../src-shared/network/model-file.ts'
import { modelInfo } from '../../../src-shared/network/model-info.ts'
import { tf } from '../../tensorflow/tf.ts'
import { graphNetwork } from './graph-network.ts'
import type { Network } from './network.ts'
import { sequentialNetwork } from './sequential-network.ts'

/** The network of a model file, with weights of its own, for the caller to dispose of. */
export function modelNetwork({ header, weights }: Model<LookedInto>): Network {
  if (header.kind === 'classifier') {
    const tensors = header.weights.map(({ shape }, at) => tf.tensor(weights[at]!, shape))
    return sequentialNetwork(header.architecture, tensors, modelInfo(header).classes!.names)
  }
  const arrays = new Map(header.weights.map(({ name, shape }, at) => [name, { shape, values: weights[at]! }]))
  const { preprocessing, background, classNames } = header
  return graphNetwork(header.graph, arrays, { preprocessing, background, ...(classNames === null ? {} : { classNames }) })
}
