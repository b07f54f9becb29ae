// A differentiable affine warp: moves, turns and scales pictures, reading between pixels bilinearly.
import { type Side, sidesOf } from '../../image/side.ts'
import { tf } from '../../tensorflow/tf.ts'

/** Numbers of one view: [a, b, c, d, e, f] reads target pixel (x, y) from the source at (a x + b y + c, d x + e y + f), in pixels. */
export const viewNumbers = 6

/**
 * Reads [views x shared, H, W, C] pictures through `views`, [views, 6], into [views x shared, ...size, C]. Each view serves `shared`
 * neighbouring pictures: picture i is seen through view floor(i / shared). Pixel centres lie on whole numbers; outside the source is 0.
 *
 * The gradient with respect to the picture is exact (that of `gather` adds up what a pixel gave to its readers); none flows to the views.
 * The pixels of pictures that share a view lie side by side, so the indices are worked out, and their gradient summed, once for all of
 * them: that sum costs the same for a row of 3 numbers as for one of 48, and is the dearest part of the warp.
 */
export function warp(image: tf.Tensor4D, views: tf.Tensor2D, size: Side): tf.Tensor4D {
  const [batch, height, width, channels] = image.shape
  const [rowsSeen, columnsSeen] = sidesOf(size)
  const count = views.shape[0]
  const shared = batch / count
  if (!Number.isInteger(shared)) throw new RangeError(`${batch} pictures cannot share ${count} views evenly.`)

  const number = (at: number): tf.Tensor => views.slice([0, at], [count, 1]).reshape([count, 1, 1])
  const column = tf.range(0, columnsSeen).reshape([1, 1, columnsSeen])
  const row = tf.range(0, rowsSeen).reshape([1, rowsSeen, 1])
  // One row of black on the near sides and two on the far ones: a place outside is read from there, and so are its four neighbours.
  const rows = height + 3
  const columns = width + 3
  const x = column
    .mul(number(0))
    .add(row.mul(number(1)))
    .add(number(2))
    .clipByValue(-1, width)
  const y = column
    .mul(number(3))
    .add(row.mul(number(4)))
    .add(number(5))
    .clipByValue(-1, height)
  const left = x.floor()
  const top = y.floor()
  const toRight = x.sub(left)
  const toLeft = tf.sub(1, toRight)
  const down = y.sub(top)
  const up = tf.sub(1, down)
  // Whole numbers below 2^24 are exact in float32: enough for a place in one picture, not for one among all of a batch.
  const first = tf
    .range(0, count, 1, 'int32')
    .mul(tf.scalar(rows * columns, 'int32'))
    .reshape([count, 1, 1])
  const corner = top.add(1).mul(columns).add(left.add(1)).toInt().add(first).reshape([-1])

  const together = shared === 1 ? image : image.reshape([count, shared, height, width, channels]).transpose([0, 2, 3, 1, 4])
  const pixels = together
    .reshape([count, height, width, shared * channels])
    .pad([
      [0, 0],
      [1, 2],
      [1, 2],
      [0, 0],
    ])
    .reshape([-1, shared * channels])
  const read = (offset: number, weight: tf.Tensor): tf.Tensor =>
    pixels.gather(corner.add(tf.scalar(offset, 'int32'))).mul(weight.reshape([-1, 1]))
  const seen = read(0, toLeft.mul(up))
    .add(read(1, toRight.mul(up)))
    .add(read(columns, toLeft.mul(down)))
    .add(read(columns + 1, toRight.mul(down)))
  if (shared === 1) return seen.reshape([batch, rowsSeen, columnsSeen, channels])
  return seen
    .reshape([count, rowsSeen, columnsSeen, shared, channels])
    .transpose([0, 3, 1, 2, 4])
    .reshape([batch, rowsSeen, columnsSeen, channels])
}
