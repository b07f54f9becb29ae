// What an ascent does to a picture before the network sees it: the transforms of a recipe, one after the other.
import type { Random } from '../../../src-shared/math/random.ts'
import type { Transform as TransformSpec } from '../../../src-shared/recipe/transforms/index.ts'
import type { tf } from '../../tensorflow/tf.ts'
import { type Side, sidesOf } from '../../image/side.ts'
import { placed, type Placed } from './transforms/index.ts'
import { viewsThrough } from './transforms/views.ts'
import { viewNumbers } from './warp.ts'

/** (image, its random numbers) => image, at the size the network takes. */
export interface Transform {
  /** Random numbers of one view; 0 when nothing is random. */
  readonly numbers: number
  /** Pictures that `apply` gives for each it is given, of `severalDraws`; one without it. */
  readonly draws?: number
  /** The transform of one such draw. */
  readonly one?: Transform
  /** Draws one view, outside of any graph. Takes the same amount from the stream each time, save the rare rejections of `integer`. */
  draw(random: Random): Float32Array
  /**
   * [views x shared, ...canvas, channels] and [views, numbers] to [views x shared, ...size, channels]; picture i is seen through view
   * floor(i / shared). Differentiable in the image; usable inside a compiled step. Without random numbers `drawn` is not read.
   */
  apply(image: tf.Tensor4D, drawn?: tf.Tensor2D): tf.Tensor4D
}

/** The middle of larger pictures, of this size; pictures of that size as they are. What "untransformed" means for a canvas. */
export function centreCrop(image: tf.Tensor4D, size: Side): tf.Tensor4D {
  const [, height, width, channels] = image.shape
  const [rows, columns] = sidesOf(size)
  if (height === rows && width === columns) return image
  return image.slice([0, Math.floor((height - rows) / 2), Math.floor((width - columns) / 2), 0], [-1, rows, columns, channels])
}

type Sides = readonly [height: number, width: number]
/** A stretch of the way: it takes pictures of one size and gives those of another. */
interface Stretch {
  readonly numbers: number
  draw(random: Random): Float32Array
  apply(image: tf.Tensor4D, drawn: tf.Tensor2D): tf.Tensor4D
}

/**
 * The transforms in sequence, for pictures of the size `canvas` and a network that takes `size`, of as many channels as `background` has
 * numbers. Affine ones in a row are one matrix per view and one bilinear reading (see `viewsThrough`); the last canvas is cropped, or
 * filled up, about its centre to `size`. Others work on the picture that those before them give.
 */
export function transformOf(
  specs: readonly TransformSpec[],
  canvas: Side,
  size: Side,
  background: readonly number[] = [0, 0, 0],
): Transform {
  const target = sidesOf(size)
  const stretches: Stretch[] = []
  let from = sidesOf(canvas)
  const runs = inRuns(specs.map(placed))
  const lastAffine = runs.findLastIndex((run) => 'affine' in run[0]!)
  runs.forEach((run, at) => {
    const stretch = 'affine' in run[0]! ? affineStretch(run, from, at === lastAffine) : pictureStretch(run[0]!, from, at > lastAffine)
    stretches.push(stretch)
    from = stretch.gives
  })
  const numbers = stretches.reduce((sum, one) => sum + one.numbers, 0)
  if (numbers === 0) return { numbers, draw: () => new Float32Array(0), apply: (image) => centreCrop(image, size) }
  return {
    numbers,
    draw(random) {
      const [only, ...more] = stretches.map((one) => one.draw(random))
      if (more.length === 0) return only!
      return Float32Array.from([only!, ...more].flatMap((one) => [...one]))
    },
    apply(image, drawn) {
      if (!drawn) throw new Error('This transform needs its random numbers.')
      if (stretches.length === 1) return stretches[0]!.apply(image, drawn)
      let first = 0
      return stretches.reduce((seen, stretch) => {
        const own = drawn.slice([0, first], [-1, stretch.numbers])
        first += stretch.numbers
        return stretch.apply(seen, own)
      }, image)
    },
  }

  function affineStretch(run: readonly Placed[], canvas: Sides, last: boolean): Stretch & { gives: Sides } {
    const steps = run.flatMap((one) => ('affine' in one ? [one] : []))
    const views = viewsThrough(steps, canvas, target, background)
    const gives = last ? target : views.natural
    return {
      gives,
      numbers: viewNumbers,
      draw: (random) => views.draw(random, gives),
      apply: (image, drawn) => views.see(image, drawn, gives),
    }
  }

  function pictureStretch(one: Placed, canvas: Sides, atTheEnd: boolean): Stretch & { gives: Sides } {
    if (!('picture' in one)) throw new Error('An affine transform stands among those that are not.')
    const { picture, spec } = one
    // Behind all that moves pixels the network's own window is left; where nothing moves any, it is cut out here.
    const gives = atTheEnd ? target : canvas
    const shape = [...gives, background.length]
    return {
      gives,
      numbers: picture.numbers(spec, shape),
      draw: (random) => picture.draw(spec, random, shape),
      apply: (image, drawn) => picture.apply(spec, centreCrop(image, gives as [number, number]), drawn),
    }
  }
}

/** Affine transforms in a row together, every other by itself. */
function inRuns(steps: readonly Placed[]): Placed[][] {
  const runs: Placed[][] = []
  for (const step of steps) {
    const before = runs.at(-1)
    if ('affine' in step && before && 'affine' in before[0]!) before.push(step)
    else runs.push([step])
  }
  return runs
}
