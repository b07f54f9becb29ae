// A random change of the picture before the network sees it, another for each step and each picture: every kind there is.
import { z } from 'zod'
import { blur } from './blur.ts'
import { canvas } from './canvas.ts'
import { crop } from './crop.ts'
import { jitter } from './jitter.ts'
import type { TransformPart } from './kind.ts'
import { noise } from './noise.ts'
import { pad } from './pad.ts'
import { paper } from './paper.ts'
import { rotate } from './rotate.ts'
import { scale } from './scale.ts'

export const transform = z.discriminatedUnion('kind', [
  canvas.schema,
  pad.schema,
  jitter.schema,
  rotate.schema,
  scale.schema,
  noise.schema,
  blur.schema,
  crop.schema,
  paper.schema,
])
export type Transform = z.output<typeof transform>

export const transforms: { readonly [K in Transform['kind']]: TransformPart<Extract<Transform, { kind: K }>> } = {
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

/** A transform as it is done at each step, such as "shifted within 3 pixels". */
export const transformWords = (spec: Transform): string => (transforms[spec.kind] as TransformPart<Transform>).words(spec)
