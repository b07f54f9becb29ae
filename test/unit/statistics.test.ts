// The intervals that verdicts rest on, against tables and against what they promise.
import { expect, test } from 'vitest'
import { differenceInterval, fewest, shareInterval, signInterval, silhouettes } from '../../src-main/paper/statistics.ts'
import { random } from '../../src-shared/math/random.ts'

test('the interval of a median has the ranks of the tables, and none is given where there is none', () => {
  const ranks = (n: number) => signInterval(Array.from({ length: n }, (_, at) => at + 1))
  // Conover, Practical Nonparametric Statistics, 95 % two-sided: the k-th smallest and k-th largest.
  for (const [n, k] of [
    [6, 1],
    [8, 1],
    [9, 2],
    [12, 3],
    [16, 4],
    [20, 6],
    [25, 8],
  ] as const)
    expect(ranks(n)).toMatchObject({ low: k, high: n + 1 - k })
  expect(signInterval([1, 2, 3, 4, 5])).toBeNull()
  expect(fewest).toBe(6)
  expect(signInterval([1, 2, 3, 4, 5, Number.NaN])).toBeNull()
  expect(signInterval([6, 1, 5, 2, 4, 3])).toEqual({ low: 1, middle: 3.5, high: 6 })
})

test('it misses the median in less than 5 of 100 samples of a lopsided distribution', () => {
  const stream = random(1, 'coverage')
  const trials = 2000
  let missed = 0
  for (let trial = 0; trial < trials; trial++) {
    const { low, high } = signInterval(Array.from({ length: 16 }, () => stream.uniform() ** 4))!
    if (0.5 ** 4 < low || 0.5 ** 4 > high) missed++
  }
  // Its nominal rate for 16 is 2.1 %; 5 % would be more than eight standard deviations of the count away.
  expect(missed / trials).toBeLessThan(0.05)
  expect(missed).toBeGreaterThan(0)
})

test('the interval of a share is Wilson’s, that of a difference Newcombe’s', () => {
  expect(shareInterval(8, 8)).toEqual({ low: expect.closeTo(0.6756, 3), middle: 1, high: 1 })
  expect(shareInterval(0, 6)).toEqual({ low: 0, middle: 0, high: expect.closeTo(0.3903, 3) })
  expect(shareInterval(0, 0)).toBeNull()
  // Newcombe (1998), table II: 56/70 - 48/80 by method 10 is 0.0524 to 0.3339.
  expect(differenceInterval(shareInterval(56, 70)!, shareInterval(48, 80)!)).toEqual({
    low: expect.closeTo(0.0524, 3),
    middle: expect.closeTo(0.2, 12),
    high: expect.closeTo(0.3339, 3),
  })
})

test('silhouettes are near 1 for groups apart, around 0 for one cloud, below 0 for a stranger', () => {
  const away = (a: number, b: number): number => Math.abs(a - b)
  for (const one of silhouettes(
    [
      [0, 1],
      [100, 101],
    ],
    away,
  ).flat())
    expect(one).toBeGreaterThan(0.98)
  expect(
    silhouettes(
      [
        [0, 10, 100],
        [101, 102, 103],
      ],
      away,
    )[0]![2],
  ).toBeLessThan(0)
  expect(
    silhouettes(
      [
        [5, 5],
        [5, 5],
      ],
      away,
    ).flat(),
  ).toEqual([0, 0, 0, 0])
  expect(silhouettes([[1], [2, 3]], away)[0]).toEqual([0])
})
