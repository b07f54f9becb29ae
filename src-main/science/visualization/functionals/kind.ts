// What a kind of objective that is no weighted sum computes.
import type { GivenPicture } from '../../../../src-shared/recipe/given-picture.ts'
import type { Asked } from '../../../../src-shared/recipe/objectives/kind.ts'
import type { tf } from '../../../tensorflow/tf.ts'
import type { Taps } from '../../networks/network.ts'

/** What a network answers to a given picture at one of its taps, all places and channels in one array. */
export type Given = (picture: GivenPicture, tap: string) => Float32Array
/** For objectives that are about no picture. */
export const nothingGiven: Given = () => {
  throw new RangeError('This objective is about a picture, which is not at hand here. Ask for a channel, a unit or a class.')
}

/**
 * A function of activations whose details are numbers: terms with the same key share the function, and with it the graph, and differ by
 * their parameters only.
 */
export interface Functional {
  readonly key: string
  /** How many parameters it has. */
  readonly width: number
  /** [width]: what a term is about. Throws a RangeError, in words, where a given picture is no answer to it. */
  parameters(given: Given): Float32Array
  /**
   * [batch]: the score of each picture of a batch by its own row of parameters, [batch, width], or of all by one row, [1, width].
   * Differentiable; usable inside a compiled step; finite, with a finite gradient, for the parameters of any term.
   */
  score(T: Taps, parameters: tf.Tensor2D): tf.Tensor1D
}

/** Throws a RangeError that names what exists when the network has not what the term asks for. */
export type FunctionalMaker<S> = (spec: S, of: Asked) => Functional

/** 1 at one place, 0 elsewhere. */
export function oneHot(width: number, at: number): Float32Array {
  const values = new Float32Array(width)
  values[at] = 1
  return values
}
