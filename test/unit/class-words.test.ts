// What a set of classes, and the mistakes among them, are called.
import { expect, test } from 'vitest'
import { runName } from '../../src-main/runs/run-name.ts'
import { classesMark, classesWords } from '../../src-shared/domains/shapes/class-sets.ts'
import { classIndex } from '../../src-shared/domains/shapes/classes.ts'
import { mistakesSentence } from '../../src-shared/run/common-mistakes.ts'
import { classifierRecipe, newDataset } from '../../src-shared/recipe/recipe.ts'

const all = Array.from({ length: 60 }, (_, at) => at)
const product = (shapes: number[], styles: number[], colours: number[]): number[] =>
  shapes.flatMap((shape) => styles.flatMap((style) => colours.map((colour) => classIndex(shape, style, colour))))

test.each([
  [all, 'all 60 classes', ''],
  [
    product([0, 1, 2, 3], [0], [1, 3, 4]),
    '12 classes: lines, squares, circles and triangles; single; blue, red and rainbow',
    'single; blue, red, rainbow',
  ],
  [
    product([0, 1, 2, 3], [2], [0, 2, 3]),
    '12 classes: lines, squares, circles and triangles; filled; white, green and red',
    'filled; white, green, red',
  ],
  [
    product([1, 2], [0, 1, 2], [0, 1, 2, 3, 4]),
    '30 classes: squares and circles; single, double and filled; white, blue, green, red and rainbow',
    'squares, circles',
  ],
  [all.slice(1), '59 classes: all but white single line', ''],
  [[24, 39], 'rainbow double square, rainbow double circle', 'squares, circles; double; rainbow'],
  [
    [0, 6, 12, 18, 24, 30, 36],
    '7 classes: white single line, blue double line, green filled line, red single square, rainbow double square, white single ' +
      'circle, blue double circle',
    '',
  ],
  [[77], 'unknown class 77', ''],
])('the classes %j are %s', (classes, words, mark) => {
  expect(classesWords(classes)).toBe(words)
  expect(classesMark(classes)).toBe(mark)
})

test('two trainings of other classes have other names', () => {
  const name = (classes: number[]): string =>
    runName(classifierRecipe.parse({ kind: 'classifier', preset: 'paper', dataset: newDataset({ count: 3000, classes }), epochs: 15 }))
  expect(name(product([0, 1, 2, 3], [0], [1, 3, 4]))).toBe('Classifier, 12 classes (single; blue, red, rainbow), 3,000 pictures, 15 epochs')
  expect(name(product([0, 1, 2, 3], [2], [0, 2, 3]))).toBe('Classifier, 12 classes (filled; white, green, red), 3,000 pictures, 15 epochs')
  expect(name(all)).toBe('Classifier, 3,000 pictures, 15 epochs')
})

const square = (colour: number, style = 0): number => classIndex(1, style, colour)
const circle = (colour: number, style = 0): number => classIndex(2, style, colour)
const once = (truth: number, said: number): { truth: number; said: number; count: number } => ({ truth, said, count: 1 })
test.each([
  [[], 0, ''],
  [[{ ...once(24, 39), count: 3 }, once(1, 2)], 4, 'It most often takes a rainbow double square for a rainbow double circle (3 times).'],
  [[once(24, 39)], 1, 'Its one mistake takes a rainbow double square for a rainbow double circle.'],
  [
    [once(square(1), circle(1)), once(square(3), circle(3)), once(square(4), classIndex(3, 0, 4))],
    3,
    '2 of 3 mistakes take a square for a circle.',
  ],
  [[once(square(1), circle(1)), once(square(3), circle(3))], 2, 'Both mistakes take a square for a circle.'],
  [
    [once(square(1), square(1, 1)), once(circle(3), circle(3, 1)), once(circle(4), circle(4, 1))],
    3,
    'All 3 mistakes take a single shape for a double one.',
  ],
  [
    [once(square(1), square(2)), once(circle(1), circle(2)), once(square(3), circle(3))],
    3,
    '2 of 3 mistakes take a blue shape for a green one.',
  ],
  [[once(square(1), circle(1)), once(square(3), square(4))], 2, 'No mistake happened more than once.'],
  // Five of nine are known: they say nothing of all.
  [[once(square(1), circle(1)), once(square(3), circle(3))], 9, 'No mistake happened more than once.'],
  [[once(77, 1), once(1, 77)], 2, 'No mistake happened more than once.'],
])('the mix-ups %j of %i mistakes', (list, mistakes, words) => {
  expect(mistakesSentence(list, mistakes)).toBe(words)
})
