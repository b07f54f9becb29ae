// What a page writes never throws, whatever number a record holds.
import { expect, test } from 'vitest'
import {
  about,
  ago,
  bytes,
  compact,
  count,
  date,
  dateTime,
  duration,
  isoTime,
  measured,
  number,
  percent,
  probability,
  shareOf,
} from '../../src-renderer/text/format.ts'

const hostile = [
  0,
  -0,
  1,
  -1,
  0.5,
  1e-7,
  1e-28,
  5e-324,
  1e15,
  1e16,
  1e20,
  8.64e15,
  8.65e15,
  1e300,
  1.7976931348623157e308,
  -1e20,
  -1e308,
  2 ** 53,
  Number.NaN,
  Infinity,
  -Infinity,
]
const writers: Record<string, (value: number) => string> = {
  number,
  compact,
  measured,
  percent,
  probability,
  duration,
  about,
  bytes,
  date,
  dateTime,
  'number to 2 digits': (value) => number(value, 2),
  count: (value) => count(value, 'picture'),
  shareOf: (value) => shareOf(value, value),
  'share of 0': (value) => shareOf(value, 0),
  'ago, then': (value) => ago(value, 1e12),
  'ago, now': (value) => ago(1e12, value),
}

test.each(Object.entries(writers))('%s writes every number in a few words', (_name, write) => {
  for (const value of hostile) {
    const text = write(value)
    expect(text, String(value)).not.toBe('')
    expect(text.length, String(value)).toBeLessThan(70)
    expect(text, String(value)).not.toMatch(/NaN|Infinity|Invalid|undefined/)
  }
})

test('a time that no calendar has is said to be none', () => {
  for (const write of [date, dateTime, (time: number) => ago(time, 1e12)]) {
    expect(write(1e20)).toBe('no date')
    expect(write(Number.NaN)).toBe('no date')
  }
  expect(isoTime(1e20)).toBe('')
  expect(isoTime(0)).toBe('1970-01-01T00:00:00.000Z')
})

test('a share that is not nothing is not written as nothing', () => {
  const plain = (text: string): string => text.replace('\u00a0', ' ')
  expect([0, 1e-9, 0.0004, 0.0006, 0.05].map((share) => plain(percent(share)))).toEqual(['0.0 %', '< 0.1 %', '< 0.1 %', '0.1 %', '5.0 %'])
  expect([1e-5, 0.004].map((share) => plain(percent(share, 2)))).toEqual(['< 0.01 %', '0.40 %'])
  expect([0, 0.00049, 0.0005, 0.4321, 1].map((share) => plain(probability(share)))).toEqual([
    '< 0.1 %',
    '< 0.1 %',
    '0.1 %',
    '43.2 %',
    '100.0 %',
  ])
  expect([0, 0.004, 0.6].map((share) => plain(probability(share, 0)))).toEqual(['< 1 %', '< 1 %', '60 %'])
})

test('a negative number has a minus and no hyphen', () => {
  expect([
    number(-24_000),
    number(-0.5, 2),
    compact(-90.42),
    compact(-3),
    compact(-1e-9),
    measured(-1),
    measured(-0.25),
    measured(-26.04),
  ]).toEqual(['−24,000', '−0.50', '−90.4', '−3', '−1.0\u00a0×\u00a010⁻⁹', '−1', '−0.250', '−26.0'])
  for (const write of [number, compact, measured, percent]) for (const value of hostile) expect(write(value)).not.toMatch(/-\d/)
})

test('what is usual stays as it was', () => {
  expect(number(24_000)).toBe('24,000')
  expect(percent(0.931)).toBe('93.1\u00a0%')
  expect(duration(4200)).toBe('1\u00a0h 10\u00a0min')
  expect(ago(Date.UTC(2026, 10, 24), Date.UTC(2026, 10, 25))).toBe('yesterday')
  expect(bytes(2.5e9)).toBe('2.50\u00a0GB')
})
