// A classifier of the lab, as its model file holds it, as a network that is looked into.
import { classCount, className } from '../../../src-shared/domains/shapes/classes.ts'
import type { ClassifierHeader, Model } from '../../../src-shared/network/model-file.ts'
import { tf } from '../../tensorflow/tf.ts'
import type { Network } from './network.ts'
import { sequentialNetwork } from './sequential-network.ts'

const classNames = Array.from({ length: classCount }, (_, at) => className(at))

/** The network of a model file, with weights of its own, for the caller to dispose of. */
export function classifierNetwork({ header, weights }: Model<ClassifierHeader>): Network {
  const tensors = header.weights.map(({ shape }, at) => tf.tensor(weights[at]!, shape))
  return sequentialNetwork(header.architecture, tensors, classNames)
}
