// Laws of the one-cycle learning rate.
import { expect, it } from 'vitest'
import { oneCycle } from '../../src-main/science/training/one-cycle.ts'

const steps = 1001
const rates = Array.from({ length: steps }, (_, step) => oneCycle(step, steps, 0.004))

it('starts at a 25th of the peak, reaches it at three tenths, and ends at a 250,000th', () => {
  expect(rates[0]).toBeCloseTo(0.004 / 25, 12)
  expect(rates[300]).toBeCloseTo(0.004, 12)
  expect(rates.at(-1)).toBeCloseTo(0.004 / 250_000, 12)
})

it('rises before the peak, falls after it, and is halfway in the middle of each side', () => {
  for (let step = 1; step < steps; step++) expect(Math.sign(rates[step]! - rates[step - 1]!)).toBe(step <= 300 ? 1 : -1)
  expect(rates[150]).toBeCloseTo((0.004 / 25 + 0.004) / 2, 10)
  expect(rates[650]).toBeCloseTo((0.004 + 0.004 / 250_000) / 2, 10)
})

it.each([1, 2, 3, 4])('is a positive number not above the peak in a run of %i steps', (few) => {
  for (let step = 0; step < few; step++) {
    expect(oneCycle(step, few, 1)).toBeGreaterThan(0)
    expect(oneCycle(step, few, 1)).toBeLessThanOrEqual(1)
  }
})
