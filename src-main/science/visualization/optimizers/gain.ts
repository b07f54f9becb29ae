// min(step, gain / |g|^2) x g: along a slope that goes on as it is, each step adds `gain`. The rule "progress" of the Deep Visualization
// Toolbox (Yosinski and others 2015), which does well against gradients that shrink on the way.
import type { AscentOptimizer } from '../../../../src-shared/recipe/optimizers/index.ts'
import { lengthOf, likeEach, type OptimizerRule, plain, tiny } from './kind.ts'

/** A change this small is lost to float32 beside numbers of order 1. */
const lost = 1e-8

export const gain: OptimizerRule<Extract<AscentOptimizer, { kind: 'gain' }>> = (spec, share) => ({
  ...plain(share, (gradient) => {
    const length = lengthOf(gradient).add(tiny)
    // Divided by twice, since the square of a small length is 0 in float32.
    const rate = length.onesLike().mul(spec.gain).div(length).div(length).minimum(spec.step)
    return gradient.mul(likeEach(rate, gradient))
  }),
  deadBelow: lost / spec.step,
})
