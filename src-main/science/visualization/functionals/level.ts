// -((a - level) / deviation)^2, where a is one reading.
import { linearKind, type LinearTerm } from '../../../../src-shared/recipe/objectives/linear.ts'
import type { tf } from '../../../tensorflow/tf.ts'
import { columnsOf, readPlace } from '../reading.ts'
import type { FunctionalMaker } from './kind.ts'

export const level: FunctionalMaker<{ of: LinearTerm; level: number; deviation: number }> = (spec, of) => {
  const readout = linearKind(spec.of).read(spec.of, of)
  const { tap, place, channel, weight } = readout[0]!
  const columns = columnsOf(place, of.shapes[tap]!)
  return {
    key: `level ${tap} ${place}`,
    width: columns + 2,
    parameters() {
      const values = new Float32Array(columns + 2)
      values[channel] = weight
      values[columns] = spec.level
      values[columns + 1] = 1 / spec.deviation
      return values
    },
    score(T, parameters) {
      const [weights, wanted, scale] = [
        parameters.slice([0, 0], [-1, columns]),
        parameters.slice([0, columns], [-1, 1]).squeeze([1]),
        parameters.slice([0, columns + 1], [-1, 1]).squeeze([1]),
      ]
      return readPlace(T[tap]!, place, columns)
        .mul(weights)
        .sum<tf.Tensor1D>(1)
        .sub<tf.Tensor1D>(wanted)
        .mul<tf.Tensor1D>(scale)
        .square()
        .neg()
    },
  }
}
