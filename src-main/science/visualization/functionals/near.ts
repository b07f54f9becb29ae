// -sqrt(mean((a - a0)^2)), where a0 is what a layer answers to the given picture (lucid's `input_diff`, in any layer).
import { size } from '../../../../src-shared/network/layer-shapes.ts'
import type { GivenPicture } from '../../../../src-shared/recipe/given-picture.ts'
import { shapeOf } from '../../../../src-shared/recipe/objectives/kind.ts'
import type { tf } from '../../../tensorflow/tf.ts'
import type { FunctionalMaker } from './kind.ts'

/** Keeps the gradient of the root finite at the picture itself, where an ascent may start: there it is 0. */
const tiny = 1e-12

export const near: FunctionalMaker<{ layer: string; picture: GivenPicture }> = ({ layer, picture }, of) => {
  const width = size(shapeOf(of, layer))
  return {
    key: `near ${layer}`,
    width,
    parameters: (given) => given(picture, layer),
    score: (T, parameters) =>
      T[layer]!.reshape([-1, width]).sub(parameters).square().mean<tf.Tensor1D>(1).add<tf.Tensor1D>(tiny).sqrt().neg(),
  }
}
