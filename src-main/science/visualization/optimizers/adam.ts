// Kingma and Ba, Adam (2015), algorithm 1; epsilon as in TensorFlow.
import type { AscentOptimizer } from '../../../../src-shared/recipe/optimizers/index.ts'
import type { OptimizerRule } from './kind.ts'

const [beta1, beta2, epsilon] = [0.9, 0.999, 1e-7]

export const adam: OptimizerRule<Extract<AscentOptimizer, { kind: 'adam' }>> = (spec, share) => ({
  slots: 2,
  scheduled: 1,
  // step x gradient / (|gradient| + epsilon): a hundred-thousandth of the step, which float32 loses beside numbers of order 1.
  deadBelow: epsilon / 1e5,
  // The bias corrections of both moments in one factor of the step, as section 2 of the paper orders them.
  schedule: (step) =>
    Float32Array.of(((spec.step * Math.sqrt(1 - beta2 ** (step + 1))) / (1 - beta1 ** (step + 1))) * (share === null ? 1 : share(step))),
  step(gradient, [mean, square], schedule) {
    if (!mean || !square || !schedule) throw new Error('Adam needs its two moments and its step size.')
    const first = mean.mul(beta1).add(gradient.mul(1 - beta1))
    const second = square.mul(beta2).add(gradient.square().mul(1 - beta2))
    return { change: first.mul(schedule).div(second.sqrt().add(epsilon)), slots: [first, second] }
  },
})
