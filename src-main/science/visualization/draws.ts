// Several views of a picture in one step: what is climbed is the mean of their scores, and its gradient has less noise than that of one.
import type { tf } from '../../tensorflow/tf.ts'
import type { Transform } from './transform.ts'

/**
 * A transform that gives `draws` pictures for each it is given, each under a view of its own: of the pictures that share a view, first all
 * under the first draw, then all under the second. As it is where nothing is random.
 */
export function severalDraws(transform: Transform, draws: number): Transform {
  if (draws === 1 || transform.numbers === 0) return transform
  return {
    numbers: draws * transform.numbers,
    draws,
    one: transform,
    draw: (random) => Float32Array.from(Array.from({ length: draws }, () => [...transform.draw(random)]).flat()),
    apply(image, drawn) {
      if (!drawn) throw new Error('This transform needs its random numbers.')
      const [views, [batch, ...shape]] = [drawn.shape[0], image.shape]
      const many = repeated(image.reshape([batch, -1]) as tf.Tensor2D, views, draws)
      return transform.apply(many.reshape([batch * draws, ...shape]) as tf.Tensor4D, drawn.reshape([views * draws, transform.numbers]))
    },
  }
}

/** Rows of [views x shared, width] as the pictures of `severalDraws`: [views x draws x shared, width]. */
function repeated(rows: tf.Tensor2D, views: number, draws: number): tf.Tensor2D {
  const [batch, width] = rows.shape
  return rows
    .reshape([views, 1, (batch / views) * width])
    .tile([1, draws, 1])
    .reshape([batch * draws, width])
}

/** One score for each picture, the mean over its draws: `score` takes what each of them is asked for. */
export function meanOverDraws(
  { draws = 1 }: Transform,
  views: number,
  asked: tf.Tensor2D,
  score: (asked: tf.Tensor2D) => tf.Tensor1D,
): tf.Tensor1D {
  if (draws === 1) return score(asked)
  const pictures = asked.shape[0]
  return score(repeated(asked, views, draws))
    .reshape([views, draws, pictures / views])
    .mean(1)
    .reshape([pictures])
}
