// Laws of the seeded generator: reproducible to the bit, uniform, normal, with streams that know nothing of each other.
import { describe, expect, it } from 'vitest'
import { arcTangent2, cosine, naturalLog, sine } from '../../src-shared/math/elementary.ts'
import { normalQuantile, random, Random } from '../../src-shared/math/random.ts'

function draw(count: number, next: () => number): number[] {
  return Array.from({ length: count }, next)
}

function correlation(a: number[], b: number[]): number {
  const n = a.length
  const meanA = a.reduce((sum, x) => sum + x, 0) / n
  const meanB = b.reduce((sum, x) => sum + x, 0) / n
  let ab = 0,
    aa = 0,
    bb = 0
  for (let at = 0; at < n; at++) {
    ab += (a[at]! - meanA) * (b[at]! - meanB)
    aa += (a[at]! - meanA) ** 2
    bb += (b[at]! - meanB) ** 2
  }
  return ab / Math.sqrt(aa * bb)
}

/** Normal distribution function by Simpson's rule from 0: a computation that shares nothing with AS 241. */
function normalShare(z: number): number {
  const steps = 2000
  const width = z / steps
  const density = (x: number): number => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)
  let sum = density(0) + density(z)
  for (let at = 1; at < steps; at++) sum += density(at * width) * (at % 2 === 1 ? 4 : 2)
  return 0.5 + (sum * width) / 3
}

describe('elementary functions', () => {
  it('agree with the engine to 1e-14', () => {
    let worst = 0
    for (let at = -20_000; at <= 20_000; at++) {
      const x = at / 1600
      worst = Math.max(worst, Math.abs(sine(x) - Math.sin(x)), Math.abs(cosine(x) - Math.cos(x)))
      const px = x * Math.cos(7 * x),
        py = x * Math.sin(7 * x)
      worst = Math.max(worst, Math.abs(arcTangent2(py, px) - Math.atan2(py, px)))
      worst = Math.max(worst, Math.abs(naturalLog(Math.exp(x * 2)) - x * 2))
    }
    expect(worst).toBeLessThan(1e-14)
  })

  it('know the axes', () => {
    expect(arcTangent2(0, 0)).toBe(0)
    expect(arcTangent2(0, 1)).toBe(0)
    expect(arcTangent2(1, 0)).toBeCloseTo(Math.PI / 2, 15)
    expect(arcTangent2(-1, 0)).toBeCloseTo(-Math.PI / 2, 15)
    expect(arcTangent2(0, -1)).toBeCloseTo(Math.PI, 15)
    expect(() => naturalLog(0)).toThrow(RangeError)
  })
})

