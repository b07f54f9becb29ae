// Another size of a picture, as two products with matrices: any convention of places is then exact, and has a gradient.
import type { Resize } from '../../../../src-shared/network/operations/arrangement.ts'
import { tf } from '../../../tensorflow/tf.ts'
import type { Compute } from './kind.ts'

export const resize: Compute<Resize> = (node, [input]) => resized(input!, node)

/** [batch, height, width, channels] to [batch, ...sides, channels]. */
export function resized(input: tf.Tensor, how: Pick<Resize, 'sides' | 'method' | 'places' | 'rounding'>): tf.Tensor {
  const [batch, height, width, channels] = input.shape as [number, number, number, number]
  const [rows, columns] = how.sides
  const down = tf
    .matMul(tf.tensor2d(zoom(height, rows, how), [rows, height]), input.transpose([1, 0, 2, 3]).reshape([height, -1]))
    .reshape([rows, batch, width, channels])
  return tf
    .matMul(tf.tensor2d(zoom(width, columns, how), [columns, width]), down.transpose([2, 1, 0, 3]).reshape([width, -1]))
    .reshape([columns, batch, rows, channels])
    .transpose([1, 2, 0, 3])
}

/** [to, from], row by row: which numbers each place of the answer is made of. */
function zoom(from: number, to: number, { method, places, rounding }: Pick<Resize, 'method' | 'places' | 'rounding'>): Float32Array {
  const matrix = new Float32Array(to * from)
  const add = (at: number, place: number, share: number): void => {
    matrix[at * from + Math.min(from - 1, Math.max(0, place))]! += share
  }
  for (let at = 0; at < to; at++) {
    const place = placeOf(at, from, to, places)
    if (method === 'nearest') add(at, rounded(place, rounding), 1)
    else {
      const inside = Math.min(from - 1, Math.max(0, place))
      const before = Math.floor(inside)
      add(at, before, 1 - (inside - before))
      add(at, before + 1, inside - before)
    }
  }
  return matrix
}

function placeOf(at: number, from: number, to: number, places: Resize['places']): number {
  if (places === 'corners') return to === 1 ? 0 : (at * (from - 1)) / (to - 1)
  return places === 'centers' ? ((at + 0.5) * from) / to - 0.5 : (at * from) / to
}

function rounded(place: number, rounding: Resize['rounding']): number {
  switch (rounding) {
    case 'floor':
      return Math.floor(place)
    case 'ceil':
      return Math.ceil(place)
    case 'half-down':
      return Math.ceil(place - 0.5)
    case 'half-up':
      return Math.floor(place + 0.5)
  }
}
