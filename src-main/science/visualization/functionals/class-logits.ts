// The logits of all classes: what the kinds that set one class against the others read.
import { type Asked, classTapOf } from '../../../../src-shared/recipe/objectives/kind.ts'
import type { tf } from '../../../tensorflow/tf.ts'
import { readPlace } from '../reading.ts'
import { type Functional, oneHot } from './kind.ts'

/** A function of [batch, classes] logits and [batch or 1, classes], which is 1 for the class that is asked for and 0 for the others. */
type OfClass = (logits: tf.Tensor2D, asked: tf.Tensor2D) => tf.Tensor1D

/** The functional of a class. Throws a RangeError that names what exists when the network has no such class. */
export function classFunctional(name: string, index: number, of: Asked, score: OfClass): Functional {
  const tap = classTapOf(of, index)
  const shape = of.shapes[tap]!
  const classes = shape.at(-1)!
  return {
    key: name,
    width: classes,
    parameters: () => oneHot(classes, index),
    score: (T, asked) => score(readPlace(T[tap]!, shape.length === 3 ? 'mean' : 'unit', classes), asked),
  }
}
