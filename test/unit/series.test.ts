// Curves on screen: the smoothing against its definition as a weighted mean, the thinning against what it must not lose.
import { expect, test } from 'vitest'
import { markWords } from '../../src-shared/charts/mark-labels.ts'
import { join, smooth, splice, thin } from '../../src-renderer/components/charts/series.ts'
import { random } from '../../src-shared/math/random.ts'

const source = random(7, 'a noisy curve')
const noisy = Array.from({ length: 5000 }, () => source.uniform())

test('the smoothed value is the mean of all values so far, weighted by b^age', () => {
  const weight = 0.9
  const y = noisy.slice(0, 60)
  smooth(y, weight).forEach((value, at) => {
    const weights = y.slice(0, at + 1).map((_, index) => weight ** (at - index))
    const mean = weights.reduce((sum, one, index) => sum + one * y[index]!, 0) / weights.reduce((sum, one) => sum + one, 0)
    expect(value).toBeCloseTo(mean, 12)
  })
})

test('a constant stays what it is from its first point on, and no smoothing changes nothing', () => {
  for (const value of smooth(new Array<number>(50).fill(3.25), 0.97)) expect(value).toBeCloseTo(3.25, 12)
  expect(smooth(noisy, 0)).toEqual(noisy)
})

test('a thinned curve has the same extremes, its points are points of the curve in order, and it is short', () => {
  const x = noisy.map((_, at) => at)
  for (const limit of [10, 400, 4999, 5000, 9000]) {
    const thinned = thin(x, noisy, limit)
    expect(thinned.x.length).toBeLessThanOrEqual(Math.max(limit, 2))
    expect(Math.max(...thinned.y)).toBe(Math.max(...noisy))
    expect(Math.min(...thinned.y)).toBe(Math.min(...noisy))
    thinned.x.forEach((at, index) => {
      expect(thinned.y[index]).toBe(noisy[at])
      if (index > 0) expect(at).toBeGreaterThan(thinned.x[index - 1]!)
    })
  }
})

test('joined series keep every point at its x, and have nothing where they had none', () => {
  const [x, a, b] = join([
    { x: [0, 2, 4], y: [1, 2, 3] },
    { x: [1, 2], y: [5, Number.NaN] },
  ])
  expect(x).toEqual([0, 1, 2, 4])
  expect(a).toEqual([1, null, 2, 3])
  expect(b).toEqual([null, 5, null, null])
})

test('a stretch read finer takes the place of the points there, and of no others', () => {
  const all = noisy.map((_, at) => at)
  const coarse = { x: all.filter((x) => x % 10 === 0), y: all.filter((x) => x % 10 === 0).map((x) => noisy[x]!) }
  for (const range of [
    [1005, 1995],
    [0, 4999],
    [4000, 9000],
    [-50, 20],
  ] as const) {
    const inside = all.filter((x) => x >= range[0] && x <= range[1])
    const result = splice(coarse, range, { x: inside, y: inside.map((x) => noisy[x]!) })
    expect(result.x).toEqual(all.filter((x) => x % 10 === 0 || (x >= range[0] && x <= range[1])))
    expect(result.y).toEqual(result.x.map((x) => noisy[x]!))
  }
  expect(splice(coarse, [9000, 9999], { x: [], y: [] })).toEqual(coarse)
})

test('a gap where a stretch begins hides no peak, and what is no step is left out', () => {
  const y = noisy.map((value, at) => (at % 7 === 0 ? Number.NaN : at === 3005 ? 9 : value))
  expect(
    Math.max(
      ...thin(
        noisy.map((_, at) => at),
        y,
        400,
      ).y.filter(Number.isFinite),
    ),
  ).toBe(9)
  expect(join([{ x: [Number.NaN, 1, 1e16, -Infinity, 2], y: [1, 2, 3, 4, 5] }])).toEqual([
    [1, 2],
    [2, 5],
  ])
})

test('the marks of an axis can be told apart, early in a training too', () => {
  const three = (value: number): string => String(Number(value.toPrecision(3)))
  expect(markWords([4.086, 4.088, 4.09, 4.092], three)).toEqual(['4.086', '4.088', '4.09', '4.092'])
  expect(markWords([1, 2, 3], three)).toEqual(['1', '2', '3'])
  expect(markWords([0.501, 0.502], (value) => `${Math.round(100 * value)} %`)).toEqual(['50 %', ''])
})
