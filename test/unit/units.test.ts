// The units of a classifier as the pages show them: which there are, and which were never taught.
import { expect, test } from 'vitest'
import { classifierArchitecture } from '../../src-main/science/networks/presets.ts'
import type { ClassifierHeader } from '../../src-shared/network/model-file.ts'
import { objectiveKey } from '../../src-shared/recipe/objective.ts'
import { datasetSettings } from '../../src-shared/recipe/recipe.ts'
import { everyUnit, layersOf, sizeWords, untaughtWarning, untaughtWords } from '../../src-renderer/visualization/units.ts'

const taught = [0, 4, 9, 14, 18, 21, 27, 30, 36, 45, 51, 57]
function headerOf(classes?: number[]): ClassifierHeader {
  const dataset = datasetSettings.parse({ count: 120, ...(classes ? { classes } : {}) })
  return {
    format: 'phosphene-model',
    version: 1,
    kind: 'classifier',
    architecture: classifierArchitecture('paper', 48),
    dataset,
    weights: [],
  }
}

test('of a network of 12 classes, 12 logits are asked for and 48 are told apart', () => {
  const layers = layersOf(headerOf(taught))
  const logits = layers.at(-1)!
  expect(logits).toMatchObject({ kind: 'logits', units: 60, taught })
  expect(
    everyUnit(layers)
      .filter((one) => one.kind === 'logit')
      .map(objectiveKey),
  ).toEqual(taught.map((one) => `logit:${one}`))
  expect(sizeWords(logits)).toBe('12 of 60 classes')
  expect(untaughtWords(logits)).toBe('48 classes it was never taught')
  expect(untaughtWarning(logits, 1)).toMatch(/never taught blue single line.*12 of the 60/)
  // All other layers are whole.
  for (const layer of layers.slice(0, -1)) {
    expect(layer.taught).toHaveLength(layer.units)
    expect(untaughtWords(layer)).toBeNull()
  }
})

test.each([
  [60, '60 classes', null],
  [59, '59 of 60 classes', '1 class it was never taught'],
  [1, '1 of 60 classes', '59 classes it was never taught'],
] as const)('with %i classes', (count, size, rest) => {
  const logits = layersOf(headerOf(Array.from({ length: count }, (_, one) => one))).at(-1)!
  expect(sizeWords(logits)).toBe(size)
  expect(untaughtWords(logits)).toBe(rest)
})

test('a convolution has its own size and number', () => {
  const [conv1, , conv3] = layersOf(headerOf())
  expect(conv1).toMatchObject({ name: 'conv1', kind: 'conv', height: 48, width: 48 })
  expect(conv3).toMatchObject({ name: 'conv3', units: 8, height: 12, width: 12 })
  expect(sizeWords(conv3!)).toBe('8 channels')
})
