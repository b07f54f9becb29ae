// Laws of the parameterizations that paint a picture from numbers of their own: phases of waves, a pyramid, a function of the place; and of
// pictures to begin with.
import { describe, expect, it, test } from 'vitest'
import { random } from '../../src-shared/math/random.ts'
import { smoothTo } from '../fixtures/smooth-picture.ts'
import { naturalSpectrum } from '../../src-main/engine/process/dataset-pictures.ts'
import { inverted } from '../../src-main/science/visualization/colour.ts'
import { cppn } from '../../src-main/science/visualization/parameterizations/cppn.ts'
import { fourier } from '../../src-main/science/visualization/parameterizations/fourier.ts'
import type { Parameterization } from '../../src-main/science/visualization/parameterizations/kind.ts'
import { laplacian } from '../../src-main/science/visualization/parameterizations/laplacian.ts'
import { maco } from '../../src-main/science/visualization/parameterizations/maco.ts'
import { wavesOf } from '../../src-main/science/visualization/parameterizations/waves.ts'
import { compileStep } from '../../src-main/tensorflow/compile.ts'
import { tf } from '../../src-main/tensorflow/tf.ts'
import { slopes } from '../fixtures/small-networks.ts'

const colours = [
  [0.9, 0.2, 0.1],
  [0.2, 0.7, 0],
  [0.1, -0.3, 0.5],
]
const kinds: Record<string, Parameterization> = {
  'a pyramid': laplacian({ levels: 3 }, [14, 11], 3, colours),
  'a pyramid of grey': laplacian({ levels: 2 }, [5, 8], 1),
  'a function of the place': cppn([9, 7]),
  'phases of waves': maco(naturalSpectrum(12, 10, 3), [12, 10], 3, colours),
}
const noise = (count: number, seed: number, deviation = 1): Float32Array =>
  random(seed, 'numbers')
    .fillNormal(new Float32Array(count))
    .map((one) => deviation * one)
/** Numbers away from the start, where nothing is 0 by design. */
const away = (one: Parameterization, seeds: number[]): tf.Tensor =>
  tf.tensor(
    Float32Array.from(
      seeds.flatMap((seed) => {
        const moved = noise(one.shape[0]!, seed, 0.2)
        return [...one.initial(random(seed), 0).map((value, at) => value + moved[at]!)]
      }),
    ),
    [seeds.length, ...one.shape],
  )

describe.each(Object.entries(kinds))('%s', (_name, one) => {
  it('has the slope of finite differences as its gradient', () => {
    tf.tidy(() => {
      for (const seed of [1, 2, 3]) {
        const { gradient, difference } = slopes((params) => one.image(params).square().sum(), away(one, [seed]), seed, 0.01)
        expect(Math.abs(gradient)).toBeGreaterThan(1e-4)
        expect(Math.abs(gradient - difference)).toBeLessThan(0.02 * Math.abs(gradient) + 1e-3)
      }
    })
  })
  it('is the same in a compiled step, and in a batch as alone', () => {
    tf.tidy(() => {
      const params = away(one, [1, 2, 3])
      const step = (at: tf.Tensor): tf.Tensor[] => [one.image(at), tf.grad((inner: tf.Tensor) => one.image(inner).square().sum())(at)]
      const graph = compileStep(step, [params])
      const compiled = graph.run([params])
      step(params).forEach((eager, at) =>
        expect(eager.sub(compiled[at]!).abs().max().dataSync()[0]).toBeLessThan(1e-4 * Math.max(1, eager.abs().max().dataSync()[0]!)),
      )
      const alone = one.image(away(one, [2]))
      expect(one.image(params).slice([1, 0, 0, 0], [1, -1, -1, -1]).sub(alone).abs().max().dataSync()[0]).toBeLessThan(1e-5)
      graph.dispose()
    })
  })
  it('stays within black and white, begins the same from the same seed, and otherwise from another', () => {
    tf.tidy(() => {
      const picture = one.image(away(one, [1]).mul(20))
      expect(picture.min().dataSync()[0]).toBeGreaterThanOrEqual(0)
      expect(picture.max().dataSync()[0]).toBeLessThanOrEqual(1)
    })
    expect(one.initial(random(1), 0)).toEqual(one.initial(random(1), 0))
    expect(one.initial(random(2), 0)).not.toEqual(one.initial(random(1), 0))
  })
})

