import { describe, expect, it } from 'vitest'
import type { Transform as TransformSpec } from '../../src-shared/recipe/recipe.ts'
import { random } from '../../src-shared/math/random.ts'
import { compileStep } from '../../src-main/tensorflow/compile.ts'
import { tf } from '../../src-main/tensorflow/tf.ts'
import { centreCrop, transformOf } from '../../src-main/science/visualization/transform.ts'
import { canvasSize } from '../../src-main/science/visualization/transforms/index.ts'
import { warp } from '../../src-main/science/visualization/warp.ts'
import { randomPictures, slopes } from '../fixtures/small-networks.ts'

const size = 16
const kinds: Record<string, TransformSpec[]> = {
  none: [],
  pad: [{ kind: 'pad', pixels: 3 }],
  jitter: [{ kind: 'jitter', pixels: 3 }],
  rotate: [{ kind: 'rotate', degrees: [-40, 40] }],
  scale: [{ kind: 'scale', factor: [0.7, 1.4] }],
  'scale to a quarter': [{ kind: 'scale', factor: [0.25, 0.4] }],
  'paper, rotate first': [{ kind: 'paper', order: 'rotate-jitter' }],
  'paper, jitter first': [{ kind: 'paper', order: 'jitter-rotate' }],
  sequence: [
    { kind: 'pad', pixels: 2 },
    { kind: 'jitter', pixels: 2 },
    { kind: 'scale', factor: [0.9, 1.1] },
    { kind: 'rotate', degrees: [-10, 10] },
    { kind: 'jitter', pixels: 1 },
  ],
}

const apply = (specs: TransformSpec[], image: tf.Tensor4D, seed = 1): { seen: tf.Tensor4D; drawn: Float32Array } => {
  const transform = transformOf(specs, image.shape[1], size)
  const drawn = transform.draw(random(seed, 'law'))
  return { seen: transform.apply(image, drawn.length > 0 ? tf.tensor2d(drawn, [1, drawn.length]) : undefined), drawn }
}

/** Bilinear reading of one channel, with black outside, by plain loops in double precision. */
function read(pixels: number[][][], x: number, y: number, channel: number): number {
  const at = (column: number, row: number): number => pixels[row]?.[column]?.[channel] ?? 0
  const [left, top] = [Math.floor(x), Math.floor(y)]
  const [h, v] = [x - left, y - top]
  return (1 - v) * ((1 - h) * at(left, top) + h * at(left + 1, top)) + v * ((1 - h) * at(left, top + 1) + h * at(left + 1, top + 1))
}

const turned = (quarter: number): Float32Array => {
  const half = (size - 1) / 2
  const [cos, sin] = [Math.cos((quarter * Math.PI) / 2), Math.sin((quarter * Math.PI) / 2)]
  return Float32Array.of(cos, -sin, half - cos * half + sin * half, sin, cos, half - sin * half - cos * half)
}

