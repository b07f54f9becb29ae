// a_u - weight x mean over v other than u of |a_v|, where a is each channel's mean over space.
import { shapeWith } from '../../../../src-shared/recipe/objectives/kind.ts'
import type { tf } from '../../../tensorflow/tf.ts'
import { readPlace } from '../reading.ts'
import type { FunctionalMaker } from './kind.ts'

export const rivals: FunctionalMaker<{ layer: string; channel: number; weight: number }> = ({ layer, channel, weight }, of) => {
  const shape = shapeWith(of, layer, channel)
  const channels = shape.at(-1)!
  return {
    key: `rivals ${layer}`,
    width: 2 * channels,
    parameters: () =>
      // 1 for the channel itself, and what each of the others counts.
      Float32Array.from({ length: 2 * channels }, (_, at) => {
        if (at < channels) return at === channel ? 1 : 0
        return at - channels === channel ? 0 : weight / (channels - 1)
      }),
    score(T, parameters) {
      const each = readPlace(T[layer]!, shape.length === 3 ? 'mean' : 'unit', channels)
      const own = each.mul(parameters.slice([0, 0], [-1, channels]))
      const others = each.abs().mul(parameters.slice([0, channels], [-1, channels]))
      return own.sub(others).sum<tf.Tensor1D>(1)
    },
  }
}
