// dot(a, v) max(0.1, cosine(a, v))^power at each place, and the mean of that over all places; v is the vector divided by its length.
import { shapeOf } from '../../../../src-shared/recipe/objectives/kind.ts'
import { dotCosine, unitOf } from './cosine.ts'
import type { FunctionalMaker } from './kind.ts'

export const direction: FunctionalMaker<{ layer: string; vector: readonly number[]; power: number }> = ({ layer, vector, power }, of) => {
  const shape = shapeOf(of, layer)
  const spatial = shape.length === 3
  return {
    key: `direction ${layer} ${power}`,
    width: vector.length,
    parameters: () => unitOf(vector, 'This direction is all zeros.'),
    score(T, parameters) {
      const unit = spatial ? parameters.reshape([-1, 1, 1, vector.length]) : parameters
      const along = dotCosine(T[layer]!, unit, power)
      return spatial ? along.mean([1, 2]) : along.as1D()
    },
  }
}
