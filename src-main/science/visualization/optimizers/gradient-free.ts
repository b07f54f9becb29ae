// Optimizers that ask for no gradient, by their names in a recipe: every kind there is.
import { type AscentOptimizer, type GradientFreeOptimizer, isGradientFree } from '../../../../src-shared/recipe/optimizers/index.ts'
import { cmaEs } from '../../evolution/cma-es.ts'
import { genetic } from '../../evolution/genetic.ts'
import type { EvolutionKind } from '../../evolution/kind.ts'
import { sphereCma } from '../../evolution/sphere-cma.ts'
import type { AscentOptimizer as Rule } from './kind.ts'

type Makers = {
  readonly [K in GradientFreeOptimizer['kind']]: (spec: Extract<GradientFreeOptimizer, { kind: K }>, steps: number) => EvolutionKind
}
const makers: Makers = {
  'cma-es': ({ step, candidates }) => cmaEs({ spread: step, candidates }),
  'sphere-cma': ({ step, last, candidates, norm }, steps) => sphereCma({ candidates, angles: [step, last], generations: steps, norm }),
  genetic: ({ step, candidates }) => genetic({ candidates, mutation: step }),
}

/** The search of an ascent of `steps` steps; null where it follows a gradient. */
export function evolutionOf(spec: AscentOptimizer, steps: number): EvolutionKind | null {
  if (!isGradientFree(spec)) return null
  return (makers[spec.kind] as (spec: GradientFreeOptimizer, steps: number) => EvolutionKind)(spec, steps)
}

/** The rule for gradients of an ascent that has none. */
export const noGradient: Rule = {
  slots: 0,
  scheduled: 0,
  deadBelow: 0,
  schedule: () => new Float32Array(0),
  step() {
    throw new Error('This ascent follows no gradient.')
  },
}
