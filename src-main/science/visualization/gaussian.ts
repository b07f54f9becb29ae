// Gaussian blur as a product with a matrix on each side: differentiable, and of any width.
import { tf } from '../../tensorflow/tf.ts'

/**
 * [..., count, count] for standard deviations [...], in pixels: row i has the weights with which pixel i takes up its neighbours. They sum
 * to 1 within the picture, so that an even picture stays as it is up to its border.
 */
export function blurMatrix(deviation: tf.Tensor, count: number): tf.Tensor {
  const place = tf.range(0, count)
  const apart = place
    .reshape([count, 1])
    .sub(place.reshape([1, count]))
    .square()
  const weights = apart
    .div(
      deviation
        .square()
        .mul(-2)
        .reshape([...deviation.shape, 1, 1]),
    )
    .exp()
  return weights.div(weights.sum(-1, true))
}

/** [batch, height, width, channels], blurred by one standard deviation of `deviation` pixels. */
export function gaussianBlur(image: tf.Tensor4D, deviation: number): tf.Tensor4D {
  const [batch, height, width, channels] = image.shape
  const of = (count: number): tf.Tensor2D => blurMatrix(tf.scalar(deviation), count) as tf.Tensor2D
  const down = image.transpose([1, 0, 2, 3]).reshape([height, batch * width * channels])
  const across = of(height)
    .matMul(down as tf.Tensor2D)
    .reshape([height, batch, width, channels])
    .transpose([2, 1, 0, 3])
    .reshape([width, batch * height * channels])
  return of(width)
    .matMul(across as tf.Tensor2D)
    .reshape([width, batch, height, channels])
    .transpose([1, 2, 0, 3]) as tf.Tensor4D
}
