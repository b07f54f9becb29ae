// Budgets: what every picture of an ascent has the same of, so that a higher score cannot mean more of that. Every kind there is; and the
// blur of the gradient.
import type { Budget } from '../../../../src-shared/recipe/budgets/index.ts'
import { tf } from '../../../tensorflow/tf.ts'
import { gaussianBlur } from '../gaussian.ts'
import type { Parameterization } from '../parameterizations/kind.ts'
import { brightness } from './brightness.ts'
import { contrast } from './contrast.ts'
import type { Adjust } from './kind.ts'

const kinds: { readonly [K in Budget['kind']]: (spec: Extract<Budget, { kind: K }>) => Adjust } = { contrast, brightness }
export const adjustTo = (spec: Budget): Adjust => (kinds[spec.kind] as (spec: Budget) => Adjust)(spec)

/** Clipping takes a little off, and what is left is stretched again; so often it changes nothing that 8 bits can show. */
const rounds = 8

/**
 * A parameterization whose pictures are all at the budget. The picture that climbs is adjusted within the gradient, so that no step is
 * spent on what the budget takes back. `free`: its parameters are the pixels, which are then kept at the budget and within [0, 1] after
 * each step as well; other pictures may leave [0, 1], and are clipped where they are kept.
 */
export function withBudget(inner: Parameterization, spec: Budget | undefined, free: boolean): Parameterization {
  if (!spec) return inner
  const adjust = adjustTo(spec)
  const { enlarged } = inner
  return {
    ...inner,
    image: (params, touch) => adjust(inner.image(params, touch)) as tf.Tensor4D,
    ...(enlarged ? { enlarged: (params) => adjust(enlarged(params)) as tf.Tensor4D } : {}),
    project(params) {
      let kept = inner.project(params)
      if (!free) return kept
      for (let round = 0; round < rounds; round++) kept = inner.project(adjust(kept as tf.Tensor4D))
      return kept
    },
  }
}

/** A parameterization whose pictures pass on a gradient that is blurred by `deviation` pixels: coarse changes before fine ones. */
export function withBlurredGradient(inner: Parameterization, deviation: number | undefined): Parameterization {
  if (deviation === undefined) return inner
  const passing = tf.customGrad((image) => ({
    value: (image as tf.Tensor).clone(),
    gradFunc: (come) => gaussianBlur(come as tf.Tensor4D, deviation),
  }))
  return { ...inner, image: (params, touch) => passing(inner.image(params, touch)) as tf.Tensor4D }
}
