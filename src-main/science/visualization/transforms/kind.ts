// What a kind of transform does to a picture: it moves its pixels, or it changes the picture as it is.
import type { Random } from '../../../../src-shared/math/random.ts'
import type { tf } from '../../../tensorflow/tf.ts'

/**
 * Where the pixels of the present canvas come from. Coordinates are relative to the centre of each canvas, the point (size - 1) / 2: a
 * pixel for an odd size, the corner between four pixels for an even one. source = [[a, b], [d, e]] (x, y) + (c, f).
 */
export interface View {
  readonly height: number
  readonly width: number
  readonly a: number
  readonly b: number
  readonly c: number
  readonly d: number
  readonly e: number
  readonly f: number
}
/** The next view, by the numbers that it draws. The size of its canvas may not depend on them. */
export type ViewChange = (view: View, random: Random) => View

/** A kind that moves pixels. Several in a row are one matrix, and one reading of the picture. */
export interface AffineKind<S> {
  /** `size`: [height, width] of the pictures the network takes. */
  view(spec: S, size: readonly [height: number, width: number]): ViewChange
  /** Largest factor by which it makes the picture smaller; 1 without it. */
  shrink?(spec: S): number
  /** Pixels by which the picture that climbs is larger than what the network takes; none without it. */
  room?(spec: S): number
  /** Brightness of what lies outside of the picture, for all transforms in a row with this one; the network's background without it. */
  outside?(spec: S): number | null
}
/** A kind that changes the picture where it is, such as by adding to it. */
export interface PictureKind<S> {
  /** Random numbers of one view of a picture [height, width, channels]. */
  numbers(spec: S, shape: readonly number[]): number
  draw(spec: S, random: Random, shape: readonly number[]): Float32Array
  /** [views x shared, ...shape] and [views, numbers] to the same shape; differentiable in the image; usable inside a compiled step. */
  apply(spec: S, image: tf.Tensor4D, drawn: tf.Tensor2D): tf.Tensor4D
}
export type TransformKind<S> = AffineKind<S> | PictureKind<S>

/** Seen from a centre that lies `x`, `y` pixels away. */
export function shift(view: View, x: number, y: number): View {
  return { ...view, c: view.a * x + view.b * y + view.c, f: view.d * x + view.e * y + view.f }
}

/** Turned about the centre; with `shrink`, a pixel stands for so many. */
export function turn(view: View, radians: number, shrink = 1): View {
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

export const inSequence =
  (...changes: ViewChange[]): ViewChange =>
  (view, random) =>
    changes.reduce((seen, change) => change(seen, random), view)
