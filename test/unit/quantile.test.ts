// Quantiles: how many of some numbers are no larger.
import { expect, test } from 'vitest'
import { quantile } from '../../src-shared/math/quantile.ts'
import { randomNumbers } from '../fixtures/random-numbers.ts'

test('at least the share of the numbers is no larger than a quantile, and at most the share is smaller', () => {
  const random = randomNumbers(3)
  for (let count = 1; count <= 60; count++) {
    const sorted = Array.from({ length: count }, random).sort((a, b) => a - b)
    for (const share of [0, 0.05, 0.5, 0.95, 1]) {
      const value = quantile(sorted, share)
      expect(sorted.filter((one) => one <= value).length).toBeGreaterThanOrEqual(share * count)
      expect(sorted.filter((one) => one < value).length).toBeLessThanOrEqual(share * count)
    }
    expect([quantile(sorted, 0), quantile(sorted, 1)]).toEqual([sorted[0], sorted.at(-1)])
  }
  expect(quantile([], 0.5)).toBeNaN()
})
