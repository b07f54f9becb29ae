// Laws of the latent samples: they depend on seed and number alone, and fill the box or the normal distribution they are named for.
import { describe, expect, it } from 'vitest'
import type { LatentStatistics } from '../../src-shared/network/model-file.ts'
import { blockSize, createSampler } from '../../src-main/science/latent/sampling.ts'

const statistics: LatentStatistics = {
  mean: [1, -2, 0.5],
  covariance: [
    [4, 1.2, -0.6],
    [1.2, 1, 0.1],
    [-0.6, 0.1, 0.5],
  ],
  low: [-3, -5, 0.25],
  high: [5, 1, 0.75],
}
const kinds = ['box', 'posterior', 'prior'] as const

describe.each(kinds)('%s samples', (sampling) => {
  it('are the same in any chunks, from any start', () => {
    const total = 2 * blockSize + 37
    const whole = createSampler(statistics, sampling, 7).fill(new Float32Array(total * 3), 0)
    const sampler = createSampler(statistics, sampling, 7)
    for (const chunk of [1, 5, blockSize - 1, blockSize, total]) {
      const parts = new Float32Array(total * 3)
      // Backwards, so that no chunk can lean on the one before it.
      for (let first = Math.floor((total - 1) / chunk) * chunk; first >= 0; first -= chunk)
        sampler.fill(parts.subarray(first * 3, Math.min(total, first + chunk) * 3), first)
      expect(parts).toEqual(whole)
    }
  })

  it('differ with the seed', () => {
    const [one, other] = [1, 2].map((seed) => createSampler(statistics, sampling, seed).fill(new Float32Array(30), 0))
    expect(one).not.toEqual(other)
  })
})

it('box samples lie in the box and have the moments of a uniform distribution', () => {
  const { mean, variance, least, most } = moments(createSampler(statistics, 'box', 3).fill(new Float32Array(60_000 * 3), 0))
  for (let axis = 0; axis < 3; axis++) {
    const [low, high] = [statistics.low[axis]!, statistics.high[axis]!]
    const width = high - low
    expect(least[axis]).toBeGreaterThanOrEqual(low)
    expect(most[axis]).toBeLessThanOrEqual(high)
    // The mean of 60,000 uniform numbers strays by width / sqrt(12 x 60,000); five times that is a one in a million event.
    expect(Math.abs(mean[axis]! - (low + high) / 2)).toBeLessThan((5 * width) / Math.sqrt(12 * 60_000))
    expect(variance[axis]![axis]! / (width ** 2 / 12)).toBeCloseTo(1, 1)
  }
})

it('prior samples are standard normal, whatever the statistics of the encoded training set', () => {
  const drawn = createSampler(statistics, 'prior', 3).fill(new Float32Array(60_000 * 3), 0)
  const { mean, variance } = moments(drawn)
  for (let a = 0; a < 3; a++) {
    expect(Math.abs(mean[a]!)).toBeLessThan(5 / Math.sqrt(60_000))
    for (let b = 0; b < 3; b++) expect(Math.abs(variance[a]![b]! - Number(a === b))).toBeLessThan(0.03)
  }
  // Beyond two and three standard deviations as often as a normal distribution is: erfc(2 / sqrt 2), erfc(3 / sqrt 2).
  const share = (limit: number): number => drawn.filter((one) => Math.abs(one) > limit).length / drawn.length
  expect(share(2)).toBeCloseTo(0.0455, 2)
  expect(share(3)).toBeCloseTo(0.0027, 3)
  const elsewhere = { ...statistics, mean: [9, 9, 9], low: [0, 0, 0], high: [0, 0, 0] }
  expect(createSampler(elsewhere, 'prior', 3).fill(new Float32Array(300), 0)).toEqual(drawn.subarray(0, 300))
})

it('posterior samples have the mean and the covariance of the encoded training set', () => {
  const { mean, variance } = moments(createSampler(statistics, 'posterior', 3).fill(new Float32Array(60_000 * 3), 0))
  for (let a = 0; a < 3; a++) {
    expect(Math.abs(mean[a]! - statistics.mean[a]!)).toBeLessThan(5 * Math.sqrt(statistics.covariance[a]![a]! / 60_000))
    for (let b = 0; b < 3; b++) {
      const scale = Math.sqrt(statistics.covariance[a]![a]! * statistics.covariance[b]![b]!)
      expect(Math.abs(variance[a]![b]! - statistics.covariance[a]![b]!)).toBeLessThan(0.03 * scale)
    }
  }
})

it('a latent number that has died stays where the training set has it', () => {
  const dead: LatentStatistics = {
    ...statistics,
    covariance: [
      [4, 0, 2],
      [0, 0, 0],
      [2, 0, 1],
    ],
    low: [-3, -2, 0.25],
    high: [5, -2, 0.75],
  }
  for (const sampling of ['box', 'posterior'] as const) {
    const z = createSampler(dead, sampling, 2).fill(new Float32Array(300), 0)
    for (let at = 1; at < z.length; at += 3) expect(z[at]).toBe(-2)
  }
})

it('says what is wrong with an output that is not whole vectors', () => {
  expect(() => createSampler(statistics, 'box', 1).fill(new Float32Array(4), 0)).toThrow(/not whole latent vectors of 3/)
})

function moments(z: Float32Array): { mean: number[]; variance: number[][]; least: number[]; most: number[] } {
  const count = z.length / 3
  const columns = [0, 1, 2].map((axis) => Float64Array.from({ length: count }, (_, at) => z[at * 3 + axis]!))
  const mean = columns.map((column) => column.reduce((sum, value) => sum + value, 0) / count)
  const variance = columns.map((one, a) =>
    columns.map((other, b) => one.reduce((sum, value, at) => sum + (value - mean[a]!) * (other[at]! - mean[b]!), 0) / count),
  )
  return {
    mean,
    variance,
    least: columns.map((column) => column.reduce((least, one) => Math.min(least, one))),
    most: columns.map((column) => column.reduce((most, one) => Math.max(most, one))),
  }
}