describe('warp', () => {
  it('leaves a picture as it is under the identity, to the last bit', () => {
    tf.tidy(() => {
      const image = randomPictures(2)
      expect(
        warp(
          image,
          tf.tensor2d([
            [1, 0, 0, 0, 1, 0],
            [1, 0, 0, 0, 1, 0],
          ]),
          size,
        ).dataSync(),
      ).toEqual(image.dataSync())
    })
  })

  for (const odd of [false, true]) {
    it(`turns a square of ${odd ? 'odd' : 'even'} size by a quarter without a loss: the centre is at (size - 1) / 2`, () => {
      tf.tidy(() => {
        const side = odd ? size - 1 : size
        const image = randomPictures(1, side)
        const pixels = image.arraySync()[0]!
        const transform = transformOf([{ kind: 'rotate', degrees: [90, 90] }], side, side)
        const seen = transform.apply(image, tf.tensor2d(transform.draw(random(1)), [1, 6])).arraySync()[0]!
        // Target (x, y) reads source (-y, x) about the centre: column side - 1 - y, row x.
        const expected = pixels.map((_, y) => pixels.map((_, x) => pixels[x]![side - 1 - y]!))
        expect(seen).toEqual(expected)
      })
    })
  }

  it('four quarters are the identity', () => {
    tf.tidy(() => {
      const image = randomPictures(1)
      let seen = image
      for (let turn = 0; turn < 4; turn++) seen = warp(seen, tf.tensor2d(turned(1), [1, 6]), size)
      expect(seen.dataSync()).toEqual(image.dataSync())
    })
  })

  it('moves by whole numbers as an index shift does, black outside', () => {
    tf.tidy(() => {
      const image = randomPictures(1)
      const pixels = image.arraySync()[0]!
      const seen = warp(image, tf.tensor2d([[1, 0, 3, 0, 1, -5]]), size).arraySync()[0]!
      seen.forEach((row, y) => row.forEach((pixel, x) => expect(pixel).toEqual(pixels[y - 5]?.[x + 3] ?? [0, 0, 0])))
    })
  })

  it('reads the right pixel of the last of very many pictures', () => {
    const [count, side] = [256, 254]
    tf.tidy(() => {
      // With its edge of black each picture takes 257 x 257 places: those of the last one lie beyond 2^24.
      const last = tf.range(0, side * side).reshape([1, side, side, 1])
      const image = tf.concat([tf.zeros([count - 1, side, side, 1]), last]) as tf.Tensor4D
      const size = 8
      const [right, down] = [101, 203]
      const views = Float32Array.from({ length: 6 * count }, (_, at) => [1, 0, right, 0, 1, down][at % 6]!)
      const seen = warp(image, tf.tensor2d(views, [count, 6]), size).slice([count - 1, 0, 0, 0], [1, size, size, 1])
      const expected = last.slice([0, down, right, 0], [1, size, size, 1])
      expect(Array.from(seen.dataSync())).toEqual(Array.from(expected.dataSync()))
    })
  })

  it('shares one view between neighbours without mixing them', () => {
    tf.tidy(() => {
      const image = randomPictures(6, 20)
      const views = [turned(0.3), turned(0.8)]
      const shared = warp(image, tf.tensor2d(Float32Array.from(views.flatMap((view) => [...view])), [2, 6]), size)
      for (let picture = 0; picture < 6; picture++) {
        const alone = warp(image.slice([picture, 0, 0, 0], [1, 20, 20, 3]), tf.tensor2d(views[Math.floor(picture / 3)]!, [1, 6]), size)
        // Other shapes may be computed by other kernels: places are off by some 2^-24 of 20 pixels, and a picture's values change by at
        // most 1 a pixel.
        expect(
          alone
            .sub(shared.slice([picture, 0, 0, 0], [1, size, size, 3]))
            .abs()
            .max()
            .dataSync()[0],
        ).toBeLessThan(1e-5)
      }
      expect(() => warp(image, tf.tensor2d(new Float32Array(24), [4, 6]), size)).toThrow('cannot share')
    })
  })
})

