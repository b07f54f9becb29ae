// Penalties on a picture: what an ascent pays for light, and for differences between neighbouring pixels.
import type { Regularizer as RegularizerSpec } from '../../../src-shared/recipe/recipe.ts'
import type { tf } from '../../tensorflow/tf.ts'

/** One penalty >= 0 for each picture, [batch, height, width, channels] => [batch]. */
export type Regularizer = (image: tf.Tensor4D) => tf.Tensor1D

/**
 * A penalty as a mean over pixels and colours, times its weight, so that one weight suits every size of picture. Black, the background of
 * the dataset, costs nothing. The gradient of |v| at 0 is 0.
 * - l1: mean |v|. l2: mean v^2.
 * - total-variation: mean of |right - here| plus mean of |below - here|, the anisotropic form of Rudin, Osher and Fatemi,
 *   Physica D 60 (1992) 259-268.
 */
export function regularizerOf(spec: RegularizerSpec): Regularizer {
  const mean = (values: tf.Tensor): tf.Tensor1D => values.mean([1, 2, 3])
  switch (spec.kind) {
    case 'l1':
      return (image) => mean(absolute(image)).mul(spec.weight)
    case 'l2':
      return (image) => mean(image.square()).mul(spec.weight)
    case 'total-variation':
      return (image) => {
        const [batch, height, width, channels] = image.shape
        const across = image
          .slice([0, 0, 1, 0], [batch, height, width - 1, channels])
          .sub(image.slice([0, 0, 0, 0], [batch, height, width - 1, channels]))
        const down = image
          .slice([0, 1, 0, 0], [batch, height - 1, width, channels])
          .sub(image.slice([0, 0, 0, 0], [batch, height - 1, width, channels]))
        return mean(absolute(across))
          .add(mean(absolute(down)))
          .mul(spec.weight)
      }
  }
}

/** |v|. The gradient of tfjs's own `abs` is -1 at 0, which would have every flat place pushed about. */
const absolute = (values: tf.Tensor): tf.Tensor => values.mul(values.sign())

/** The sum of several penalties, or null for none. */
export function penaltyOf(specs: readonly RegularizerSpec[]): Regularizer | null {
  if (specs.length === 0) return null
  const parts = specs.map(regularizerOf)
  return (image) => parts.map((part) => part(image)).reduce((sum, one) => sum.add(one))
}
