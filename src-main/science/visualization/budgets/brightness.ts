// v x brightness / mean: what is black stays black. A black picture has nothing to make brighter.
import type { Budget } from '../../../../src-shared/recipe/budgets/index.ts'
import type { Adjust } from './kind.ts'

/** A mean below a thousandth of a grey level counts as this. */
const least = 4e-6

export const brightness =
  ({ brightness: wanted }: Extract<Budget, { kind: 'brightness' }>): Adjust =>
  (image) =>
    image.mul(wanted).div(image.mean([1, 2, 3], true).maximum(least))
