// step x g / |g|: a jump of the same length however small the gradient is, unless it is zero.
import type { AscentOptimizer } from '../../../../src-shared/recipe/optimizers/index.ts'
import { lengthOf, likeEach, type OptimizerRule, plain, tiny } from './kind.ts'

export const unit: OptimizerRule<Extract<AscentOptimizer, { kind: 'unit' }>> = (spec, share) =>
  plain(share, (gradient) => gradient.div(likeEach(lengthOf(gradient).add(tiny), gradient)).mul(spec.step))
