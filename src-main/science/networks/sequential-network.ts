// The lab's own kind of network, a list of layers, as a network that is looked into.
import type { Architecture } from '../../../src-shared/recipe/recipe.ts'
import { deepest } from '../../../src-shared/network/network-info.ts'
import { sequentialInfo } from '../../../src-shared/network/sequential-info.ts'
import { tf } from '../../tensorflow/tf.ts'
import { foldClassifier } from './folded/classifier.ts'
import type { Network, Taps } from './network.ts'
import { forward } from './sequential.ts'

/**
 * A list of layers with its weights, in the order of `weightSpecs`, as a network that is looked into. The weights go over to it: its
 * `dispose` frees them. Pictures are taken in [0, 1] as they are.
 */
export function sequentialNetwork(architecture: Architecture, weights: readonly tf.Tensor[], classes?: readonly string[]): Network {
  const info = sequentialInfo(architecture, classes)
  const upTo = (wanted: readonly string[]): string => info.taps[deepest(info, wanted)]!.name
  return {
    info,
    weights,
    run(pictures, wanted, { weights: given = weights, touch } = {}) {
      const until = upTo(wanted)
      const all: Taps = until === 'input' ? { input: pictures } : forward(architecture, given, pictures, until, touch)
      return picked(all, wanted)
    },
    byPhases(reads) {
      const wanted = reads.map(({ tap }) => tap)
      const values = weights.map((one) => one.dataSync<'float32'>())
      const folded = foldClassifier(architecture, values, reads, upTo(wanted))
      return folded && ((phases) => picked(folded(phases), wanted))
    },
    dispose: () => tf.dispose([...weights]),
  }
}

const picked = (all: Taps, wanted: readonly string[]): Taps => Object.fromEntries(wanted.map((name) => [name, all[name]!]))
