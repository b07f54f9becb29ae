// What is said under the tiles of a layer.
import { expect, test } from 'vitest'
import { type Legend, legendOf, otherClassWords, tileValue } from '../../src-renderer/pages/look/tile-words.ts'

test.each([
  [{ settled: undefined, climbed: undefined }, ''],
  [{ settled: Number.NaN, climbed: undefined }, ''],
  [{ settled: 20.61, climbed: undefined }, '20.6'],
  [{ settled: -0.25, climbed: undefined }, '−0.250'],
  // What was made before is not the picture that forms.
  [{ settled: 20.61, climbed: 3.2 }, '↑ 3.20'],
])('%j stands under a tile as “%s”', (given, words) => {
  expect(tileValue(given)).toBe(words)
})

const usual: Legend = {
  order: null,
  made: 'naive',
  what: 'activation at the strongest place, after ReLU',
  split: 'test',
  after: 'ReLU',
  others: false,
}
test.each<[Partial<Legend>, string]>([
  [
    {},
    'Under each tile: its number, and the activation at the strongest place, after ReLU, of its naive picture: the number by which ' +
      'real pictures are ranked, so both can be compared.',
  ],
  [
    { made: null },
    'Under each tile: its number, and the activation at the strongest place, after ReLU, of its best picture of the test split.',
  ],
  [
    { made: null, split: 'all' },
    'Under each tile: its number, and the activation at the strongest place, after ReLU, of its best picture of all pictures.',
  ],
  [{ order: 'how the means correlate' }, 'Under each tile: its number, and how the means correlate.'],
  [
    { others: true },
    'Under each tile: its number, and the activation at the strongest place, after ReLU, of its naive picture: the number by which ' +
      'real pictures are ranked, so both can be compared. Some of these pictures were made to raise the activation after ReLU.',
  ],
  [
    { others: true, after: null, what: 'logit (the activation before the softmax)' },
    'Under each tile: its number, and the logit (the activation before the softmax), of its naive picture: the number by which real ' +
      'pictures are ranked, so both can be compared.',
  ],
])('the legend for %j', (given, words) => {
  expect(legendOf({ ...usual, ...given })).toBe(words)
})

test.each([
  [[], ''],
  [
    [
      [3, 3],
      [9, 9],
    ],
    '',
  ],
  [
    [
      [3, 3],
      [9, 12],
    ],
    'For 1 of 2 classes it is a picture of another class.',
  ],
  [
    [
      [3, 4],
      [9, 12],
    ],
    'For all 2 classes it is a picture of another class.',
  ],
  [[[3, 4]], 'It is a picture of another class.'],
])('the strongest pictures %j of classes: “%s”', (tops, words) => {
  expect(otherClassWords(tops.map(([unit, label]) => ({ unit: unit!, label: label! })))).toBe(words)
})