test('the waves of a picture are its sums of exp(-2 pi i f x), worked out one by one, and back again', () => {
  const [height, width, channels] = [6, 5, 2]
  const waves = wavesOf(height, width, channels)
  const picture = noise(height * width * channels, 4)
  tf.tidy(() => {
    const pictures = tf.tensor4d(picture, [1, height, width, channels])
    const found = waves.forward(pictures)
    expect(waves.inverse(found).sub(pictures).abs().max().dataSync()[0]).toBeLessThan(1e-5)
    const values = found.dataSync()
    for (let v = 0; v < waves.shape[0]; v++)
      for (let channel = 0; channel < channels; channel++)
        for (let u = 0; u < height; u++) {
          let [real, imaginary] = [0, 0]
          for (let y = 0; y < height; y++)
            for (let x = 0; x < width; x++) {
              const angle = -2 * Math.PI * ((y * u) / height + (x * v) / width)
              real += picture[(y * width + x) * channels + channel]! * Math.cos(angle)
              imaginary += picture[(y * width + x) * channels + channel]! * Math.sin(angle)
            }
          expect(values[((v * channels + channel) * 2 + 0) * height + u]).toBeCloseTo(real, 4)
          expect(values[((v * channels + channel) * 2 + 1) * height + u]).toBeCloseTo(imaginary, 4)
        }
  })
})

test('MaCo: whatever its phases, the picture before the sigmoid has the strengths that it was given, up to one factor', () => {
  const [height, width] = [12, 10]
  const strengths = naturalSpectrum(height, width, 1)
  const one = maco(strengths, [height, width], 1)
  const waves = wavesOf(height, width, 1)
  tf.tidy(() => {
    const logits = one.image(away(one, [7])).clipByValue(1e-6, 1 - 1e-6)
    const found = waves.forward(logits.div(tf.sub(1, logits)).log() as tf.Tensor4D)
    const sizes = found.reshape([waves.shape[0], 2, height]).square().sum(1).sqrt().dataSync()
    // The mean is standardized away; the columns that stand for one wave alone lose what is imaginary of them.
    const ratios: number[] = []
    for (let v = 1; v < waves.shape[0] - 1; v++)
      for (let u = 0; u < height; u++) ratios.push(sizes[v * height + u]! / strengths[v * height + u]!)
    for (const ratio of ratios) expect(ratio / ratios[0]!).toBeCloseTo(1, 2)
  })
})

test('a pyramid is the sum of its pictures, each enlarged', () => {
  const one = laplacian({ levels: 2 }, [4, 6], 1)
  tf.tidy(() => {
    const params = noise(4 * 6 + 2 * 3, 3)
    const picture = one.image(tf.tensor2d(params, [1, params.length])).dataSync()
    const enlarged = smoothTo(params.slice(24), [2, 3], [4, 6])
    picture.forEach((value, at) => expect(value).toBeCloseTo(1 / (1 + Math.exp(-(params[at]! + enlarged[at]!))), 5))
  })
})

test('a function of the place is the same function at every size', () => {
  tf.tidy(() => {
    const params = away(cppn(9), [1])
    const [small, large] = [cppn(9).image(params).arraySync(), cppn(17).image(params).arraySync()]
    // Every second place of 17 is a place of 9.
    for (let y = 0; y < 9; y++)
      for (let x = 0; x < 9; x++)
        small[0]![y]![x]!.forEach((value, channel) => expect(value).toBeCloseTo(large[0]![2 * y]![2 * x]![channel]!, 5))
  })
})

describe('a picture to begin with', () => {
  const [height, width] = [8, 7]
  const begin = [1, 2].map((seed) => random(seed, 'picture').fillUniform(new Float32Array(height * width * 3)))
  it.each([
    ['waves', fourier({ power: 1 }, [height, width], 3, colours, begin)],
    ['a pyramid', laplacian({ levels: 3 }, [height, width], 3, colours, begin)],
  ])('%s: is what the numbers at the start stand for, but for the last of black and white', (_name, one) => {
    tf.tidy(() => {
      begin.forEach((picture, start) => {
        const params = one.initial(random(1), start)
        const painted = one.image(tf.tensor2d(params, [1, params.length])).dataSync()
        painted.forEach((value, at) => expect(value).toBeCloseTo(Math.min(0.98, Math.max(0.02, picture[at]!)), 4))
      })
    })
  })
  it('needs colours that vary in all directions', () => {
    const grey = [1, 2, 3].map(() => [1, 1, 1])
    expect(() => inverted(grey)).toThrow('fewer than three directions')
    const back = inverted(colours)
    for (const [row, column] of [0, 1, 2].flatMap((a) => [0, 1, 2].map((b) => [a, b] as const)))
      expect([0, 1, 2].reduce((sum, k) => sum + colours[row]![k]! * back[k]![column]!, 0)).toBeCloseTo(row === column ? 1 : 0, 10)
  })
})
