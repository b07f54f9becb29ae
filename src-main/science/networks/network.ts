// A network that is looked into, whatever made it: the face that ascents, searches, rankings and evaluations know, and all they know of it.
import type { NetworkInfo } from '../../../src-shared/network/network-info.ts'
import type { Reading } from '../../../src-shared/recipe/readout.ts'
import type { tf } from '../../tensorflow/tf.ts'

/** Activations of a batch by the names of their taps, [batch, ...shape]. */
export type Taps = Record<string, tf.Tensor>
/** Sees a tap, and may put another tensor of its shape in its place. */
export type Touch = (tap: string, value: tf.Tensor) => tf.Tensor

export interface RunOptions {
  /** In place of the network's own, in their order: such as the inputs of a graph, or the weights of a training that goes on. */
  readonly weights?: readonly tf.Tensor[] | undefined
  /** Is shown each tap but "input" as it comes about, and what it gives back goes on in its place. */
  readonly touch?: Touch | undefined
}

export interface Network {
  readonly info: NetworkInfo
  /** Constants of a compiled step, or its inputs (see `compileWithNetwork`). They belong to the network. */
  readonly weights: readonly tf.Tensor[]
  /**
   * The wanted taps of pictures [batch, height, width, channels] in [0, 1]; what range the network itself works on is its own matter.
   * Nothing that no wanted tap needs is computed. Pure and differentiable, usable inside a compiled step. Throws a RangeError that names
   * what exists when a tap does not.
   */
  run(pictures: tf.Tensor4D, wanted: readonly string[], options?: RunOptions): Taps
  /**
   * The same for pictures given by their four phases, [batch, height / 2, width / 2, 4 x channels] (see `folded/convolution.ts`), where the
   * network can take them so, which is faster; null where it cannot. A tap is given in the form it is read in: one that is only read as a
   * mean may come as one place. Without a gradient; the weights become constants.
   */
  byPhases?(reads: readonly Reading[]): ((phases: tf.Tensor) => Taps) | null
  /** Frees the weights. */
  dispose(): void
}
