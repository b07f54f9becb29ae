// Dozat, Incorporating Nesterov Momentum into Adam (2016), with the growing momentum of his section 2.3 as Keras and PyTorch have it;
// epsilon as in Keras.
import type { AscentOptimizer } from '../../../../src-shared/recipe/optimizers/index.ts'
import type { OptimizerRule } from './kind.ts'

const [beta1, beta2, epsilon] = [0.9, 0.999, 1e-7]
/** The momentum of step `at`, counted from 1: from half of beta1 slowly up to all of it. */
const momentumAt = (at: number): number => beta1 * (1 - 0.5 * 0.96 ** (0.004 * at))

export const nadam: OptimizerRule<Extract<AscentOptimizer, { kind: 'nadam' }>> = (spec, share) => {
  /** Products of the momenta up to each step. */
  const products = [1]
  const productAt = (at: number): number => {
    for (let next = products.length; next <= at; next++) products.push(products[next - 1]! * momentumAt(next))
    return products[at]!
  }
  return {
    slots: 2,
    scheduled: 3,
    // As Adam's: a hundred-thousandth of the step.
    deadBelow: epsilon / 1e5,
    // Factors of the gradient and of its mean, and one over the root of the bias correction of its square.
    schedule(step) {
      const at = step + 1
      const length = spec.step * (share === null ? 1 : share(step))
      return Float32Array.of(
        (length * (1 - momentumAt(at))) / (1 - productAt(at)),
        (length * momentumAt(at + 1)) / (1 - productAt(at + 1)),
        1 / Math.sqrt(1 - beta2 ** at),
      )
    },
    step(gradient, [mean, square], schedule) {
      if (!mean || !square || !schedule) throw new Error('NAdam needs its two moments and its factors.')
      const [ofGradient, ofMean, correction] = [0, 1, 2].map((at) => schedule.slice([at], [1]))
      const first = mean.mul(beta1).add(gradient.mul(1 - beta1))
      const second = square.mul(beta2).add(gradient.square().mul(1 - beta2))
      const ahead = gradient.mul(ofGradient!).add(first.mul(ofMean!))
      return { change: ahead.div(second.sqrt().mul(correction!).add(epsilon)), slots: [first, second] }
    },
  }
}
