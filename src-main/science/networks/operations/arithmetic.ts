// Values joined number by number.
import type { Combine, Constant } from '../../../../src-shared/network/operations/arithmetic.ts'
import type { tf } from '../../../tensorflow/tf.ts'
import type { Compute } from './kind.ts'

type By = Combine['by'] | Constant['by']

const two: Readonly<Record<Exclude<By, 'average'>, (a: tf.Tensor, b: tf.Tensor) => tf.Tensor>> = {
  add: (a, b) => a.add(b),
  subtract: (a, b) => a.sub(b),
  multiply: (a, b) => a.mul(b),
  divide: (a, b) => a.div(b),
  maximum: (a, b) => a.maximum(b),
  minimum: (a, b) => a.minimum(b),
  power: (a, b) => a.pow(b),
}

export const combine: Compute<Combine> = ({ by }, inputs) => {
  const rank = Math.max(...inputs.map((one) => one.rank))
  // Without their batches the last sides are aligned; with them each needs as many sides as the others.
  const aligned = inputs.map((one) =>
    one.rank === rank ? one : one.reshape([one.shape[0]!, ...new Array<number>(rank - one.rank).fill(1), ...one.shape.slice(1)]),
  )
  const join = by === 'average' ? two.add : two[by]
  const joined = aligned.reduce((a, b) => join(a, b))
  return by === 'average' ? joined.div(inputs.length) : joined
}

export const constant: Compute<Constant> = ({ by, constant: name, first }, [input], weight) => {
  const numbers = weight(name)
  return first ? two[by](numbers, input!) : two[by](input!, numbers)
}
