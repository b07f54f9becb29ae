// Every pixel by itself.
import type { Parameterization as Spec } from '../../../../src-shared/recipe/recipe.ts'
import { type Side, sidesOf } from '../../../image/side.ts'
import type { tf } from '../../../tensorflow/tf.ts'
import { size } from '../../networks/sequential.ts'
import type { Parameterization } from './kind.ts'

/**
 * Every pixel of a picture of the canvas' size. "noise" starts from U[0, 1], as the paper's code; "grey" from 0.5, "black" from 0; with
 * `begin`, from that picture for each start.
 */
export function pixels(
  spec: Extract<Spec, { kind: 'pixels' }>,
  canvas: Side,
  channels = 3,
  begin: readonly Float32Array[] | null = null,
): Parameterization {
  const shape = [...sidesOf(canvas), channels]
  return {
    shape,
    initial(random, start) {
      if (begin) return begin[start]!.slice()
      const values = new Float32Array(size(shape))
      if (spec.start === 'noise') return random.fillUniform(values)
      return values.fill(spec.start === 'grey' ? 0.5 : 0)
    },
    image: (params) => params as tf.Tensor4D,
    generator: null,
    project: (params) => params.clipByValue(0, 1),
    bounded: (params) => !params.every(Number.isFinite),
    latent: () => null,
  }
}
