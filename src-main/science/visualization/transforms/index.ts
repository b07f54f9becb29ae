// Random changes of the picture before the network sees it, so that an ascent cannot rely on fine patterns that a small shift breaks:
// every kind there is.
import type { Transform } from '../../../../src-shared/recipe/transforms/index.ts'
import { type Side, sidesOf } from '../../../image/side.ts'
import { blur } from './blur.ts'
import { canvas } from './canvas.ts'
import { crop } from './crop.ts'
import { jitter } from './jitter.ts'
import type { AffineKind, PictureKind, TransformKind } from './kind.ts'
import { noise } from './noise.ts'
import { pad } from './pad.ts'
import { paper } from './paper.ts'
import { rotate } from './rotate.ts'
import { scale } from './scale.ts'

const kinds: { readonly [K in Transform['kind']]: TransformKind<Extract<Transform, { kind: K }>> } = {
  canvas,
  pad,
  jitter,
  rotate,
  scale,
  noise,
  blur,
  crop,
  paper,
}

/** A transform with what it does; affine kinds and others are told apart by what they have. */
export type Placed = { affine: AffineKind<Transform>; spec: Transform } | { picture: PictureKind<Transform>; spec: Transform }
export function placed(spec: Transform): Placed {
  const kind = kinds[spec.kind] as TransformKind<Transform>
  return 'view' in kind ? { affine: kind, spec } : { picture: kind, spec }
}

/**
 * Size of the picture that an ascent over pixels or waves moves, for a network that takes `size`: larger where a transform asks for room.
 * With the paper's it is the whole canvas: the author's code optimizes 68 x 68 pixels (the big pictures of Fig. 7), of which the network
 * sees a 48 x 48 window.
 */
export function canvasSize<S extends Side>(specs: readonly Transform[], size: S): S
export function canvasSize(specs: readonly Transform[], size: Side): Side {
  const room = Math.max(0, ...specs.map(placed).map((one) => ('affine' in one ? (one.affine.room?.(one.spec) ?? 0) : 0)))
  if (room === 0) return size
  const [height, width] = sidesOf(size)
  return typeof size === 'number' ? size + room : [height + room, width + room]
}
