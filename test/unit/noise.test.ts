// Laws of the transform "noise": normal numbers on every pixel, drawn outside of the graph, wherever it stands among the others.
import { expect, test } from 'vitest'
import { random } from '../../src-shared/math/random.ts'
import { type Transform, transform as schema } from '../../src-shared/recipe/transforms/index.ts'
import { transformOf } from '../../src-main/science/visualization/transform.ts'
import { compileStep } from '../../src-main/tensorflow/compile.ts'
import { tf } from '../../src-main/tensorflow/tf.ts'
import { randomPictures } from '../fixtures/small-networks.ts'

const size = 16
const noise: Transform = { kind: 'noise', deviation: 0.2 }
const largest = (one: tf.Tensor): number => one.abs().max().dataSync()[0]!

test('adds normal numbers of its deviation, the same to pictures that share a view, others to the next', () => {
  tf.tidy(() => {
    const transform = transformOf([noise], size, size)
    expect(transform.numbers).toBe(size * size * 3)
    const stream = random(1, 'noise')
    const numbers = Float32Array.from([1, 2, 3, 4].flatMap(() => [...transform.draw(stream)]))
    const image = randomPictures(8, size)
    const added = transform.apply(image, tf.tensor2d(numbers, [4, transform.numbers])).sub(image)
    const pairs = added.reshape([4, 2, size * size * 3])
    expect(largest(pairs.slice([0, 0], [-1, 1]).sub(pairs.slice([0, 1], [-1, 1])))).toBeLessThan(1e-6)
    expect(largest(pairs.slice([0], [1]).sub(pairs.slice([1], [1])))).toBeGreaterThan(0.2)
    // Of n normal numbers the mean lies within 5 / sqrt(n) deviations of 0, and their spread within 5 / sqrt(2 n) of one.
    const n = numbers.length
    const mean = numbers.reduce((sum, one) => sum + one, 0) / n
    const spread = Math.sqrt(numbers.reduce((sum, one) => sum + (one - mean) ** 2, 0) / n)
    expect(Math.abs(mean)).toBeLessThan((5 * 0.2) / Math.sqrt(n))
    expect(Math.abs(spread / 0.2 - 1)).toBeLessThan(5 / Math.sqrt(2 * n))
    expect(transform.draw(random(1, 'noise'))).toEqual(numbers.slice(0, transform.numbers))
  })
})

test('among others it is added to what those before it give, and moved by those after it', () => {
  tf.tidy(() => {
    const specs: Transform[] = [{ kind: 'pad', pixels: 2 }, noise, { kind: 'jitter', pixels: 4 }, { kind: 'rotate', degrees: [-30, 30] }]
    const whole = transformOf(specs, size, size)
    const before = transformOf(specs.slice(0, 1), size, size + 4)
    const after = transformOf(specs.slice(2), size + 4, size)
    const drawn = whole.draw(random(4))
    expect(drawn).toHaveLength(6 + (size + 4) ** 2 * 3 + 6)
    const part = (first: number, count: number): tf.Tensor2D => tf.tensor2d(drawn.slice(first, first + count), [1, count])
    const image = randomPictures(1, size)
    const padded = before.apply(image, part(0, 6))
    expect(padded.shape).toEqual([1, size + 4, size + 4, 3])
    const speckled = padded.add(part(6, (size + 4) ** 2 * 3).reshape(padded.shape)) as tf.Tensor4D
    const wanted = after.apply(speckled, part(drawn.length - 6, 6))
    const seen = whole.apply(image, part(0, drawn.length))
    expect(largest(seen.sub(wanted))).toBeLessThan(1e-5)
    // Its gradient: <apply(x) - apply(0), y> = <x, its adjoint(y)>.
    const y = randomPictures(1, size, 9)
    const at = (x: tf.Tensor): tf.Scalar =>
      whole
        .apply(x as tf.Tensor4D, part(0, drawn.length))
        .mul(y)
        .sum()
    const left = at(image)
      .sub(at(tf.zerosLike(image)))
      .dataSync()[0]!
    expect(Math.abs(left - tf.grad(at)(image).mul(image).sum().dataSync()[0]!)).toBeLessThan(1e-4 * Math.abs(left))
    // The same as a graph.
    const graph = compileStep((x, numbers) => [whole.apply(x as tf.Tensor4D, numbers as tf.Tensor2D)], [image, part(0, drawn.length)])
    expect(largest(graph.run([image, part(0, drawn.length)])[0]!.sub(seen))).toBeLessThan(3e-5)
    graph.dispose()
  })
})

test('on a larger canvas it speckles the window that the network sees', () => {
  tf.tidy(() => {
    const transform = transformOf([noise], size + 6, size)
    const image = randomPictures(1, size + 6)
    const drawn = transform.draw(random(2))
    const seen = transform.apply(image, tf.tensor2d(drawn, [1, drawn.length]))
    const wanted = image.slice([0, 3, 3, 0], [1, size, size, 3]).add(tf.tensor4d(drawn, [1, size, size, 3]))
    expect(largest(seen.sub(wanted))).toBeLessThan(1e-6)
  })
})

test('a deviation is above 0 and at most 1', () => {
  expect(schema.safeParse(noise).success).toBe(true)
  for (const deviation of [0, -0.1, 1.5, Number.NaN]) expect(schema.safeParse({ kind: 'noise', deviation }).success).toBe(false)
})
