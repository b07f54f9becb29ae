import { describe, expect, it } from 'vitest'
import type { Regularizer as Spec } from '../../src-shared/recipe/recipe.ts'
import { compileStep } from '../../src-main/tensorflow/compile.ts'
import { tf } from '../../src-main/tensorflow/tf.ts'
import { penaltyOf, regularizerOf } from '../../src-main/science/visualization/regularizers/index.ts'
import { randomPictures, slopes } from '../fixtures/small-networks.ts'

const specs = (weight: number): Spec[] => [
  { kind: 'l1', weight },
  { kind: 'l2', weight },
  { kind: 'total-variation', weight },
  { kind: 'blur', weight, deviation: 0.8 },
  { kind: 'frequency', weight, power: 1.5 },
]

/** The whole spectrum of a picture by plain loops: the sum over all waves of |X|^2 (2 f)^(2 power), as a mean over its pixels. */
function wavesByHand(picture: number[][][], power: number): number {
  const size = picture.length
  const half = (at: number): number => Math.min(at, size - at) / size
  let sum = 0
  for (let v = 0; v < size; v++)
    for (let u = 0; u < size; u++)
      for (let channel = 0; channel < 3; channel++) {
        let [real, imaginary] = [0, 0]
        picture.forEach((row, y) =>
          row.forEach((pixel, x) => {
            const angle = (2 * Math.PI * (u * y + v * x)) / size
            real += pixel[channel]! * Math.cos(angle)
            imaginary -= pixel[channel]! * Math.sin(angle)
          }),
        )
        sum += (real ** 2 + imaginary ** 2) * (2 * Math.hypot(half(u), half(v))) ** (2 * power)
      }
  return sum / (size ** 2 * (size ** 2 * 3))
}
/** The mean squared difference from the blur with weights exp(-d^2 / 2 s^2), of sum 1 within the picture, by plain loops. */
function blurByHand(picture: number[][][], deviation: number): number {
  const size = picture.length
  const row = (from: number): number[] => {
    const weights = Array.from({ length: size }, (_, to) => Math.exp(-((from - to) ** 2) / (2 * deviation ** 2)))
    const total = weights.reduce((sum, one) => sum + one, 0)
    return weights.map((one) => one / total)
  }
  const rows = picture.map((_, at) => row(at))
  let sum = 0
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++)
      for (let channel = 0; channel < 3; channel++) {
        let blurred = 0
        for (let v = 0; v < size; v++) for (let u = 0; u < size; u++) blurred += rows[y]![v]! * rows[x]![u]! * picture[v]![u]![channel]!
        sum += (picture[y]![x]![channel]! - blurred) ** 2
      }
  return sum / (size ** 2 * 3)
}

/** The penalties by plain loops. */
function byHand(spec: Spec, picture: number[][][]): number {
  if (spec.kind === 'blur') return blurByHand(picture, spec.deviation)
  if (spec.kind === 'frequency') return wavesByHand(picture, spec.power)
  const { kind } = spec
  let sum = 0
  let [across, down] = [0, 0]
  const size = picture.length
  picture.forEach((row, y) =>
    row.forEach((pixel, x) =>
      pixel.forEach((value, channel) => {
        sum += kind === 'l1' ? Math.abs(value) : value ** 2
        if (x + 1 < size) across += Math.abs(row[x + 1]![channel]! - value)
        if (y + 1 < size) down += Math.abs(picture[y + 1]![x]![channel]! - value)
      }),
    ),
  )
  return kind === 'total-variation' ? (across + down) / (size * (size - 1) * 3) : sum / (size * size * 3)
}

describe('regularizers', () => {
  for (const spec of specs(2.5)) {
    const { kind } = spec
    const penalty = regularizerOf(spec)

    it(`${kind}: is its formula, for each picture by itself, and nothing for black`, () => {
      tf.tidy(() => {
        const image = tf.concat([randomPictures(3), tf.zeros([1, 16, 16, 3])]) as tf.Tensor4D
        const pictures = image.arraySync()
        penalty(image)
          .arraySync()
          .forEach((value, at) => expect(value).toBeCloseTo(2.5 * byHand(spec, pictures[at]!), 5))
        expect(penalty(image).arraySync()[3]).toBe(0)
      })
    })

    it(`${kind}: its gradient is the slope of finite differences, and zero for black`, () => {
      tf.tidy(() => {
        // Whole steps of 0.1 keep neighbours apart, so that no difference changes its sign within the finite step.
        const image = randomPictures(1)
          .mul(10)
          .floor()
          .div(10)
          .add(tf.range(0, 16).mod(2).mul(0.05).reshape([1, 16, 1, 1]))
          .add(tf.range(0, 16).mod(2).mul(0.025).reshape([1, 1, 16, 1]))
          .add(0.1)
        const { gradient, difference } = slopes((x) => penalty(x as tf.Tensor4D), image, 2, 0.05)
        expect(Math.abs(gradient - difference)).toBeLessThan(0.01 * Math.abs(gradient) + 1e-4)
        expect(
          tf
            .grad((x: tf.Tensor) => penalty(x as tf.Tensor4D).sum())(tf.zeros([1, 16, 16, 3]))
            .abs()
            .max()
            .dataSync()[0],
        ).toBe(0)
      })
    })
  }

  it('blur and frequency: an even picture costs nothing, and the finest wave costs the whole of its square', () => {
    tf.tidy(() => {
      const even = tf.fill([1, 16, 16, 3], 0.5) as tf.Tensor4D
      const stripes = tf.range(0, 16).mod(2).mul(2).sub(1).mul(0.2).reshape([1, 1, 16, 1]).tile([1, 16, 1, 3]) as tf.Tensor4D
      for (const spec of specs(1).slice(3)) expect(Math.abs(regularizerOf(spec)(even).dataSync()[0]!)).toBeLessThan(1e-9)
      expect(regularizerOf({ kind: 'frequency', weight: 1, power: 2 })(stripes).dataSync()[0]).toBeCloseTo(0.04, 5)
    })
  })

  it('add up, and are the same in a compiled step', () => {
    tf.tidy(() => {
      const image = randomPictures(3)
      const all = penaltyOf(specs(1).map((spec, at) => ({ ...spec, weight: at + 1 })))!
      const step = (x: tf.Tensor): tf.Tensor[] => [all(x as tf.Tensor4D), tf.grad((at: tf.Tensor) => all(at as tf.Tensor4D).sum())(x)]
      const graph = compileStep(step, [image])
      step(image).forEach((one, at) =>
        expect(
          one
            .sub(graph.run([image])[at]!)
            .abs()
            .max()
            .dataSync()[0],
        ).toBeLessThan(1e-6),
      )
      const apart = specs(1)
        .map((spec, at) => regularizerOf({ ...spec, weight: at + 1 })(image))
        .reduce((sum, one) => sum.add(one))
      // A sum of a few float32 numbers in another order: a last digit each.
      expect(all(image).sub(apart).abs().max().dataSync()[0]! / apart.abs().max().dataSync()[0]!).toBeLessThan(1e-6)
      expect(penaltyOf([])).toBeNull()
      graph.dispose()
    })
  })
})
