import { describe, expect, it } from 'vitest'
import type { Parameterization as Spec } from '../../src-shared/recipe/recipe.ts'
import { choleskyFactor } from '../../src-shared/math/gaussian.ts'
import { random } from '../../src-shared/math/random.ts'
import { compileStep } from '../../src-main/tensorflow/compile.ts'
import { tf } from '../../src-main/tensorflow/tf.ts'
import { forward } from '../../src-main/science/networks/sequential.ts'
import { decoder } from '../../src-main/science/visualization/parameterizations/decoder.ts'
import type { Parameterization } from '../../src-main/science/visualization/parameterizations/kind.ts'
import { pixels } from '../../src-main/science/visualization/parameterizations/pixels.ts'
import { asGenerator, randomWeights, slopes, smallModels } from '../fixtures/small-networks.ts'

const { header } = smallModels()
const drawing = asGenerator(header.decoder, randomWeights(header.decoder, 3), header.statistics)
type DecoderSpec = Extract<Spec, { kind: 'decoder' }>
const inLatent = (spec: Partial<DecoderSpec> = {}, codes: Float32Array[] = []): Parameterization =>
  decoder({ kind: 'decoder', generator: '0'.repeat(64), start: 'random', whiten: true, ball: 0, ...spec }, drawing, codes)
const kinds: Record<string, Parameterization> = {
  pixels: pixels({ kind: 'pixels', start: 'noise' }, 16),
  'decoder, raw': inLatent({ whiten: false }),
  'decoder, whitened': inLatent(),
}

