// -mean((sorted(a) - t)^2) / mean(t^2), where each channel's values over a picture are put in order, and t is the mean over the given
// pictures of theirs. The mean of the squared distances to each of them differs from it by a constant only.
import type { GivenPicture } from '../../../../src-shared/recipe/given-picture.ts'
import { shapeOf } from '../../../../src-shared/recipe/objectives/kind.ts'
import type { tf } from '../../../tensorflow/tf.ts'
import type { FunctionalMaker } from './kind.ts'
import { sortedRows } from './sorted.ts'

interface Spec {
  layer: string
  pictures: readonly GivenPicture[]
}
export const distribution: FunctionalMaker<Spec> = ({ layer, pictures }, of) => {
  const [height = 1, width = 1, channels = 1] = shapeOf(of, layer)
  const places = height * width
  return {
    key: `distribution ${layer}`,
    width: channels * places + 1,
    parameters(given) {
      const values = new Float32Array(channels * places + 1)
      for (const picture of pictures) {
        const answers = given(picture, layer)
        for (let channel = 0; channel < channels; channel++) {
          const own = Float32Array.from({ length: places }, (_, place) => answers[place * channels + channel]!).sort()
          own.forEach((one, at) => {
            values[channel * places + places - 1 - at]! += one / pictures.length
          })
        }
      }
      const squares = values.reduce((sum, one) => sum + one * one, 0)
      if (squares === 0)
        throw new RangeError(`Nothing in ${layer} answers to these pictures, so there is nothing to match. Choose a layer before its ReLU.`)
      values[channels * places] = 1 / squares
      return values
    },
    score(T, parameters) {
      const wanted = parameters.slice([0, 0], [-1, channels * places])
      const scale = parameters.slice([0, channels * places], [-1, 1]).squeeze([1])
      const rows = T[layer]!.reshape([-1, places, channels]).transpose([0, 2, 1]).reshape<tf.Tensor2D>([-1, places])
      const sorted = sortedRows(rows).reshape([-1, channels * places])
      return sorted.sub(wanted).square().sum<tf.Tensor1D>(1).mul<tf.Tensor1D>(scale).neg()
    },
  }
}
