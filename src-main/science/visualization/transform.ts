// Random changes of the picture before the network sees it, so that an ascent cannot rely on fine patterns that a small shift breaks.
import type { Transform as TransformSpec } from '../../../src-shared/recipe/recipe.ts'
import type { Random } from '../../../src-shared/math/random.ts'
import { tf } from '../../tensorflow/tf.ts'
import { viewNumbers, warp } from './warp.ts'

/** (image, its random numbers) => image, at the size the network takes. */
export interface Transform {
  /** Random numbers of one view; 0 when nothing is random. */
  readonly numbers: number
  /** Draws one view, outside of any graph. Takes the same amount from the stream each time, save the rare rejections of `integer`. */
  draw(random: Random): Float32Array
  /**
   * [views x shared, canvas, canvas, 3] and [views, numbers] to [views x shared, size, size, 3]; picture i is seen through view
   * floor(i / shared). Differentiable in the image; usable inside a compiled step. Without random numbers `drawn` is not read.
   */
  apply(image: tf.Tensor4D, drawn?: tf.Tensor2D): tf.Tensor4D
}

/**
 * Where the pixels of the present canvas come from. Coordinates are relative to the centre of each canvas, the point (size - 1) / 2: a
 * pixel for an odd size, the corner between four pixels for an even one. source = [[a, b], [d, e]] (x, y) + (c, f).
 */
interface View {
  readonly size: number
  readonly a: number
  readonly b: number
  readonly c: number
  readonly d: number
  readonly e: number
  readonly f: number
}
type ViewChange = (view: View, random: Random) => View

/** The paper's canvas is larger than the network's input (68 for 48), so that a window of the input's size can move by 0 to 20 pixels. */
const paperRoom = 20

function shift(view: View, x: number, y: number): View {
  return { ...view, c: view.a * x + view.b * y + view.c, f: view.d * x + view.e * y + view.f }
}

function turn(view: View, radians: number, shrink = 1): View {
  const cos = Math.cos(radians) * shrink
  const sin = Math.sin(radians) * shrink
  return {
    ...view,
    a: view.a * cos + view.b * sin,
    b: view.b * cos - view.a * sin,
    d: view.d * cos + view.e * sin,
    e: view.e * cos - view.d * sin,
  }
}

/** A window `pixels` smaller than the canvas, at one of the pixels + 1 whole-numbered places along each axis (lucid's jitter). */
const jitter =
  (pixels: number): ViewChange =>
  (view, random) => {
    const x = random.integer(pixels + 1)
    const y = random.integer(pixels + 1)
    return { ...shift(view, x - pixels / 2, y - pixels / 2), size: view.size - pixels }
  }
const rotate =
  (low: number, high: number): ViewChange =>
  (view, random) =>
    turn(view, (random.range(low, high) * Math.PI) / 180)
const inSequence =
  (...changes: ViewChange[]): ViewChange =>
  (view, random) =>
    changes.reduce((seen, change) => change(seen, random), view)

function changeOf(spec: TransformSpec, size: number): ViewChange {
  switch (spec.kind) {
    /** Black pixels all around, so that a jitter has something to move into. */
    case 'pad':
      return (view) => ({ ...view, size: view.size + 2 * spec.pixels })
    case 'jitter':
      return jitter(spec.pixels)
    case 'rotate':
      return rotate(...spec.degrees)
    case 'scale':
      return (view, random) => turn(view, 0, 1 / random.range(...spec.factor))
    case 'paper': {
      const canvas: ViewChange = (view) => ({ ...view, size: Math.max(view.size, size + paperRoom) })
      const parts = spec.order === 'rotate-jitter' ? [rotate(0, 360), jitter(paperRoom)] : [jitter(paperRoom), rotate(0, 360)]
      return inSequence(canvas, ...parts)
    }
  }
}

/**
 * Width and height of the picture that an ascent over pixels moves, for a network that takes `size` pixels. With the paper's transform it
 * is the whole canvas: the author's code optimizes 68 x 68 pixels (the big pictures of Fig. 7), of which the network sees a 48 x 48 window.
 */
export function canvasSize(specs: readonly TransformSpec[], size: number): number {
  return specs.some(({ kind }) => kind === 'paper') ? size + paperRoom : size
}

/** The middle `size` x `size` pixels of larger pictures; pictures of that size as they are. What "untransformed" means for a canvas. */
export function centreCrop(image: tf.Tensor4D, size: number): tf.Tensor4D {
  const [, height, width, channels] = image.shape
  if (height === size && width === size) return image
  return image.slice([0, Math.floor((height - size) / 2), Math.floor((width - size) / 2), 0], [-1, size, size, channels])
}

/**
 * Readings along each side of a pixel. Bilinear reading looks at two neighbours: where a pixel of the view stands for more than two of the
 * picture, pixels in between would never be read, and fine patterns would turn into coarse ones (aliasing). Such a view is the mean of
 * readings that are one pixel apart at most.
 */
function readingsOf(specs: readonly TransformSpec[]): number {
  const shrink = specs.reduce((product, spec) => (spec.kind === 'scale' ? product / spec.factor[0] : product), 1)
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

/**
 * The transforms in sequence, for pictures of `canvas` pixels and a network that takes `size`. All of them are affine, so the sequence is
 * one matrix per view and one bilinear reading: nothing is blurred twice, and what an inner window cuts off comes back when a later turn
 * uncovers it. Black outside of the picture. What shrinks below half its size is averaged, not skipped over. The last canvas is cropped
 * (or filled up) about its centre, rounded down to whole pixels.
 */
export function transformOf(specs: readonly TransformSpec[], canvas: number, size: number): Transform {
  if (specs.length === 0) return { numbers: 0, draw: () => new Float32Array(0), apply: (image) => centreCrop(image, size) }
  const change = inSequence(...specs.map((spec) => changeOf(spec, size)))
  const readings = readingsOf(specs)
  const places = Array.from({ length: readings }, (_, at) => (at - (readings - 1) / 2) / readings)
  return {
    numbers: viewNumbers,
    draw(random) {
      const view = change({ size: canvas, a: 1, b: 0, c: 0, d: 0, e: 1, f: 0 }, random)
      // From pixel numbers of the target to coordinates about the last centre, and from those about the first centre to pixel numbers.
      const start = Math.floor((view.size - size) / 2) - (view.size - 1) / 2
      const { a, b, c, d, e, f } = shift(view, start, start)
      const centre = (canvas - 1) / 2
      return Float32Array.of(a, b, c + centre, d, e, f + centre)
    },
    apply(image, drawn) {
      if (!drawn) throw new Error('This transform needs its random numbers.')
      if (readings === 1) return warp(image, drawn, size)
      const seen = places.flatMap((y) => places.map((x) => warp(image, beside(drawn, x, y), size)))
      return tf.addN(seen).div<tf.Tensor4D>(seen.length)
    },
  }
}
