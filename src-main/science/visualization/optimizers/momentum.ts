// v = momentum x v + g / |g|, step x v: a ball that rolls uphill (Polyak 1964). The gradient's length is taken out, since objectives of
// different layers differ in it by orders of magnitude; on a straight slope the steps grow to step / (1 - momentum).
import type { AscentOptimizer } from '../../../../src-shared/recipe/optimizers/index.ts'
import { lengthOf, likeEach, type OptimizerRule, shared, tiny } from './kind.ts'

export const momentum: OptimizerRule<Extract<AscentOptimizer, { kind: 'momentum' }>> = (spec, share) => ({
  slots: 1,
  ...shared(share),
  step(gradient, [velocity], schedule) {
    if (!velocity) throw new Error('Momentum needs its velocity.')
    const next = velocity.mul(spec.momentum).add(gradient.div(likeEach(lengthOf(gradient).add(tiny), gradient)))
    const change = next.mul(spec.step)
    return { change: schedule ? change.mul(schedule) : change, slots: [next] }
  },
})
