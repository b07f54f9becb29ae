// Normal noise added to every pixel and channel. Its numbers are drawn outside of the graph, so that a run can be repeated; pictures that
// share a view share them.
import type { Transform } from '../../../../src-shared/recipe/transforms/index.ts'
import { size } from '../../../../src-shared/network/layer-shapes.ts'
import type { tf } from '../../../tensorflow/tf.ts'
import type { PictureKind } from './kind.ts'

export const noise: PictureKind<Extract<Transform, { kind: 'noise' }>> = {
  numbers: (_spec, shape) => size(shape),
  draw: ({ deviation }, random, shape) => random.fillNormal(new Float32Array(size(shape))).map((one) => deviation * one),
  apply(_spec, image, drawn) {
    const [batch, ...shape] = image.shape
    const views = drawn.shape[0]
    return image
      .reshape([views, batch / views, ...shape])
      .add(drawn.reshape([views, 1, ...shape]))
      .reshape(image.shape) as tf.Tensor4D
  },
}
