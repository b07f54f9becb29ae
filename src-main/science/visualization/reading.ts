// How an activation is read: places of it as columns, one for each channel.
import type { Place } from '../../../src-shared/recipe/readout.ts'
import type { Measure } from '../../../src-shared/recipe/recipe.ts'
import type { tf } from '../../tensorflow/tf.ts'

/** [batch, channels] of an activation of a batch; one column for "squares". A channel is read over space by `measure`. */
export function readPlace(tap: tf.Tensor, place: Place, channels: number, measure: Measure = 'mean'): tf.Tensor2D {
  if (place === 'unit') return tap as tf.Tensor2D
  if (place === 'squares') return tap.square().reshape([tap.shape[0]!, -1]).mean(1, true)
  if (place === 'mean') return measure === 'max' ? tap.max([1, 2]) : tap.mean([1, 2])
  return tap.slice([0, place[0], place[1], 0], [-1, 1, 1, channels]).reshape([-1, channels])
}

/** How many columns that gives. */
export const columnsOf = (place: Place, shape: readonly number[]): number => (place === 'squares' ? 1 : shape.at(-1)!)
