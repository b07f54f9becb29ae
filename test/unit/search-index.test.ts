// What the palette finds for words that a newcomer types.
import { expect, test } from 'vitest'
import { layersOf } from '../../src-renderer/visualization/units.ts'
import { parseHash } from '../../src-renderer/state/route.ts'
import { findEntries } from '../../src-renderer/shell/find-entries.ts'
import { searchIndex } from '../../src-renderer/shell/search-index.ts'
import { classifierArchitecture } from '../../src-main/science/networks/presets.ts'
import { datasetSettings } from '../../src-shared/recipe/recipe.ts'

const layers = layersOf({
  kind: 'classifier',
  architecture: classifierArchitecture('paper', 48),
  dataset: datasetSettings.parse({}),
} as Parameters<typeof layersOf>[0])
const index = searchIndex({ run: 'r1', layers, own: false })
const found = (typed: string): string[] => findEntries(index, typed, 12).map((one) => `${one.group}: ${one.title}`)

test.each([
  ['conv3 channel 2', 'Look inside: conv3 channel 2'],
  ['conv3:2', 'Look inside: conv3 channel 2'],
  ['green filled triangle', 'Pictures of a class: green filled triangle'],
  ['triangle green', 'Pictures of a class: green single triangle'],
  ['confusion', 'Glossary: Confusion matrix'],
  ['mistakes', 'Go to: Mistakes of the model'],
  ['logit', 'Glossary: Logit'],
  ['seed', 'Glossary: Seed'],
  ['trash', 'Go to: Trash'],
  ['compare', 'Go to: Compare runs'],
  ['THEME', 'Settings: Theme'],
  ['drawing pad', 'Go to: A picture of your own'],
  ['robustness', 'Help: What is transformation robustness?'],
  ['dial', 'Glossary: Latent vector'],
  ['softmax', 'Glossary: Probability'],
  ['relu', 'Glossary: ReLU'],
  ['adam', 'Glossary: Optimizer'],
  ['lesson', 'Help: A lesson in 45 minutes'],
  ['classroom', 'Go to: Train 12 classes'],
])('%s', (typed, first) => {
  expect(found(typed)).toContain(first)
  if (typed !== 'triangle green' && typed !== 'dial' && typed !== 'robustness') expect(found(typed)[0]).toBe(first)
})

test('a number is meant whole, mistakes are found as confusion too, and nothing is found for nothing', () => {
  expect(found('conv3 channel 1')).toEqual(['Look inside: conv3 channel 1'])
  expect(found('confusion')).toContain('Go to: Mistakes of the model')
  expect(found('  ')).toEqual([])
  expect(found('qwertz')).toEqual([])
})

test('every place that is found is a place, and no two have one name in one group', () => {
  for (const { href } of index) expect(parseHash(href), href).not.toBeNull()
  const names = index.map((one) => `${one.group} ${one.title}`)
  expect(new Set(names).size).toBe(names.length)
  expect(new Set(index.map((one) => one.id)).size).toBe(index.length)
})

test('without a model it still finds pages, words and settings', () => {
  expect(findEntries(searchIndex(null), 'latent', 3).map((one) => one.title)).toContain('Latent vector')
})
