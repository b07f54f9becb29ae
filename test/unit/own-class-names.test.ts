// Classes of one's own are called as their owner calls them, wherever a run is told of.
import { expect, test } from 'vitest'
import { picturesDataset } from '../../src-shared/domains/pictures/settings.ts'
import { preprocessings, preprocessingWords } from '../../src-shared/network/preprocessing.ts'
import { networkRecipe } from '../../src-shared/recipe/imported-network.ts'
import { objectiveKey } from '../../src-shared/recipe/objective.ts'
import { classifierRecipe, recipe } from '../../src-shared/recipe/recipe.ts'
import { settingRows } from '../../src-shared/recipe/setting-rows.ts'
import { curveGroups } from '../../src-shared/run/curve-groups.ts'
import { outcomeOf } from '../../src-shared/run/outcome.ts'
import { resultPictures } from '../../src-shared/run/result-pictures.ts'
import type { Artifact, Run } from '../../src-shared/run/run.ts'
import { summaryRows } from '../../src-shared/run/summary-rows.ts'
import { resultSentence } from '../../src-shared/run/training-result.ts'

const hash = 'a'.repeat(64)
const dataset = picturesDataset.parse({
  kind: 'pictures',
  index: hash,
  name: 'Pets',
  count: 90,
  size: 32,
  classNames: ['cat', 'dog', 'hen'],
})
const training = classifierRecipe.parse({ kind: 'classifier', dataset, epochs: 1 })
const runOf = (of: Run['recipe'], summary: Run['summary']): Run => ({ recipe: of, summary, state: 'finished' }) as Run
const names = (index: number): string => dataset.classNames[index]!
const ascent = recipe.parse({ kind: 'ascend', model: hash, objectives: [{ kind: 'logit', class: 1 }] })

test('the mistakes of a classifier of own pictures are between its own classes', () => {
  const mixUps = [{ truth: 0, said: 1, count: 3 }]
  const run = runOf(training, { testAccuracy: 0.7, testCorrect: 6, testCount: 9, epochs: 1, mostConfused: mixUps })
  expect(resultSentence(run)).toContain('takes cat for dog (3 times)')
  expect(summaryRows(run).find((one) => one.term === 'confusion-matrix')?.value).toBe('cat taken for dog (3 times)')
})

test('a picture is titled by the name that its network gave the class', () => {
  const about = { objective: { kind: 'logit', class: 1 }, key: 'logits:1', name: 'logit of dog', start: 0, seed: 1, method: '' }
  const numbers = { score: 1, scoreFirst: 0, distance: 1, gradientNormFirst: 1, gradientNormLast: 1, steps: 4, dead: false }
  const artifact = { name: 'pictures/logits:1/0', hash, media: 'image/png', size: 1, meta: { ...about, ...numbers } } as unknown as Artifact
  expect(resultPictures([artifact]).map(({ title }) => title)).toEqual(['logit of dog'])
})

test('settings and curves call a class by the name they are told', () => {
  const rows = settingRows([ascent], true, String, () => names)
  expect(rows.find(({ key }) => key === 'objectives')?.values).toEqual(['logit of dog'])
  expect(curveGroups([`score/${objectiveKey({ kind: 'logit', class: 1 })}`], ascent, names)[0]?.members[0]?.label).toBe('logit of dog')
})

test('the record of a network that was brought is told in words', () => {
  const source = { format: 'onnx', file: 'pets.onnx', hash, producer: 'pytorch 2.13.0' }
  const brought = networkRecipe.parse({
    kind: 'network',
    source,
    preprocessing: preprocessings['imagenet']!(3),
    background: [0, 0, 0],
    classNames: Array.from({ length: 8 }, (_, at) => `kind ${at}`),
  })
  const rows = new Map(settingRows([brought], true, String).map(({ label, values }) => [label, values[0]]))
  expect(rows.get('How it takes its pictures')).toBe('ImageNet’s mean and deviation')
  expect(rows.get('Names of the classes')).toMatch(/^8\snames: kind 0, kind 1, kind 2, kind 3, kind 4, kind 5 …$/)
  expect(rows.get('File: format')).toBe('ONNX')
  expect([...rows.values()].join()).not.toMatch(/NaN|null|\[/)
  expect(outcomeOf(runOf(brought, { parameters: 4159, classes: 7 }))).toMatch(/^4,159\sweights, 7\sclasses$/)
})

test('each usual way to take pictures has a name, and any other is told by its range', () => {
  for (const make of Object.values(preprocessings))
    for (const channels of [1, 3]) expect(preprocessingWords(make(channels))).not.toMatch(/from .* to .*,/)
  expect(preprocessingWords({ scale: [4], shift: [-2], order: 'rgb' })).toBe('numbers from −2 to 2')
})
