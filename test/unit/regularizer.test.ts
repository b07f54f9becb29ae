import { describe, expect, it } from 'vitest'
import type { Regularizer as Spec } from '../../src-shared/recipe/recipe.ts'
import { compileStep } from '../../src-main/tensorflow/compile.ts'
import { tf } from '../../src-main/tensorflow/tf.ts'
import { penaltyOf, regularizerOf } from '../../src-main/science/visualization/regularizers/index.ts'
import { randomPictures, slopes } from '../fixtures/small-networks.ts'

const kinds: Spec['kind'][] = ['l1', 'l2', 'total-variation']

/** The penalties by plain loops. */
function byHand(kind: Spec['kind'], picture: number[][][]): number {
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
  for (const kind of kinds) {
    const penalty = regularizerOf({ kind, weight: 2.5 })

    it(`${kind}: is its formula, for each picture by itself, and nothing for black`, () => {
      tf.tidy(() => {
        const image = tf.concat([randomPictures(3), tf.zeros([1, 16, 16, 3])]) as tf.Tensor4D
        const pictures = image.arraySync()
        penalty(image)
          .arraySync()
          .forEach((value, at) => expect(value).toBeCloseTo(2.5 * byHand(kind, pictures[at]!), 5))
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

  it('add up, and are the same in a compiled step', () => {
    tf.tidy(() => {
      const image = randomPictures(3)
      const all = penaltyOf(kinds.map((kind, at) => ({ kind, weight: at + 1 })))!
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
      const apart = kinds.map((kind, at) => regularizerOf({ kind, weight: at + 1 })(image)).reduce((sum, one) => sum.add(one))
      // A sum of a few float32 numbers in another order: a last digit each.
      expect(all(image).sub(apart).abs().max().dataSync()[0]! / apart.abs().max().dataSync()[0]!).toBeLessThan(1e-6)
      expect(penaltyOf([])).toBeNull()
      graph.dispose()
    })
  })
})
