// Mean of (v - blurred v)^2. Lucid's `blur_input_each_step` takes the gradient as if the blurred picture stood still, and sums over pixels.
import { gaussianBlur } from '../gaussian.ts'
import { mean, type Penalty } from './kind.ts'

export const blur =
  (deviation: number): Penalty =>
  (image) =>
    mean(image.sub(gaussianBlur(image, deviation)).square())
