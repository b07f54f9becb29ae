// Transforms that move pixels, in a row: one matrix for each view, and one reading of the picture.
import { type Random, random } from '../../../../src-shared/math/random.ts'
import type { Transform } from '../../../../src-shared/recipe/transforms/index.ts'
import { tf } from '../../../tensorflow/tf.ts'
import { warp } from '../warp.ts'
import { type AffineKind, inSequence, shift, type View } from './kind.ts'

type Sides = readonly [height: number, width: number]
export interface Views {
  /** Size of the last canvas, if nothing else is asked for. */
  readonly natural: Sides
  /** Numbers of one view that shows `target` pixels of the last canvas, about its centre, rounded down to whole pixels. */
  draw(random: Random, target: Sides): Float32Array
  see(image: tf.Tensor4D, drawn: tf.Tensor2D, target: Sides): tf.Tensor4D
}

/**
 * Several affine transforms in sequence, from pictures of the size `canvas`, for a network that takes `size`. Nothing is blurred twice, and
 * what an inner window cuts off comes back when a later turn uncovers it. `background` outside of the picture, a number for each channel,
 * unless a step says otherwise. What shrinks below half its size is averaged, not skipped over.
 */
export function viewsThrough(
  steps: readonly { affine: AffineKind<Transform>; spec: Transform }[],
  canvas: Sides,
  size: Sides,
  background: readonly number[],
): Views {
  const change = inSequence(...steps.map(({ affine, spec }) => affine.view(spec, size)))
  const begin: View = { height: canvas[0], width: canvas[1], a: 1, b: 0, c: 0, d: 0, e: 1, f: 0 }
  const readings = readingsOf(steps)
  const places = Array.from({ length: readings }, (_, at) => (at - (readings - 1) / 2) / readings)
  const onBlack = (image: tf.Tensor4D, drawn: tf.Tensor2D, target: Sides): tf.Tensor4D => {
    if (readings === 1) return warp(image, drawn, target)
    const seen = places.flatMap((y) => places.map((x) => warp(image, beside(drawn, x, y), target)))
    return tf.addN(seen).div<tf.Tensor4D>(seen.length)
  }
  const outside = steps.map(({ affine, spec }) => affine.outside?.(spec) ?? null).findLast((one) => one !== null)
  const around = outside === undefined || outside === null ? background : background.map(() => outside)
  const black = around.every((one) => one === 0)
  // The size of the last canvas is the same whatever is drawn.
  const { height, width } = change(begin, random(0, 'size'))
  return {
    natural: [height, width],
    draw(stream, [rows, columns]) {
      const view = change(begin, stream)
      // From pixel numbers of the target to coordinates about the last centre, and from those about the first centre to pixel numbers.
      const left = Math.floor((view.width - columns) / 2) - (view.width - 1) / 2
      const top = Math.floor((view.height - rows) / 2) - (view.height - 1) / 2
      const { a, b, c, d, e, f } = shift(view, left, top)
      return Float32Array.of(a, b, c + (canvas[1] - 1) / 2, d, e, f + (canvas[0] - 1) / 2)
    },
    see(image, drawn, target) {
      if (black) return onBlack(image, drawn, target)
      // A warp reads 0 outside: 0 becomes the background.
      const ground = tf.tensor1d([...around])
      return onBlack(image.sub(ground), drawn, target).add(ground)
    },
  }
}

/**
 * Readings along each side of a pixel. Bilinear reading looks at two neighbours: where a pixel of the view stands for more than two of the
 * picture, pixels in between would never be read, and fine patterns would turn into coarse ones (aliasing). Such a view is the mean of
 * readings that are one pixel apart at most.
 */
function readingsOf(steps: readonly { affine: AffineKind<Transform>; spec: Transform }[]): number {
  const shrink = steps.reduce((product, { affine, spec }) => product * (affine.shrink?.(spec) ?? 1), 1)
  return shrink <= 2 ? 1 : Math.ceil(shrink)
}

/** Views whose reading point lies `x`, `y` pixels of the target beside: [views, 6] to [views, 6]. */
function beside(views: tf.Tensor2D, x: number, y: number): tf.Tensor2D {
  const change: number[][] = [
    [1, 0, x, 0, 0, 0],
    [0, 1, y, 0, 0, 0],
    [0, 0, 1, 0, 0, 0],
    [0, 0, 0, 1, 0, x],
    [0, 0, 0, 0, 1, y],
    [0, 0, 0, 0, 0, 1],
  ]
  return views.matMul(tf.tensor2d(change)).as2D(views.shape[0], 6)
}
