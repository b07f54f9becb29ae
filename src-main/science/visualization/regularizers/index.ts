// Penalties on a picture: what an ascent pays for light, for differences between neighbours, for fine patterns. Every kind there is.
import type { Regularizer as Spec } from '../../../../src-shared/recipe/regularizers/index.ts'
import { blur } from './blur.ts'
import { frequency } from './frequency.ts'
import type { Penalty, Regularizer } from './kind.ts'
import { l1 } from './l1.ts'
import { l2 } from './l2.ts'
import { totalVariation } from './total-variation.ts'

const penalties: { readonly [K in Spec['kind']]: (spec: Extract<Spec, { kind: K }>) => Penalty } = {
  l1: () => l1,
  l2: () => l2,
  'total-variation': () => totalVariation,
  blur: ({ deviation }) => blur(deviation),
  frequency: ({ power }) => frequency(power),
}

/** A penalty times its weight. */
export function regularizerOf(spec: Spec): Regularizer {
  const penalty = (penalties[spec.kind] as (spec: Spec) => Penalty)(spec)
  return (image) => penalty(image).mul(spec.weight)
}

/** The sum of several penalties, or null for none. */
export function penaltyOf(specs: readonly Spec[]): Regularizer | null {
  if (specs.length === 0) return null
  const parts = specs.map(regularizerOf)
  return (image) => parts.map((part) => part(image)).reduce((sum, one) => sum.add(one))
}
