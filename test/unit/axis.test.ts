// Axes of charts: whatever numbers a curve has, its axis has an end, a few marks, and a place for each value.
import { expect, test } from 'vitest'
import { type Axis, extentOf, linearAxis, logAxis, mostTicks } from '../../src-shared/charts/axis.ts'
import { random } from '../../src-shared/math/random.ts'

const hostile = [
  [],
  [Number.NaN],
  [0],
  [5e-324],
  [-5e-324, 5e-324],
  [3],
  [-3],
  [1e308],
  [-1e308],
  [-1.7976931348623157e308, 1.7976931348623157e308],
  [1e-28],
  [1e-28, 1],
  [0, 0, 0],
  [0, 1],
  [-1, 0],
  [-5, -3],
  [2.9999995, 3.0000002],
  [3, 3.0000001],
  [1e15, 1e15 + 1],
  [1e-310, 1e-300],
  [1e-310, 1e308],
  [Infinity, 1],
  [-Infinity, Number.NaN],
  [0.1, 0.1 + 1e-17],
  [0.93, 0.94],
  [1, 10, 100, 1e3, 1e-9],
  [6.4e18, 1],
]
const source = random(5, 'hostile curves')
const any = (): number => {
  const kind = source.integer(6)
  if (kind === 0) return [0, -0, Number.NaN, Infinity, -Infinity, 5e-324][source.integer(6)]!
  const size = 10 ** source.range(-320, 308.2)
  return kind === 1 ? -size : kind === 2 ? 3 + source.range(-1e-7, 1e-7) : kind === 3 ? source.range(-1, 1) : size
}
const random300 = Array.from({ length: 3000 }, () => Array.from({ length: 1 + source.integer(5) }, any))

function lawful(values: number[], axis: Axis): void {
  const told = JSON.stringify(values)
  expect(Number.isFinite(axis.low) && Number.isFinite(axis.high) && axis.low <= axis.high, `${told}: ${axis.low} to ${axis.high}`).toBe(
    true,
  )
  expect(axis.ticks.length, told).toBeLessThanOrEqual(mostTicks)
  axis.ticks.forEach(({ value, place }, at) => {
    expect(Number.isFinite(value), told).toBe(true)
    expect(place, told).toBeGreaterThanOrEqual(0)
    expect(place, told).toBeLessThanOrEqual(1)
    if (at > 0) expect(value, told).toBeGreaterThan(axis.ticks[at - 1]!.value)
  })
  for (const value of values) {
    const place = axis.place(value)
    if (!Number.isFinite(value)) expect(place).toBeNull()
    else {
      expect(place, `${value} of ${told}`).toBeGreaterThanOrEqual(0)
      expect(place, `${value} of ${told}`).toBeLessThanOrEqual(1)
    }
  }
}

test('every curve has a linear axis and a logarithmic one', () => {
  for (const values of [...hostile, ...random300]) {
    lawful(values, linearAxis(values))
    lawful(values, logAxis(values))
    const ends = extentOf(values)
    if (ends) lawful(values, linearAxis([], ends))
  }
})

test('a larger value never lies lower', () => {
  for (const values of random300) {
    const sorted = values.filter(Number.isFinite).sort((a, b) => a - b)
    for (const axis of [linearAxis(values), logAxis(values)])
      sorted.forEach((value, at) => {
        if (at > 0) expect(axis.place(value)).toBeGreaterThanOrEqual(axis.place(sorted[at - 1]!)!)
      })
  }
})

test('values that differ by rounding alone are a flat line', () => {
  const axis = linearAxis([2.9999995, 3.0000002])
  expect(Math.abs(axis.place(2.9999995)! - axis.place(3.0000002)!)).toBeLessThan(0.01)
  expect(linearAxis([0.93, 0.94]).place(0.94)! - linearAxis([0.93, 0.94]).place(0.93)!).toBeGreaterThan(0.8)
})

test('usual curves have three marks or more, at round numbers', () => {
  expect(linearAxis([0, 1], [0, 1]).ticks.map((one) => one.value)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1])
  expect(linearAxis([0.1, 4]).ticks.map((one) => one.value)).toEqual([0, 1, 2, 3, 4])
  for (const values of [
    [0.2, 3.7],
    [12, 900],
    [-4, 4],
    [0.93, 0.94],
  ])
    expect(linearAxis(values).ticks.length).toBeGreaterThanOrEqual(3)
  expect(logAxis([1e-4, 5]).ticks.map((one) => one.value)).toEqual([1e-4, 1e-3, 0.01, 0.1, 1])
  expect(logAxis([2, 7]).ticks.length).toBeGreaterThanOrEqual(3)
})

test('what a log axis cannot show is cut off and counted', () => {
  expect(logAxis([1, 0.1, 0, -3, 1e-28, Number.NaN])).toMatchObject({ cut: 3 })
  expect(logAxis([1, 0.1]).cut).toBe(0)
  expect(logAxis([1e-28, 2e-28]).cut).toBe(0)
  expect(logAxis([0, 0]).cut).toBe(2)
  const axis = logAxis([1, 1e-28])
  expect(axis.place(1e-28)).toBe(0)
  expect(axis.place(1)).toBeGreaterThan(0.9)
})

test('the extent of a million numbers costs no call stack, and is null where there is none', () => {
  expect(extentOf(Array.from({ length: 1_000_000 }, (_, at) => at))).toEqual([0, 999_999])
  expect(extentOf([Number.NaN, null, undefined, Infinity])).toBeNull()
})
