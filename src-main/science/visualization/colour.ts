// How colours vary together, as the matrix that mixes independent ones so (lucid's optvis/param/color.py; Olah, Mordvintsev and Schubert,
// Feature Visualization, 2017, "Preconditioning").
import { tf } from '../../tensorflow/tf.ts'
import { principalAxes } from '../latent/principal-axes.ts'

/** Three rows, one for each of red, green and blue: how much of each independent number it takes. */
export type ColourMatrix = readonly (readonly number[])[]

/** The square root of the covariance of colours in ImageNet: `color_correlation_svd_sqrt` of lucid. */
const imagenetRoot: ColourMatrix = [
  [0.26, 0.09, 0.02],
  [0.27, 0, -0.05],
  [0.27, -0.09, 0.03],
]

/** Divided by its longest column, as lucid does: the strongest direction moves as far as a free colour would, the others less. */
export function normalizedColours(root: ColourMatrix): ColourMatrix {
  const longest = Math.max(...[0, 1, 2].map((column) => Math.hypot(...root.map((row) => row[column]!))))
  return longest > 0 ? root.map((row) => row.map((one) => one / longest)) : identity
}
const identity: ColourMatrix = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
]

/** Red and green vary together by 0.91, red and blue by 0.79: brightness has 3.6 and 7.5 times the gain of the two colours. */
export const imagenetColours = normalizedColours(imagenetRoot)

/** V sqrt(lambda) V^T of a covariance, normalized; what never varies does not move. The identity where nothing varies. */
export function coloursOf(covariance: ColourMatrix): ColourMatrix {
  const { axes, variances } = principalAxes(covariance, 3)
  const roots = variances.map((one) => Math.sqrt(Math.max(0, one)))
  return normalizedColours(
    [0, 1, 2].map((row) => [0, 1, 2].map((column) => axes.reduce((sum, axis, at) => sum + roots[at]! * axis[row]! * axis[column]!, 0))),
  )
}

/** The inverse, by Cramer's rule. Throws a `RangeError` where a colour never varies, so that nothing mixes to it. */
export function inverted(matrix: ColourMatrix): ColourMatrix {
  const m = (row: number, column: number): number => matrix[row % 3]![column % 3]!
  // Counted around, the signs of the cofactors come out by themselves.
  const cofactor = (row: number, column: number): number =>
    m(row + 1, column + 1) * m(row + 2, column + 2) - m(row + 1, column + 2) * m(row + 2, column + 1)
  const determinant = [0, 1, 2].reduce((sum, column) => sum + m(0, column) * cofactor(0, column), 0)
  if (Math.abs(determinant) < 1e-9) throw new RangeError('These colours vary along fewer than three directions.')
  return [0, 1, 2].map((row) => [0, 1, 2].map((column) => cofactor(column, row) / determinant))
}

/**
 * Covariance of the colours of all pixels of RGB bytes, black 0 and white 1. Sums of whole numbers, so that it is exact, whatever the order
 * of the pixels, up to 10^11 of them.
 */
export function colourCovariance(rgb: Uint8Array): ColourMatrix {
  const sums = [0, 0, 0]
  const products = [0, 0, 0, 0, 0, 0]
  for (let at = 0; at < rgb.length; at += 3) {
    const [red, green, blue] = [rgb[at]!, rgb[at + 1]!, rgb[at + 2]!]
    sums[0]! += red
    sums[1]! += green
    sums[2]! += blue
    products[0]! += red * red
    products[1]! += red * green
    products[2]! += red * blue
    products[3]! += green * green
    products[4]! += green * blue
    products[5]! += blue * blue
  }
  const pixels = rgb.length / 3
  const place = [
    [0, 1, 2],
    [1, 3, 4],
    [2, 4, 5],
  ]
  return place.map((row, i) => row.map((one, j) => (products[one]! / pixels - (sums[i]! / pixels) * (sums[j]! / pixels)) / 255 ** 2))
}

/** Pictures [..., 3] of independent numbers, mixed; as they are without a matrix. Differentiable; usable inside a compiled step. */
export function mixColours(pictures: tf.Tensor4D, colours: ColourMatrix | null): tf.Tensor4D {
  if (!colours) return pictures
  return pictures
    .reshape([-1, 3])
    .matMul(tf.tensor2d(colours.flat(), [3, 3]), false, true)
    .reshape(pictures.shape)
}
