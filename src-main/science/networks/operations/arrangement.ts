// What only rearranges, cuts or sums up what is there. Axes are counted without the batch.
import type { Concat, Pad, Reduce, Reshape, Slice, Transpose } from '../../../../src-shared/network/operations/arrangement.ts'
import { tf } from '../../../tensorflow/tf.ts'
import type { Compute } from './kind.ts'
import { padded } from './padding.ts'

export const reshape: Compute<Reshape> = ({ shape }, [input]) => input!.reshape([input!.shape[0]!, ...shape])
export const transpose: Compute<Transpose> = ({ order }, [input]) => input!.transpose([0, ...order.map((one) => one + 1)])
export const concat: Compute<Concat> = ({ axis }, inputs) => tf.concat([...inputs], axis + 1)
export const slice: Compute<Slice> = ({ begin, length }, [input]) => input!.slice([0, ...begin], [-1, ...length])

export const pad: Compute<Pad> = ({ pads, mode, value }, [input]) => {
  const x = input as tf.Tensor4D
  if (mode === 'constant') return padded(x, pads, value)
  const [top, bottom, left, right] = pads
  const [, height, width] = x.shape
  // Which pixel stands at each place: as a gather, whose gradient TensorFlow.js knows.
  const rows = places(height, top, bottom, mode)
  const columns = places(width, left, right, mode)
  return tf.gather(tf.gather(x, tf.tensor1d(rows, 'int32'), 1), tf.tensor1d(columns, 'int32'), 2)
}

function places(side: number, before: number, after: number, mode: 'reflect' | 'edge'): number[] {
  return Array.from({ length: before + side + after }, (_, at) => {
    const place = at - before
    if (mode === 'edge') return Math.min(side - 1, Math.max(0, place))
    return place < 0 ? -place : place >= side ? 2 * side - 2 - place : place
  })
}

export const reduce: Compute<Reduce> = ({ by, axes, keeps }, [input]) => {
  const along = axes.map((one) => one + 1)
  if (by === 'max') return input!.max(along, keeps)
  return by === 'sum' ? input!.sum(along, keeps) : input!.mean(along, keeps)
}
