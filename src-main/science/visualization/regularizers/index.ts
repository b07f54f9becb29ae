// Penalties on a picture: what an ascent pays for light, and for differences between neighbouring pixels. Every kind there is.
import type { Regularizer as Spec } from '../../../../src-shared/recipe/regularizers/index.ts'
import type { Penalty, Regularizer } from './kind.ts'
import { l1 } from './l1.ts'
import { l2 } from './l2.ts'
import { totalVariation } from './total-variation.ts'

const penalties: { readonly [K in Spec['kind']]: Penalty } = { l1, l2, 'total-variation': totalVariation }

/** A penalty times its weight. */
export function regularizerOf({ kind, weight }: Spec): Regularizer {
  return (image) => penalties[kind](image).mul(weight)
}

/** The sum of several penalties, or null for none. */
export function penaltyOf(specs: readonly Spec[]): Regularizer | null {
  if (specs.length === 0) return null
  const parts = specs.map(regularizerOf)
  return (image) => parts.map((part) => part(image)).reduce((sum, one) => sum.add(one))
}
