// Laws of the transforms "blur" and "crop", and of several draws in one step.
import { expect, test } from 'vitest'
import { random } from '../../src-shared/math/random.ts'
import { type Transform, transform as schema } from '../../src-shared/recipe/transforms/index.ts'
import { meanOverDraws, severalDraws } from '../../src-main/science/visualization/draws.ts'
import { gaussianBlur } from '../../src-main/science/visualization/gaussian.ts'
import { transformOf } from '../../src-main/science/visualization/transform.ts'
import { compileStep } from '../../src-main/tensorflow/compile.ts'
import { tf } from '../../src-main/tensorflow/tf.ts'
import { randomPictures } from '../fixtures/small-networks.ts'

const size = 12
const blur: Transform = { kind: 'blur', deviation: [0.5, 2] }
const crop: Transform = { kind: 'crop', share: [0.4, 0.9] }
const largest = (one: tf.Tensor): number => one.abs().max().dataSync()[0]!

/** By plain loops: weights exp(-d^2 / 2 s^2) along each side, which sum to 1 within the picture. */
function blurredByHand(picture: number[][][], deviation: number): number[][][] {
  const count = picture.length
  const weight = (from: number, to: number): number => Math.exp(-((from - to) ** 2) / (2 * deviation ** 2))
  const total = (from: number): number => Array.from({ length: count }, (_, to) => weight(from, to)).reduce((sum, one) => sum + one, 0)
  return picture.map((row, y) =>
    row.map((pixel, x) =>
      pixel.map((_, channel) => {
        let sum = 0
        for (let v = 0; v < count; v++) for (let u = 0; u < count; u++) sum += weight(y, v) * weight(x, u) * picture[v]![u]![channel]!
        return sum / (total(y) * total(x))
      }),
    ),
  )
}

test('a blur is its formula, for each view by its own width, and leaves an even picture as it is', () => {
  tf.tidy(() => {
    const transform = transformOf([blur], size, size)
    const stream = random(2, 'blur')
    const widths = [transform.draw(stream)[0]!, transform.draw(stream)[0]!]
    expect(widths[0]).not.toBe(widths[1])
    for (const one of widths) expect(one).toBeGreaterThanOrEqual(0.5)
    for (const one of widths) expect(one).toBeLessThanOrEqual(2)
    const image = randomPictures(4, size)
    const seen = transform.apply(image, tf.tensor2d(widths, [2, 1]))
    const wanted = (image.arraySync() as number[][][][]).map((one, at) => blurredByHand(one, widths[Math.floor(at / 2)]!))
    expect(largest(seen.sub(tf.tensor4d(wanted)))).toBeLessThan(1e-5)
    expect(
      largest(
        gaussianBlur(image, widths[0]!)
          .slice([0], [2])
          .sub(seen.slice([0], [2])),
      ),
    ).toBeLessThan(1e-5)
    const even = tf.fill([2, size, size, 3], 0.7) as tf.Tensor4D
    expect(largest(transform.apply(even, tf.tensor2d(widths, [2, 1])).sub(0.7))).toBeLessThan(1e-6)
  })
})

test('a part lies inside the picture, of its share, at every place alike', () => {
  tf.tidy(() => {
    const transform = transformOf([crop], size, size)
    const stream = random(3, 'crop')
    // The view's numbers: source = share x target + offset, along each side.
    const views = Array.from({ length: 400 }, () => [...transform.draw(stream)])
    for (const [a, b, c, d, e, f] of views) {
      expect([b, d]).toEqual([0, 0])
      expect(a).toBe(e)
      expect(a).toBeGreaterThanOrEqual(0.4 - 1e-6)
      expect(a).toBeLessThanOrEqual(0.9 + 1e-6)
      // Edges of pixels, half a pixel beyond their centres.
      for (const offset of [c!, f!]) {
        expect(offset - a! / 2).toBeGreaterThanOrEqual(-0.5 - 1e-4)
        expect(offset + a! * (size - 0.5)).toBeLessThanOrEqual(size - 0.5 + 1e-4)
      }
    }
    // The centre of the part is that of the picture in the mean: within 5 standard errors of at most 0.3 x 12 / sqrt(12) pixels each.
    const centres = views.map(([a, , c]) => c! + (a! * (size - 1)) / 2 - (size - 1) / 2)
    expect(Math.abs(centres.reduce((sum, one) => sum + one, 0) / 400)).toBeLessThan((5 * 1.1) / 20)
    // A ramp is read where the view says.
    const ramp = tf.range(0, size).reshape([1, 1, size, 1]).tile([1, size, 1, 3]) as tf.Tensor4D
    const seen = transform.apply(ramp, tf.tensor2d([views[0]!]))
    const [a, , c] = views[0]!
    for (let x = 1; x + 1 < size; x++) expect(seen.bufferSync().get(0, 5, x, 1)).toBeCloseTo(a! * x + c!, 3)
  })
})

