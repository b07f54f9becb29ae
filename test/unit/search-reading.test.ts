// What a search came to, read from its numbers; and how near real pictures lie to each other, the yardstick of it.
import { expect, test } from 'vitest'
import { searchReading } from '../../src-renderer/pages/imagine/search-reading.ts'
import { measureSpread, spreadOf } from '../../src-renderer/pages/imagine/spread.ts'

const real = { score: 40.6, count: 2400, split: 'test' }
const spread = { count: 120, high: 0.61, farthest: 1.42 }
const far = (distance: string): string =>
  `It lies ${distance} standard deviations of the dataset from the nearest training picture; of 120 test pictures, 95 % lie within ` +
  `0.610 of theirs, and all within 1.42.`

test.each([
  ['nothing known', null, null, 'The best of 50,000 samples reaches 66.9.', null],
  [
    'above real',
    real,
    null,
    'The best of 50,000 samples reaches 66.9, 26.3 more than the best real picture (40.6, of 2,400 test pictures).',
    null,
  ],
  [
    'below real',
    { ...real, score: 70.9 },
    null,
    'The best of 50,000 samples reaches 66.9, 4 less than the best real picture (70.9, of 2,400 test pictures).',
    null,
  ],
  [
    'the same',
    { ...real, score: 66.9 },
    null,
    'The best of 50,000 samples reaches 66.9, as much as the best real picture (66.9, of 2,400 test pictures).',
    null,
  ],
  [
    'above and outside',
    real,
    { ...spread, distance: 4.46 },
    `The best of 50,000 samples reaches 66.9, 26.3 more than the best real picture (40.6, of 2,400 test pictures). ` +
      `${far('4.46')} So it is outside what the generator learnt, and its high logit counts for little: real pictures look different.`,
    'outside',
  ],
  [
    'outside, nothing to compare',
    null,
    { ...spread, distance: 4.46 },
    `The best of 50,000 samples reaches 66.9. ${far('4.46')} So it is outside what the generator learnt.`,
    'outside',
  ],
  [
    'at the edge',
    null,
    { ...spread, distance: 1.42 },
    `The best of 50,000 samples reaches 66.9. ${far('1.42')} So it is at the edge of what the generator learnt.`,
    'edge',
  ],
  [
    'inside',
    null,
    { ...spread, distance: 0.61 },
    `The best of 50,000 samples reaches 66.9. ${far('0.610')} So it is among what the generator learnt.`,
    'inside',
  ],
] as const)('%s', (_, of, away, text, where) => {
  const read = searchReading({ word: 'logit', samples: 50_000, best: 66.9, real: of, away })
  expect({ ...read, text: read.text.replaceAll('\u00a0', ' ') }).toEqual({ text, where })
})

test('the spread is that of evenly chosen test pictures', async () => {
  expect(spreadOf(Array.from({ length: 100 }, (_, at) => 99 - at))).toEqual({ count: 100, high: 95, farthest: 99 })
  expect(spreadOf([])).toBeNull()
  const test1000 = Uint32Array.from({ length: 1000 }, (_, at) => 3 * at)
  const asked: number[] = []
  let yields = 0
  const found = await measureSpread(
    test1000,
    (index) => {
      asked.push(index)
      return index
    },
    async () => {
      yields++
    },
    new AbortController().signal,
  )
  expect(found?.count).toBe(120)
  expect(new Set(asked).size).toBe(120)
  expect(Math.max(...asked)).toBeGreaterThan(2900)
  expect(yields).toBe(12)
  const stopped = new AbortController()
  stopped.abort()
  expect(
    await measureSpread(
      test1000,
      () => 1,
      async () => {},
      stopped.signal,
    ),
  ).toBeNull()
})