describe('parameterizations', () => {
  for (const [name, one] of Object.entries(kinds)) {
    const begin = (seeds: number[]): tf.Tensor =>
      tf.tensor(Float32Array.from(seeds.flatMap((seed) => [...one.initial(random(seed), 0)])), [seeds.length, ...one.shape])

    it(`${name}: its gradient is the slope of finite differences`, () => {
      tf.tidy(() => {
        const { gradient, difference } = slopes((params) => one.image(params).square().sum(), begin([1]), 3)
        expect(Math.abs(gradient)).toBeGreaterThan(1e-3)
        expect(Math.abs(gradient - difference)).toBeLessThan(5e-3 * Math.abs(gradient) + 1e-3)
      })
    })

    it(`${name}: is the same in a compiled step, and in a batch as alone`, () => {
      tf.tidy(() => {
        const params = begin([1, 2, 3])
        const step = (at: tf.Tensor): tf.Tensor[] => [
          one.image(at),
          one.project(at.mul(3)),
          tf.grad((inner: tf.Tensor) => one.image(inner).square().sum())(at),
        ]
        const graph = compileStep(step, [params])
        const compiled = graph.run([params])
        step(params).forEach((eager, at) =>
          expect(eager.sub(compiled[at]!).abs().max().dataSync()[0]).toBeLessThan(1e-6 * Math.max(1, eager.abs().max().dataSync()[0]!)),
        )
        const alone = one.image(begin([2]))
        expect(one.image(params).slice([1, 0, 0, 0], [1, -1, -1, -1]).sub(alone).abs().max().dataSync()[0]).toBeLessThan(1e-6)
        graph.dispose()
      })
    })
  }

  it('pixels start from noise in [0, 1), grey or black, and are clipped after the step, not within the gradient', () => {
    const noise = pixels({ kind: 'pixels', start: 'noise' }, 48).initial(random(1), 0)
    expect(noise.length).toBe(48 * 48 * 3)
    expect(Math.abs(noise.reduce((sum, value) => sum + value, 0) / noise.length - 0.5)).toBeLessThan(0.02)
    expect(Math.min(...noise)).toBeGreaterThanOrEqual(0)
    expect(Math.max(...noise)).toBeLessThan(1)
    expect(new Set(pixels({ kind: 'pixels', start: 'grey' }, 16).initial(random(1), 0))).toEqual(new Set([0.5]))
    expect(new Set(pixels({ kind: 'pixels', start: 'black' }, 16).initial(random(1), 0))).toEqual(new Set([0]))
    tf.tidy(() => {
      const one = kinds.pixels!
      const out = tf.fill([1, 16, 16, 3], 1.5)
      expect(one.image(out).dataSync()[0]).toBe(1.5)
      expect(
        tf
          .grad((at: tf.Tensor) => one.image(at).sum())(out)
          .dataSync()[0],
      ).toBe(1)
      expect(one.project(out).dataSync()[0]).toBe(1)
    })
  })

  it('whitened parameters of the training set have mean 0 and unit covariance: z = mean + L u with L L^T its covariance', () => {
    const { mean, covariance } = header.statistics
    const factor = choleskyFactor(covariance)
    for (let row = 0; row < 3; row++) {
      for (let column = 0; column < 3; column++) {
        expect(factor[row]!.reduce((sum, value, at) => sum + value * factor[column]![at]!, 0)).toBeCloseTo(covariance[row]![column]!, 12)
        if (column > row) expect(factor[row]![column]).toBe(0)
      }
    }
    const one = inLatent()
    expect(one.latent(new Float32Array(3))).toEqual(mean)
    tf.tidy(() => {
      const u = one.initial(random(4), 0)
      const z = one.latent(u)!
      const direct = forward(header.decoder, drawing.weights, tf.tensor2d([z]))['conv1.sigmoid']!
      expect(
        one
          .image(tf.tensor2d(u, [1, 3]))
          .sub(direct)
          .abs()
          .max()
          .dataSync()[0],
      ).toBeLessThan(1e-6)
    })
  })

  it('a latent number that never changes has no direction, and does no harm', () => {
    expect(
      choleskyFactor([
        [4, 0, 2],
        [0, 0, 0],
        [2, 0, 2],
      ]),
    ).toEqual([
      [2, 0, 0],
      [0, 0, 0],
      [1, 0, 1],
    ])
  })

  it('starts at encoded examples, one for each start, and says when there are too few', () => {
    const codes = [Float32Array.of(1, -2, 3), Float32Array.of(0.25, 0, 1)]
    for (const whiten of [true, false]) {
      const one = inLatent({ start: 'examples', whiten }, codes)
      codes.forEach((code, start) =>
        one.latent(one.initial(random(1), start))!.forEach((value, axis) => expect(value).toBeCloseTo(code[axis]!, 5)),
      )
      expect(() => one.initial(random(1), 2)).toThrow('there are 2 of them')
    }
  })

  it('starts at the one vector it is given, whatever else is said of the start, and only at one of its own length', () => {
    const at = [0.5, -1, 2]
    for (const whiten of [true, false]) {
      for (const start of ['random', 'examples'] as const) {
        const one = inLatent({ at, start, whiten })
        for (const number of [0, 5])
          one.latent(one.initial(random(number), number))!.forEach((value, axis) => expect(value).toBeCloseTo(at[axis]!, 5))
      }
    }
    expect(() => inLatent({ at: [1, 2] })).toThrow('this generator draws from 3')
  })

  it('starts at random where the training set is: normal when whitened, else evenly in its box', () => {
    const stream = random(6)
    const draws = Array.from(
      { length: 2000 },
      () => [inLatent().initial(stream, 0), inLatent({ whiten: false }).initial(stream, 0)] as const,
    )
    const squares = draws.reduce((sum, [u]) => sum + u[0]! ** 2 + u[1]! ** 2 + u[2]! ** 2, 0) / draws.length
    expect(Math.abs(squares - 3)).toBeLessThan(0.2)
    const { low, high } = header.statistics
    for (let axis = 0; axis < 3; axis++) {
      const values = draws.map(([, z]) => z[axis]!)
      expect(Math.min(...values)).toBeGreaterThanOrEqual(low[axis]!)
      expect(Math.max(...values)).toBeLessThan(high[axis]!)
      expect(Math.max(...values) - Math.min(...values)).toBeGreaterThan(0.95 * (high[axis]! - low[axis]!))
    }
  })

  it('the ball brings back what has left it, along its own direction, and leaves the rest alone', () => {
    tf.tidy(() => {
      const params = tf.tensor2d([
        [3, 4, 0],
        [0.3, 0, 0.4],
        [0, 0, 0],
      ])
      expect(inLatent({ ball: 2 }).project(params).arraySync()).toEqual([
        [expect.closeTo(1.2, 6), expect.closeTo(1.6, 6), 0],
        [expect.closeTo(0.3, 6), 0, expect.closeTo(0.4, 6)],
        [0, 0, 0],
      ])
      for (const free of [inLatent({ ball: 0 }), inLatent({ ball: 2, whiten: false })])
        expect(free.project(params).dataSync()).toEqual(params.dataSync())
    })
  })
})
