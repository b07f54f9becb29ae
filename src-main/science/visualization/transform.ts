// Random changes of the picture before the network sees it, so that an ascent cannot rely on fine patterns that a small shift breaks.
import type { Transform as TransformSpec } from '../../../src-shared/recipe/recipe.ts'
import type { Random } from '../../../src-shared/math/random.ts'
import { tf } from '../../tensorflow/tf.ts'
import { type Side, sidesOf } from '../../image/side.ts'
import { viewNumbers, warp } from './warp.ts'

/** (image, its random numbers) => image, at the size the network takes. */
export interface Transform {
  /** Random numbers of one view; 0 when nothing is random. */
  readonly numbers: number
  /** Draws one view, outside of any graph. Takes the same amount from the stream each time, save the rare rejections of `integer`. */
  draw(random: Random): Float32Array
  /**
   * [views x shared, ...canvas, channels] and [views, numbers] to [views x shared, ...size, channels]; picture i is seen through view
   * floor(i / shared). Differentiable in the image; usable inside a compiled step. Without random numbers `drawn` is not read.
   */
  apply(image: tf.Tensor4D, drawn?: tf.Tensor2D): tf.Tensor4D
}

/**
 * Where the pixels of the present canvas come from. Coordinates are relative to the centre of each canvas, the point (size - 1) / 2: a
 * pixel for an odd size, the corner between four pixels for an even one. source = [[a, b], [d, e]] (x, y) + (c, f).
 */
interface View {
  readonly height: number
  readonly width: number
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
    return { ...shift(view, x - pixels / 2, y - pixels / 2), height: view.height - pixels, width: view.width - pixels }
  }
const rotate =
  (low: number, high: number): ViewChange =>
  (view, random) =>
    turn(view, (random.range(low, high) * Math.PI) / 180)
const inSequence =
  (...changes: ViewChange[]): ViewChange =>
  (view, random) =>
    changes.reduce((seen, change) => change(seen, random), view)

function changeOf(spec: TransformSpec, [height, width]: readonly [number, number]): ViewChange {
  switch (spec.kind) {
    /** Black pixels all around, so that a jitter has something to move into. */
    case 'pad':
      return (view) => ({ ...view, height: view.height + 2 * spec.pixels, width: view.width + 2 * spec.pixels })
    case 'jitter':
      return jitter(spec.pixels)
    case 'rotate':
      return rotate(...spec.degrees)
    case 'scale':
      return (view, random) => turn(view, 0, 1 / random.range(...spec.factor))
    case 'paper': {
      const canvas: ViewChange = (view) => ({
        ...view,
        height: Math.max(view.height, height + paperRoom),
        width: Math.max(view.width, width + paperRoom),
      })
      const parts = spec.order === 'rotate-jitter' ? [rotate(0, 360), jitter(paperRoom)] : [jitter(paperRoom), rotate(0, 360)]
      return inSequence(canvas, ...parts)
    }
  }
}

/**
 * Size of the picture that an ascent over pixels moves, for a network that takes `size`. With the paper's transform it is the whole canvas:
 * the author's code optimizes 68 x 68 pixels (the big pictures of Fig. 7), of which the network sees a 48 x 48 window.
 */
export function canvasSize<S extends Side>(specs: readonly TransformSpec[], size: S): S
export function canvasSize(specs: readonly TransformSpec[], size: Side): Side {
  if (!specs.some(({ kind }) => kind === 'paper')) return size
  return typeof size === 'number' ? size + paperRoom : [size[0] + paperRoom, size[1] + paperRoom]
}

/** The middle of larger pictures, of this size; pictures of that size as they are. What "untransformed" means for a canvas. */
export function centreCrop(image: tf.Tensor4D, size: Side): tf.Tensor4D {
  const [, height, width, channels] = image.shape
  const [rows, columns] = sidesOf(size)
  if (height === rows && width === columns) return image
  return image.slice([0, Math.floor((height - rows) / 2), Math.floor((width - columns) / 2), 0], [-1, rows, columns, channels])
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
 * The transforms in sequence, for pictures of the size `canvas` and a network that takes `size`. All of them are affine, so the sequence is
 * one matrix per view and one bilinear reading: nothing is blurred twice, and what an inner window cuts off comes back when a later turn
 * uncovers it. `background` outside of the picture, a number for each channel; black without it. What shrinks below half its size is
 * averaged, not skipped over. The last canvas is cropped (or filled up) about its centre, rounded down to whole pixels.
 */
export function transformOf(specs: readonly TransformSpec[], canvas: Side, size: Side, background: readonly number[] = [0]): Transform {
  if (specs.length === 0) return { numbers: 0, draw: () => new Float32Array(0), apply: (image) => centreCrop(image, size) }
  const [[canvasHeight, canvasWidth], [height, width]] = [sidesOf(canvas), sidesOf(size)]
  const change = inSequence(...specs.map((spec) => changeOf(spec, [height, width])))
  const readings = readingsOf(specs)
  const places = Array.from({ length: readings }, (_, at) => (at - (readings - 1) / 2) / readings)
  const see = (image: tf.Tensor4D, drawn: tf.Tensor2D): tf.Tensor4D => {
    if (readings === 1) return warp(image, drawn, size)
    const seen = places.flatMap((y) => places.map((x) => warp(image, beside(drawn, x, y), size)))
    return tf.addN(seen).div<tf.Tensor4D>(seen.length)
  }
  const black = background.every((one) => one === 0)
  return {
    numbers: viewNumbers,
    draw(random) {
      const view = change({ height: canvasHeight, width: canvasWidth, a: 1, b: 0, c: 0, d: 0, e: 1, f: 0 }, random)
      // From pixel numbers of the target to coordinates about the last centre, and from those about the first centre to pixel numbers.
      const left = Math.floor((view.width - width) / 2) - (view.width - 1) / 2
      const top = Math.floor((view.height - height) / 2) - (view.height - 1) / 2
      const { a, b, c, d, e, f } = shift(view, left, top)
      return Float32Array.of(a, b, c + (canvasWidth - 1) / 2, d, e, f + (canvasHeight - 1) / 2)
    },
    apply(image, drawn) {
      if (!drawn) throw new Error('This transform needs its random numbers.')
      if (black) return see(image, drawn)
      // A warp reads 0 outside: 0 becomes the background.
      const ground = tf.tensor1d([...background])
      return see(image.sub(ground), drawn).add(ground)
    },
  }
}