describe('transforms', () => {
  it('shows stripes of one pixel as grey at a quarter of their size, wherever they lie', () => {
    tf.tidy(() => {
      const side = 96
      const transform = transformOf([{ kind: 'scale', factor: [0.25, 0.25] }], side, size)
      const view = transform.draw(random(1))
      for (let shifted = 0; shifted < 4; shifted++) {
        const at = Float32Array.from(view, (one, place) => (place === 2 ? one + shifted / 2 : one))
        const stripes = tf.tensor4d(
          Float32Array.from({ length: side * side * 3 }, (_, place) => Math.floor(place / 3) % 2),
          [1, side, side, 3],
        )
        const seen = transform.apply(stripes, tf.tensor2d(at, [1, 6]))
        // The mean of black and white, but for rounding.
        expect(seen.sub(0.5).abs().max().dataSync()[0]).toBeLessThan(1e-4)
      }
    })
  })

  for (const [name, specs] of Object.entries(kinds)) {
    const canvas = canvasSize(specs, size)
    it(`${name}: reads its view bilinearly, black outside, at the network's size`, () => {
      tf.tidy(() => {
        const image = randomPictures(1, canvas)
        const { seen, drawn } = apply(specs, image)
        expect(seen.shape).toEqual([1, size, size, 3])
        if (drawn.length === 0) {
          expect(seen.dataSync()).toEqual(image.dataSync())
          return
        }
        const [a, b, c, d, e, f] = [...drawn] as [number, number, number, number, number, number]
        const pixels = image.arraySync()[0]!
        // A view at a quarter is the mean of 4 x 4 readings inside each of its pixels; any other is one reading.
        const offsets = name.includes('quarter') ? [-0.375, -0.125, 0.125, 0.375] : [0]
        const readings = offsets.flatMap((v) => offsets.map((h) => [h, v] as const))
        seen.arraySync()[0]!.forEach((row, y) =>
          row.forEach((pixel, x) =>
            pixel.forEach((value, channel) => {
              const sum = readings.reduce(
                (all, [h, v]) => all + read(pixels, a * (x + h) + b * (y + v) + c, d * (x + h) + e * (y + v) + f, channel),
                0,
              )
              expect(value).toBeCloseTo(sum / readings.length, 4)
            }),
          ),
        )
      })
    })

    it(`${name}: its gradient is the slope of finite differences, and exact: <apply(x), y> = <x, its adjoint(y)>`, () => {
      tf.tidy(() => {
        const image = randomPictures(1, canvas)
        const transform = transformOf(specs, canvas, size)
        const drawn = transform.numbers > 0 ? tf.tensor2d(transform.draw(random(3)), [1, transform.numbers]) : undefined
        const { gradient, difference } = slopes(
          (x) =>
            transform
              .apply(x as tf.Tensor4D, drawn)
              .square()
              .sum(),
          image,
          2,
          0.1,
        )
        expect(Math.abs(gradient - difference)).toBeLessThan(2e-3 * Math.abs(gradient) + 2e-3)
        const y = randomPictures(1, size, 9)
        const adjoint = tf.grad((x: tf.Tensor) =>
          transform
            .apply(x as tf.Tensor4D, drawn)
            .mul(y)
            .sum(),
        )(image)
        const left = transform.apply(image, drawn).mul(y).sum().dataSync()[0]!
        expect(Math.abs(left - adjoint.mul(image).sum().dataSync()[0]!)).toBeLessThan(1e-5 * left)
      })
    })

    it(`${name}: is the same in a compiled step, with its gradient`, () => {
      tf.tidy(() => {
        const transform = transformOf(specs, canvas, size)
        if (transform.numbers === 0) return
        const image = randomPictures(6, canvas)
        const drawn = tf.tensor2d(Float32Array.from([1, 2].flatMap((seed) => [...transform.draw(random(seed))])), [2, transform.numbers])
        const step = (x: tf.Tensor, numbers: tf.Tensor): tf.Tensor[] => {
          const seen = (at: tf.Tensor): tf.Tensor4D => transform.apply(at as tf.Tensor4D, numbers as tf.Tensor2D)
          return [seen(x), tf.grad((at: tf.Tensor) => seen(at).square().sum())(x)]
        }
        const graph = compileStep(step, [image, drawn])
        // A coordinate of up to 36 pixels has steps of 4e-6 in float32, TensorFlow may add its parts in another order, and 4 neighbours
        // differ by up to 1.
        step(image, drawn).forEach((one, at) =>
          expect(
            one
              .sub(graph.run([image, drawn])[at]!)
              .abs()
              .max()
              .dataSync()[0],
          ).toBeLessThan(3e-5),
        )
        graph.dispose()
      })
    })
  }

  it('jitter is a shift by whole pixels, each of its places equally often', () => {
    const seen = new Map<string, number>()
    const transform = transformOf(
      [
        { kind: 'pad', pixels: 2 },
        { kind: 'jitter', pixels: 3 },
      ],
      size,
      size,
    )
    const stream = random(5)
    for (let draw = 0; draw < 1600; draw++) {
      const [a, b, c, d, e, f] = transform.draw(stream)
      expect([a, b, d, e]).toEqual([1, 0, 0, 1])
      seen.set(`${c} ${f}`, (seen.get(`${c} ${f}`) ?? 0) + 1)
    }
    // A window 3 pixels smaller, of which the centre is taken, rounded down: 0..3 + 2 - floor(...) comes to -2..1.
    expect([...new Set([...seen.keys()].map((key) => Number(key.split(' ')[0])))].toSorted((p, q) => p - q)).toEqual([-2, -1, 0, 1])
    expect(seen.size).toBe(16)
    for (const count of seen.values()) expect(Math.abs(count - 100)).toBeLessThan(50)
  })

  for (const order of ['rotate-jitter', 'jitter-rotate'] as const) {
    it(`the paper's ${order} moves a window by 0 to 20 pixels over a canvas 20 wider than the input, and turns it by any angle`, () => {
      const input = 48
      const canvas = canvasSize([{ kind: 'paper', order }], input)
      expect(canvas).toBe(68)
      const transform = transformOf([{ kind: 'paper', order }], canvas, input)
      const stream = random(8)
      const quadrants = new Set<string>()
      const reach: number[] = []
      for (let draw = 0; draw < 500; draw++) {
        const [a, b, c, d, e, f] = [...transform.draw(stream)] as [number, number, number, number, number, number]
        // A turn keeps lengths and orientation.
        expect(a * a + d * d).toBeCloseTo(1, 5)
        expect(a * e - b * d).toBeCloseTo(1, 5)
        quadrants.add(`${Math.sign(a)} ${Math.sign(d)}`)
        const half = (input - 1) / 2
        const middle = [a * half + b * half + c - (canvas - 1) / 2, d * half + e * half + f - (canvas - 1) / 2] as const
        // The window's centre before the turn (if the turn comes first, in the turned canvas): whole steps from -10 to 10.
        const offset = order === 'jitter-rotate' ? middle : ([a * middle[0] + d * middle[1], b * middle[0] + e * middle[1]] as const)
        for (const one of offset) {
          expect(Math.abs(one - Math.round(one))).toBeLessThan(1e-4)
          reach.push(Math.round(one))
        }
      }
      expect([Math.min(...reach), Math.max(...reach)]).toEqual([-10, 10])
      expect(quadrants.size).toBe(4)
    })
  }

  it('a window of the middle is what an untransformed canvas shows', () => {
    tf.tidy(() => {
      const image = randomPictures(1, 36)
      expect(centreCrop(image, size).dataSync()).toEqual(image.slice([0, 10, 10, 0], [1, size, size, 3]).dataSync())
    })
  })
})
