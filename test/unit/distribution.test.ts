// How far a picture lies from those a classifier knows: the distance, and the sentence that it carries.
import { expect, test } from 'vitest'
import { familiarity, yardstickOf } from '../../src-renderer/pages/data/distribution.ts'
import { random } from '../../src-shared/math/random.ts'

const normal = (seed: number, pictures: number, units: number): number[][] => {
  const stream = random(seed, 'sample')
  return Array.from({ length: pictures }, () => [...stream.fillNormal(new Float32Array(units))])
}

test('distances are those of hand: nearest neighbour, every layer alike, units in their own deviations, logits left out', () => {
  // Twenty pictures at 0, 1, 2, ... in one unit of one layer; the other layer has two units, one of which never differs.
  const rows = Array.from({ length: 20 }, (_, at) => [at])
  const deviation = Math.sqrt((20 ** 2 - 1) / 12)
  const yardstick = yardstickOf(
    new Map([
      ['conv1', rows],
      ['dense', rows.map(([at]) => [10 * at!, 7])],
      ['logits', rows.map(() => [Math.PI])],
    ]),
  )!
  expect(yardstick.count).toBe(20)
  expect(yardstick.usual).toBeCloseTo(1 / deviation, 10)
  expect(yardstick.farthest).toBeCloseTo(1 / deviation, 10)
  expect(
    yardstick.distanceOf(
      new Map([
        ['conv1', [23]],
        ['dense', [230, 7]],
      ]),
    ),
  ).toBeCloseTo(4 / deviation, 10)
  expect(
    yardstick.distanceOf(
      new Map([
        ['conv1', [5]],
        ['dense', [50, -99]],
        ['logits', [1e9]],
      ]),
    ),
  ).toBeCloseTo(0, 10)
  // Only one of the two layers differs.
  expect(
    yardstick.distanceOf(
      new Map([
        ['conv1', [5]],
        ['dense', [55, 7]],
      ]),
    ),
  ).toBeCloseTo(Math.sqrt(0.25 / 2) / deviation, 10)
})

test('of pictures like the sample one in twenty lies beyond its 95 %, hardly one beyond its farthest; of strange ones all', () => {
  const yardstick = yardstickOf(new Map([['conv1', normal(1, 240, 6)]]))!
  const distances = normal(2, 1000, 6).map((row) => yardstick.distanceOf(new Map([['conv1', row]])))
  const beyond = (limit: number): number => distances.filter((one) => one > limit).length / 1000
  expect(beyond(yardstick.high)).toBeGreaterThan(0.01)
  expect(beyond(yardstick.high)).toBeLessThan(0.12)
  expect(beyond(yardstick.farthest)).toBeLessThan(0.03)
  for (const row of normal(3, 50, 6))
    expect(yardstick.distanceOf(new Map([['conv1', row.map((one) => one + 8)]]))).toBeGreaterThan(yardstick.farthest)
})

test('too few pictures, or a network that answers all alike, are no yardstick', () => {
  expect(yardstickOf(new Map([['conv1', normal(1, 19, 3)]]))).toBeNull()
  expect(yardstickOf(new Map([['conv1', Array.from({ length: 50 }, () => [1, 2])]]))).toBeNull()
  expect(yardstickOf(new Map())).toBeNull()
})

const yard = { count: 240, usual: 0.25, high: 0.5, farthest: 1, nearer: (distance: number) => Math.min(1, distance) }
test.each([
  [0, 'known', 'To the network, this is no stranger than some of its test pictures.', '0 times as far', '0 %'],
  [0.25, 'known', 'To the network, this is no stranger than some of its test pictures.', 'as far', '25 %'],
  [0.5, 'known', 'To the network, this is no stranger than some of its test pictures.', '2 times as far', '50 %'],
  [0.6, 'edge', 'This is at the edge of what it learnt from; take its certainty with care.', '2.4 times as far', '60 %'],
  [1, 'edge', 'This is at the edge of what it learnt from; take its certainty with care.', '4 times as far', '100 %'],
  [4.26, 'unlike', 'This is unlike anything it learnt from; its certainty means nothing.', '17 times as far', '100 %'],
])('a distance of %d', (distance, grade, title, ratio, share) => {
  const read = familiarity(distance, yard)
  expect(read).toMatchObject({ grade, title })
  expect(read.text.replaceAll('\u00a0', ' ')).toBe(
    `By the activations of all its layers, it is ${ratio} from the nearest of 240 test pictures as a test picture usually is from its ` +
      `own nearest neighbour. ${share} of the test pictures are nearer to theirs; 95 % are within 2 times, and all within 4 ` +
      `times.${
        grade === 'known'
          ? ' It can still be a picture of no class, or be named wrongly: whatever the network sees, it names ' + 'one of its classes.'
          : ''
      }`,
  )
})

test('the share of the sample that is nearer is that of hand', () => {
  // Nearest neighbours of 0, 1, 3, 6, 10, ...: 1, 1, 2, 3, 4, ... in one unit of one layer.
  const rows = Array.from({ length: 20 }, (_, at) => [(at * (at + 1)) / 2])
  const yardstick = yardstickOf(new Map([['conv1', rows]]))!
  const unit = yardstick.farthest / 19
  expect(yardstick.nearer(0)).toBe(0)
  expect(yardstick.nearer(2.5 * unit)).toBeCloseTo(3 / 20, 12)
  expect(yardstick.nearer(20 * unit)).toBe(1)
})
