// step x g / std(g), over all numbers of one picture.
import type { AscentOptimizer } from '../../../../src-shared/recipe/optimizers/index.ts'
import { lengthOf, likeEach, type OptimizerRule, plain, tiny } from './kind.ts'

export const normalized: OptimizerRule<Extract<AscentOptimizer, { kind: 'normalized' }>> = (spec, share) =>
  plain(share, (gradient) => {
    const centred = gradient.sub(gradient.mean(gradient.shape.map((_, axis) => axis).slice(1), true))
    const deviation = lengthOf(centred).div(Math.sqrt(gradient.size / gradient.shape[0]!))
    return gradient.mul(spec.step).div(likeEach(deviation.add(tiny), gradient))
  })
