// A Gaussian blur whose width is drawn for each view.
import type { Transform } from '../../../../src-shared/recipe/transforms/index.ts'
import type { tf } from '../../../tensorflow/tf.ts'
import { blurMatrix } from '../gaussian.ts'
import type { PictureKind } from './kind.ts'

export const blur: PictureKind<Extract<Transform, { kind: 'blur' }>> = {
  numbers: () => 1,
  draw: ({ deviation }, random) => Float32Array.of(random.range(...deviation)),
  apply(_spec, image, drawn) {
    const [batch, height, width, channels] = image.shape
    const views = drawn.shape[0]
    const shared = batch / views
    const deviations = drawn.reshape([views])
    const down = image.reshape([views, shared, height, width, channels]).transpose([0, 2, 1, 3, 4])
    const across = blurMatrix(deviations, height)
      .matMul(down.reshape([views, height, shared * width * channels]))
      .reshape([views, height, shared, width, channels])
      .transpose([0, 3, 2, 1, 4])
    return blurMatrix(deviations, width)
      .matMul(across.reshape([views, width, shared * height * channels]))
      .reshape([views, width, shared, height, channels])
      .transpose([0, 2, 3, 1, 4])
      .reshape(image.shape) as tf.Tensor4D
  },
}
