// -|a - a0|^2 / |a0|^2, where a0 is what a layer answers to the given picture: 0 where both answers are the same, -1 where there is none.
import { size } from '../../../../src-shared/network/layer-shapes.ts'
import { givenName, type GivenPicture } from '../../../../src-shared/recipe/given-picture.ts'
import { shapeOf } from '../../../../src-shared/recipe/objectives/kind.ts'
import type { tf } from '../../../tensorflow/tf.ts'
import type { FunctionalMaker } from './kind.ts'

export const inversion: FunctionalMaker<{ layer: string; picture: GivenPicture }> = ({ layer, picture }, of) => {
  const width = size(shapeOf(of, layer))
  return {
    key: `inversion ${layer}`,
    width: width + 1,
    parameters(given) {
      const wanted = given(picture, layer)
      const squares = wanted.reduce((sum, one) => sum + one * one, 0)
      if (squares === 0)
        throw new RangeError(
          `Nothing in ${layer} answers to ${givenName(picture)}, so there is nothing to bring back. Choose a layer before its ReLU.`,
        )
      const values = new Float32Array(width + 1)
      values.set(wanted)
      values[width] = 1 / squares
      return values
    },
    score(T, parameters) {
      const [wanted, scale] = [parameters.slice([0, 0], [-1, width]), parameters.slice([0, width], [-1, 1]).squeeze([1])]
      return T[layer]!.reshape([-1, width]).sub(wanted).square().sum<tf.Tensor1D>(1).mul<tf.Tensor1D>(scale).neg()
    },
  }
}
