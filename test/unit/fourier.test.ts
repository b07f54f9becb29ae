// Laws of the parameterization "fourier": its picture is the inverse transform of its coefficients, worked out wave by wave.
import { expect, test } from 'vitest'
import { random } from '../../src-shared/math/random.ts'
import { parameterization } from '../../src-shared/recipe/parameterizations/index.ts'
import { fourier } from '../../src-main/science/visualization/parameterizations/fourier.ts'
import { compileStep } from '../../src-main/tensorflow/compile.ts'
import { tf } from '../../src-main/tensorflow/tf.ts'
import { slopes } from '../fixtures/small-networks.ts'

const coefficients = (count: number, seed = 1): Float32Array => random(seed, 'waves').fillNormal(new Float32Array(count))

/** By plain loops over all waves, in double precision: [row][column][channel]. */
function byHand(params: Float32Array, [height, width]: readonly [number, number], channels: number, power: number): number[][][] {
  const columns = Math.floor(width / 2) + 1
  const half = (at: number, count: number): number => (at <= count / 2 ? at : at - count)
  return Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (_, x) =>
      Array.from({ length: channels }, (_, channel) => {
        let sum = 0
        for (let v = 0; v < columns; v++)
          for (let u = 0; u < height; u++) {
            const at = (part: number): number => params[((v * channels + channel) * 2 + part) * height + u]!
            const f = Math.hypot(half(u, height) / height, half(v, width) / width)
            const gain = Math.sqrt(width * height) / Math.max(f, 1 / Math.max(width, height)) ** power
            const angle = 2 * Math.PI * ((y * u) / height + (x * v) / width)
            // A wave and its mirror image of the other half of the spectrum, which together are real.
            const times = v === 0 || 2 * v === width ? 1 : 2
            sum += (times * gain * (at(0) * Math.cos(angle) - at(1) * Math.sin(angle))) / (width * height)
          }
        return 1 / (1 + Math.exp(-sum / 4))
      }),
    ),
  )
}

test.each([
  [[6, 8], 3, 1],
  [[5, 7], 1, 0],
  [[8, 5], 2, 1.5],
] as const)('%j pixels, %i channels, power %f: is the sum of its waves, through a sigmoid', (sides, channels, power) => {
  tf.tidy(() => {
    const space = fourier({ power }, sides, channels)
    const [count] = space.shape as [number]
    const both = [1, 2].map((seed) => coefficients(count, seed))
    const pictures = space.image(tf.tensor2d(Float32Array.from(both.flatMap((one) => [...one])), [2, count])).arraySync()
    both.forEach((params, picture) =>
      byHand(params, sides, channels, power).forEach((row, y) =>
        row.forEach((pixel, x) => pixel.forEach((value, channel) => expect(pictures[picture]![y]![x]![channel]).toBeCloseTo(value, 5))),
      ),
    )
  })
})

test('with a finest wave it is the same picture as of all coefficients whose finer ones are zero, with fewer numbers', () => {
  tf.tidy(() => {
    const [few, all] = [fourier({ power: 1, finest: 2 }, [8, 10], 2), fourier({ power: 1 }, [8, 10], 2)]
    expect(few.shape).toEqual([3 * 2 * 2 * 5])
    const own = coefficients(few.shape[0]!)
    const whole = new Float32Array(all.shape[0]!)
    const rows = [0, 1, 2, 6, 7]
    own.forEach((one, at) => {
      whole[Math.floor(at / 5) * 8 + rows[at % 5]!] = one
    })
    const [left, right] = [few.image(tf.tensor2d(own, [1, own.length])), all.image(tf.tensor2d(whole, [1, whole.length]))]
    expect(left.sub(right).abs().max().dataSync()[0]).toBeLessThan(1e-5)
  })
})

test('its gradient is the slope of finite differences, eagerly and as a graph', () => {
  tf.tidy(() => {
    const space = fourier({ power: 1 }, [6, 8], 3)
    const x = tf.tensor2d(coefficients(space.shape[0]!), [1, space.shape[0]!])
    const score = (at: tf.Tensor): tf.Tensor => space.image(at).square().sum()
    const { gradient, difference } = slopes(score, x, 3, 0.01)
    expect(Math.abs(gradient - difference)).toBeLessThan(2e-3 * Math.abs(gradient))
    const graph = compileStep((at) => [space.image(at), tf.grad((one: tf.Tensor) => space.image(one).square().sum())(at)], [x])
    const [picture, slope] = graph.run([x])
    expect(picture!.sub(space.image(x)).abs().max().dataSync()[0]).toBeLessThan(1e-5)
    const eager = tf.grad(score)(x)
    expect(slope!.sub(eager).abs().max().dataSync()[0]! / eager.abs().max().dataSync()[0]!).toBeLessThan(1e-4)
    graph.dispose()
  })
})

test('it starts as a nearly even grey, and the same seed starts the same', () => {
  tf.tidy(() => {
    const space = fourier({ power: 1 }, 48, 3)
    const begin = space.initial(random(1, 'start', 0), 0)
    expect(space.initial(random(1, 'start', 0), 0)).toEqual(begin)
    const picture = space.image(tf.tensor2d(begin, [1, begin.length]))
    expect(picture.sub(0.5).abs().mean().dataSync()[0]).toBeLessThan(0.1)
    expect(picture.min().dataSync()[0]).toBeGreaterThan(0)
    expect(picture.max().dataSync()[0]).toBeLessThan(1)
  })
})

test('a power is 0 to 2, and 1 without a word', () => {
  expect(parameterization.parse({ kind: 'fourier' })).toEqual({ kind: 'fourier', power: 1 })
  for (const power of [-0.1, 2.1, Number.NaN]) expect(parameterization.safeParse({ kind: 'fourier', power }).success).toBe(false)
})