test.each([[[blur, crop, { kind: 'rotate', degrees: [-20, 20] }, blur]], [[crop, { kind: 'noise', deviation: 0.1 }, blur]]] as [
  Transform[],
][])('in any order they are differentiable, as a graph as eagerly', (specs) => {
  tf.tidy(() => {
    const transform = transformOf(specs, size, size)
    const drawn = tf.tensor2d(transform.draw(random(4)), [1, transform.numbers])
    const [image, y] = [randomPictures(1, size), randomPictures(1, size, 9)]
    const at = (x: tf.Tensor): tf.Scalar =>
      transform
        .apply(x as tf.Tensor4D, drawn)
        .mul(y)
        .sum()
    const left = at(image)
      .sub(at(tf.zerosLike(image)))
      .dataSync()[0]!
    const slope = tf.grad(at)(image)
    // The transforms are linear but for what noise adds: <apply(x) - apply(0), y> = <x, adjoint(y)>.
    expect(Math.abs(left - slope.mul(image).sum().dataSync()[0]!)).toBeLessThan(1e-4 * Math.abs(left))
    const graph = compileStep(
      (x, numbers) => {
        const score = (one: tf.Tensor): tf.Scalar =>
          transform
            .apply(one as tf.Tensor4D, numbers as tf.Tensor2D)
            .mul(y)
            .sum()
        return [transform.apply(x as tf.Tensor4D, numbers as tf.Tensor2D), tf.grad(score)(x)]
      },
      [image, drawn],
    )
    const [picture, gradient] = graph.run([image, drawn])
    expect(largest(picture!.sub(transform.apply(image, drawn)))).toBeLessThan(3e-5)
    expect(largest(gradient!.sub(slope))).toBeLessThan(3e-5)
    graph.dispose()
  })
})

test('several draws are the mean of the scores under each, for each picture by itself', () => {
  tf.tidy(() => {
    const one = transformOf([blur, { kind: 'jitter', pixels: 3 }], size, size)
    const three = severalDraws(one, 3)
    expect(three.numbers).toBe(3 * one.numbers)
    const stream = random(6)
    const drawn = [three.draw(stream), three.draw(stream)]
    const same = random(6)
    expect([...drawn[0]!]).toEqual([1, 2, 3].flatMap(() => [...one.draw(same)]))
    // Two starts of two objectives: weights on the mean of each picture's colours.
    const image = randomPictures(4, size)
    const asked = tf.tensor2d([1, 0, 0, 0, 2, 0, 0, 0, 3, 1, 1, 1], [4, 3])
    const score = (pictures: tf.Tensor4D, rows: tf.Tensor2D): tf.Tensor1D => pictures.square().mean([1, 2]).mul<tf.Tensor>(rows).sum(1)
    const seen = three.apply(image, tf.tensor2d([...drawn[0]!, ...drawn[1]!], [2, three.numbers]))
    expect(seen.shape).toEqual([12, size, size, 3])
    const together = meanOverDraws(three, 2, asked, (rows) => score(seen, rows))
    const apart = [0, 1, 2].map((draw) => {
      const own = drawn.flatMap((all) => [...all.slice(draw * one.numbers, (draw + 1) * one.numbers)])
      return score(one.apply(image, tf.tensor2d(own, [2, one.numbers])), asked)
    })
    expect(largest(together.sub(tf.addN(apart).div(3)))).toBeLessThan(1e-5)
    expect(severalDraws(transformOf([], size, size), 3).numbers).toBe(0)
  })
})

test('widths and shares are ranges within their limits', () => {
  for (const [low, high] of [
    [0, 1],
    [2, 1],
    [1, 17],
  ])
    expect(schema.safeParse({ kind: 'blur', deviation: [low, high] }).success).toBe(false)
  for (const [low, high] of [
    [0, 1],
    [0.9, 0.5],
    [0.5, 1.1],
  ])
    expect(schema.safeParse({ kind: 'crop', share: [low, high] }).success).toBe(false)
})