describe('random', () => {
  it('follows the published step of sfc32', () => {
    // The step in 64-bit integers, where nothing can overflow.
    const mask = 0xffff_ffffn
    let [a, b, c, counter] = [11n, 4_000_000_000n, 123_456_789n, 0xffff_fffen]
    const generator = new Random([11, 4_000_000_000, 123_456_789, 0xffff_fffe])
    for (let step = 0; step < 1000; step++) {
      const out = (a + b + counter) & mask
      a = b ^ (b >> 9n)
      b = (c + (c << 3n)) & mask
      c = ((((c << 21n) | (c >> 11n)) & mask) + out) & mask
      counter = (counter + 1n) & mask
      expect(generator.uint32()).toBe(Number(out))
    }
  })

  it('is fixed: a stream has these numbers on every machine', () => {
    const generator = random(1, 'law', 17)
    expect(draw(4, () => generator.uint32())).toEqual([3371923834, 3568917921, 3444440742, 533140119])
  })

  it('is uniform: chi-square over 256 cells for the high, the low and the middle bits', () => {
    const generator = random(7, 'chi')
    const cells = [new Uint32Array(256), new Uint32Array(256), new Uint32Array(256)]
    const count = 256 * 2000
    for (let at = 0; at < count; at++) {
      const word = generator.uint32()
      for (const [which, shift] of [24, 0, 13].entries()) cells[which]![(word >>> shift) & 255]! += 1
    }
    for (const cell of cells) {
      const chi = cell.reduce((sum, seen) => sum + (seen - 2000) ** 2 / 2000, 0)
      // 255 degrees of freedom: mean 255, standard deviation 22.6.
      expect(Math.abs(chi - 255)).toBeLessThan(4 * 22.6)
    }
  })

  it('keeps uniform numbers in [0, 1), also as 32-bit floats', () => {
    const highest = new Random([0xffff_ffff, 0, 0, 0])
    expect(highest.uniform()).toBe(1 - 2 ** -32)
    highest.restore([0xffff_ffff, 0, 0, 0])
    const one = highest.fillUniform(new Float32Array(1))[0]!
    expect(one).toBeLessThan(1)
    expect(one).toBe(1 - 2 ** -24)
  })

  it('draws whole numbers evenly and within bounds', () => {
    const generator = random(3)
    const seen = new Uint32Array(7)
    for (let at = 0; at < 70_000; at++) seen[generator.integer(7)]! += 1
    for (const count of seen) expect(Math.abs(count - 10_000)).toBeLessThan(400)
    expect(generator.integer(1)).toBe(0)
    for (const bad of [0, -1, 1.5, Number.NaN, 2 ** 33]) expect(() => generator.integer(bad)).toThrow(RangeError)
    // A bound just above half the range throws half of the words away; the mean shows whether the rest is even.
    const bound = 2 ** 31 + 1
    const mean = draw(20_000, () => generator.integer(bound)).reduce((sum, x) => sum + x, 0) / 20_000 / bound
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.01)
  })

  it('is normal: quantiles against numerical integration, moments, Kolmogorov-Smirnov', () => {
    for (const p of [1e-9, 1e-6, 0.001, 0.0749, 0.0751, 0.2, 0.5, 0.7, 0.9249, 0.9251, 0.999, 1 - 1e-9]) {
      expect(Math.abs(normalShare(normalQuantile(p)) - p)).toBeLessThan(2e-13)
    }
    const generator = random(5, 'normal')
    const count = 200_000
    const values = draw(count, () => generator.normal()).sort((a, b) => a - b)
    const moment = (power: number): number => values.reduce((sum, x) => sum + x ** power, 0) / count
    expect(Math.abs(moment(1))).toBeLessThan(0.01)
    expect(Math.abs(moment(2) - 1)).toBeLessThan(0.015)
    expect(Math.abs(moment(3))).toBeLessThan(0.04)
    expect(Math.abs(moment(4) - 3)).toBeLessThan(0.12)
    let distance = 0
    for (let at = 0; at < count; at += 100) distance = Math.max(distance, Math.abs(normalShare(values[at]!) - (at + 0.5) / count))
    // Critical value at 0.1 %: 1.95 / sqrt(n).
    expect(distance).toBeLessThan(1.95 / Math.sqrt(count))
  })

  it('fills with the numbers it would draw one by one, in one go or in parts', () => {
    const alone = random(9, 'fill')
    const whole = random(9, 'fill').fillUniform(new Float32Array(100))
    const parts = new Float32Array(100)
    const generator = random(9, 'fill')
    generator.fillUniform(parts.subarray(0, 33))
    generator.fillUniform(parts.subarray(33))
    expect(parts).toEqual(whole)
    for (const value of whole) expect(value).toBe(Math.floor(alone.uniform() * 2 ** 24) / 2 ** 24)
    const normals = random(9, 'fill').fillNormal(new Float32Array(100))
    const again = random(9, 'fill')
    for (const value of normals) expect(value).toBe(Math.fround(again.normal()))
  })

  it('shuffles evenly, losing nothing', () => {
    const generator = random(2, 'shuffle')
    const first = new Uint32Array(5)
    for (let at = 0; at < 25_000; at++) {
      const list = generator.shuffle([0, 1, 2, 3, 4])
      first[list[0]!]! += 1
      if (at % 1000 === 0) expect([...list].sort()).toEqual([0, 1, 2, 3, 4])
    }
    for (const count of first) expect(Math.abs(count - 5000)).toBeLessThan(300)
    expect([...random(2).shuffle(Uint32Array.of(1, 2, 3))].sort()).toEqual([1, 2, 3])
  })

  it('continues identically from a stored state', () => {
    const generator = random(4, 'state')
    draw(37, () => generator.normal())
    const stored = JSON.parse(JSON.stringify(generator.state())) as ReturnType<Random['state']>
    const ahead = draw(50, () => generator.uniform())
    expect(
      draw(
        50,
        (
          (copy) => () =>
            copy.uniform()
        )(new Random(stored)),
      ),
    ).toEqual(ahead)
    generator.restore(stored)
    expect(draw(50, () => generator.uniform())).toEqual(ahead)
    for (const bad of [
      [1, 2, 3],
      [1, 2, 3, -1],
      [1, 2, 3, 0.5],
      [1, 2, 3, 2 ** 32],
    ]) {
      expect(() => generator.restore(bad as ReturnType<Random['state']>)).toThrow(RangeError)
    }
  })

  it('gives every name a stream of its own', () => {
    const names: [number, ...(number | string)[]][] = [
      [1],
      [2],
      [0],
      [0xffff_ffff],
      [1, 0],
      [1, 1],
      [1, '1'],
      [1, 2 ** 32],
      [1, 'ab', 'c'],
      [1, 'a', 'bc'],
      [1, 'abc'],
      [1, ''],
      [1, '', ''],
      [1, 'abc', 0],
    ]
    const streams = names.map((name) =>
      draw(
        4000,
        (
          (generator) => () =>
            generator.uniform()
        )(random(...name)),
      ),
    )
    for (let i = 0; i < streams.length; i++) {
      for (let j = 0; j < i; j++) expect(Math.abs(correlation(streams[i]!, streams[j]!))).toBeLessThan(5 / Math.sqrt(4000))
    }
    // The first number of neighbouring streams is as uniform and unrelated as the numbers of one stream.
    const firsts = draw(
      20_000,
      (
        (index) => () =>
          random(1, 'picture', index++).uniform()
      )(0),
    )
    expect(Math.abs(correlation(firsts.slice(1), firsts.slice(0, -1)))).toBeLessThan(5 / Math.sqrt(20_000))
    const cells = new Uint32Array(100)
    for (const value of firsts) cells[Math.floor(value * 100)]! += 1
    expect(cells.reduce((sum, seen) => sum + (seen - 200) ** 2 / 200, 0)).toBeLessThan(99 + 4 * 14.1)
    expect(
      new Set(
        draw(
          5000,
          (
            (seed) => () =>
              random(seed++).uint32()
          )(0),
        ),
      ).size,
    ).toBeGreaterThan(4998)
  })

  it('refuses names that are no names', () => {
    for (const bad of [-1, 0.5, 2 ** 32, Number.NaN]) expect(() => random(bad)).toThrow(RangeError)
    for (const bad of [-1, 0.5, 2 ** 53, Number.NaN]) expect(() => random(1, bad)).toThrow(RangeError)
  })
})
