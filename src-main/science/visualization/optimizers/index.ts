// How a gradient becomes a step upwards, for each picture of a batch by itself: every rule there is.
import {
  type AscentOptimizer as AnySpec,
  type GradientOptimizer as Spec,
  isGradientFree,
} from '../../../../src-shared/recipe/optimizers/index.ts'
import { adam } from './adam.ts'
import { gain } from './gain.ts'
import { noGradient } from './gradient-free.ts'
import type { AscentOptimizer, OptimizerRule } from './kind.ts'
import { momentum } from './momentum.ts'
import { nadam } from './nadam.ts'
import { normalized } from './normalized.ts'
import { unit } from './unit.ts'

const rules: { readonly [K in Spec['kind']]: OptimizerRule<Extract<Spec, { kind: K }>> } = {
  adam,
  nadam,
  momentum,
  normalized,
  unit,
  gain,
}

/**
 * Size of a step, counted from 0, as a share of the full one: 1, and over the last `decay` of all steps evenly down to one part of those.
 */
export function stepShare(decay: number, steps: number, step: number): number {
  return Math.min(1, Math.max(0, steps - step) / Math.max(1, decay * steps))
}

/** The rule for an ascent of `steps` steps; `noGradient` for one that follows none. */
export function ascentOptimizerOf(spec: AnySpec, steps: number): AscentOptimizer {
  if (isGradientFree(spec)) return noGradient
  const { decay } = spec
  return (rules[spec.kind] as OptimizerRule<Spec>)(spec, decay === undefined ? null : (step) => stepShare(decay, steps, step))
}
