// A network that is looked into, whatever made it: the face that ascents, searches, rankings and evaluations know, and all they know of it.
import type { Reading } from '../../../src-shared/recipe/readout.ts'
import type { tf } from '../../tensorflow/tf.ts'

/** Activations of a batch by the names of their taps, [batch, ...shape]. */
export type Taps = Record<string, tf.Tensor>
/** Sees a tap, and may put another tensor of its shape in its place. */
export type Touch = (tap: string, value: tf.Tensor) => tf.Tensor

/** A place in a network whose activation can be read. */
export interface Tap {
  /** What objectives call it; unique. "input" is the picture itself. */
  readonly name: string
  /** Without the batch: [height, width, channels], or [units] where there is no space. */
  readonly shape: readonly number[]
  /** Before or after the activation function of its layer; "only" where there is none. */
  readonly stage: 'before' | 'after' | 'only'
  /** The layer: its taps before and after the activation function share it. */
  readonly layer: string
  /** The function between the two taps of the layer, such as "relu"; null where the stage is "only". */
  readonly activation: string | null
  /** Whether the layer has weights of its own; false for the picture, and for what only rearranges. */
  readonly weighted: boolean
}

export interface NetworkInfo {
  /** The pictures it takes. */
  readonly input: {
    readonly height: number
    readonly width: number
    readonly channels: number
    /** What lies outside of a picture that is moved or turned, a number in [0, 1] for each channel. */
    readonly background: readonly number[]
  }
  /** In the order in which they come about; the first is "input". */
  readonly taps: readonly Tap[]
  /** Where the classes are told, before any softmax, and their names; null for a network without classes. */
  readonly classes: { readonly tap: string; readonly names: readonly string[] } | null
}

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

/** Shapes of all taps by name. The record has no prototype: a name from outside, such as "constructor", finds a tap or nothing. */
export function shapesOf({ taps }: NetworkInfo): Record<string, readonly number[]> {
  const shapes = Object.create(null) as Record<string, readonly number[]>
  for (const { name, shape } of taps) shapes[name] = shape
  return shapes
}

/** Place of the last of these taps among all of the network. Throws a RangeError that names what exists when one does not. */
export function deepest({ taps }: NetworkInfo, wanted: readonly string[]): number {
  return wanted.reduce((last, name) => {
    const at = taps.findIndex((tap) => tap.name === name)
    if (at < 0) throw new RangeError(`This network has no activation named "${name}". It has: ${taps.map((tap) => tap.name).join(', ')}.`)
    return Math.max(last, at)
  }, 0)
}

/** The tap where the classes are told. Throws a RangeError for a network without classes. */
export function classTap({ classes }: NetworkInfo): string {
  if (!classes) throw new RangeError('This network has no classes.')
  return classes.tap
}

/** What a class of the network is called; its number where it has no name. */
export const classNamer =
  ({ classes }: NetworkInfo) =>
  (index: number): string =>
    classes?.names[index] ?? String(index)

/** [height, width, channels] of the pictures it takes. */
export function pictureShape({ input }: NetworkInfo): [height: number, width: number, channels: number] {
  return [input.height, input.width, input.channels]
}
