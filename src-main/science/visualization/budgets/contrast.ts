// mean + (v - mean) x contrast / standard deviation. A picture that is even stays so: it has no direction to grow in.
import type { Budget } from '../../../../src-shared/recipe/budgets/index.ts'
import type { Adjust } from './kind.ts'

/**
 * Added to a variance, so that its root has a gradient at 0, and so that the rounding of an even picture in float32 is not stretched into
 * one: a fortieth of a grey level.
 */
const least = 1e-8

export const contrast =
  ({ contrast: wanted }: Extract<Budget, { kind: 'contrast' }>): Adjust =>
  (image) => {
    const mean = image.mean([1, 2, 3], true)
    const apart = image.sub(mean)
    const deviation = apart.square().mean([1, 2, 3], true).add(least).sqrt()
    return apart.div(deviation).mul(wanted).add(mean)
  }
