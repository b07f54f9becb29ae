// Mean of the square of the picture whose waves are multiplied by (f / 0.5)^power, f in waves a pixel: by Parseval a sum over its spectrum.
import { size } from '../../../../src-shared/network/layer-shapes.ts'
import { tf } from '../../../tensorflow/tf.ts'
import { wavesOf } from '../parameterizations/waves.ts'
import type { Penalty } from './kind.ts'

/** The finest wave along a side, two pixels long, in waves a pixel. */
const finest = 0.5

export const frequency =
  (power: number): Penalty =>
  (image) => {
    const [, height, width, channels] = image.shape
    const waves = wavesOf(height, width, channels)
    const columns = waves.shape[0]
    const each = size(waves.shape) / columns
    const counts = Float32Array.from({ length: size(waves.shape) }, (_, at) => {
      const column = Math.floor(at / each)
      // Columns in between stand for two waves of a real picture.
      const times = column === 0 || 2 * column === width ? 1 : 2
      return (times * (waves.frequencyOf(at) / finest) ** (2 * power)) / ((height * width) ** 2 * channels)
    })
    return waves.forward(image).square().mul(tf.tensor1d(counts)).sum(1)
  }
