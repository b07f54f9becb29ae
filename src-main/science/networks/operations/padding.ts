// Pixels around a picture. TensorFlow's own convolutions and pools know two ways, "same" and "valid"; any other is added beforehand.
import { type Pads, samePads, type Window } from '../../../../src-shared/network/operations/kind.ts'
import { tf } from '../../../tensorflow/tf.ts'

/** The picture with `value` around it. */
export function padded(x: tf.Tensor4D, [top, bottom, left, right]: Pads, value = 0): tf.Tensor4D {
  if (top + bottom + left + right === 0) return x
  return tf.pad4d(
    x,
    [
      [0, 0],
      [top, bottom],
      [left, right],
      [0, 0],
    ],
    value,
  )
}

/** The picture as the window wants it, and the word for the pads that are still to be added. */
export function prepared(x: tf.Tensor4D, window: Window, value = 0): { x: tf.Tensor4D; padding: 'same' | 'valid' } {
  if (window.pads.every((one) => one === 0)) return { x, padding: 'valid' }
  if (samePads(x.shape.slice(1), window).join() === window.pads.join()) return { x, padding: 'same' }
  return { x: padded(x, window.pads, value), padding: 'valid' }
}
