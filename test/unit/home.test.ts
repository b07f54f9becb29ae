// Home: which objective of a network it shows, and what it concludes from the numbers of its pictures.
import { expect, test } from 'vitest'
import { objectiveKey, type ObjectiveSpec } from '../../src-shared/recipe/objective.ts'
import { type AscendRecipe, ascendRecipe } from '../../src-shared/recipe/recipe.ts'
import { ascendResults, ascentPlace } from '../../src-shared/run/results/ascend.ts'
import { nameOf } from '../../src-shared/run/results/form.ts'
import type { Artifact } from '../../src-shared/run/run.ts'
import { visualizationsOf } from '../../src-shared/run/visualization.ts'
import { visualizationPresets } from '../../src-shared/recipe/ascent-presets.ts'
import { demonstrated, tradeWords } from '../../src-renderer/pages/home/subject.ts'
import { sampleRun } from '../crash/store-sample.ts'
import { ascentMeta } from '../fixtures/ascent-results.ts'
import { sparkline } from '../../src-renderer/results/sparkline.ts'

const model = 'a'.repeat(64)
const logit = (one: number): ObjectiveSpec => ({ kind: 'logit', class: one })
const channel: ObjectiveSpec = { kind: 'channel', layer: 'conv3', channel: 7 }
const naive = (...objectives: ObjectiveSpec[]): AscendRecipe =>
  ascendRecipe.parse({ ...visualizationPresets.naive, kind: 'ascend', model, objectives })
const robust = (...objectives: ObjectiveSpec[]): AscendRecipe =>
  ascendRecipe.parse({ ...visualizationPresets.robust, kind: 'ascend', model, objectives })
const all = Array.from({ length: 60 }, (_, one) => one)

test.each([
  ['of a network without pictures, the class of the paper’s figure', [], all, 'logit:39'],
  ['of one that was not taught it, a class that it was taught', [], [4, 9], 'logit:4'],
  ['what most methods have', [naive(logit(1)), naive(logit(2), logit(3)), robust(logit(3))], all, 'logit:3'],
  ['of several, what was asked for alone', [naive(logit(1), logit(2)), robust(logit(1), logit(2)), naive(logit(2))], all, 'logit:2'],
  ['else a class before a channel', [naive(channel), naive(logit(5))], all, 'logit:5'],
  ['else the newest', [naive(logit(8)), naive(logit(5))], all, 'logit:8'],
  ['never a class that it was not taught', [naive(logit(8)), naive(channel)], [4, 9], 'conv3:7'],
  ['never a sum', [naive({ kind: 'sum', terms: [{ weight: 1, of: { kind: 'logit', class: 3 } }] })], all, 'logit:39'],
] as const)('shows %s', (_, recipes, taught, key) => {
  const runs = recipes.map((recipe) =>
    visualizationsOf(
      sampleRun({ recipe }),
      recipe,
      recipe.objectives.map((spec) => ({
        name: nameOf(ascendResults.artifacts.picture, ascentPlace(objectiveKey(spec), 0)),
        hash: model,
        media: 'image/png',
        size: 1,
        meta: { ...ascentMeta(spec, 0, 1) } as Artifact['meta'],
      })),
    ),
  )
  expect(objectiveKey(demonstrated(runs, taught))).toBe(key)
})

const always = 'A high logit alone says little: noise can reach one too.'
const price = 'a lower logit than the naive one: that is the price of less speckle. See for yourself which of them looks like something.'
test.each([
  [{ naive: null, robust: null, generated: null }, always],
  [{ naive: null, robust: 3, generated: 2 }, always],
  [{ naive: 90, robust: null, generated: null }, always],
  [{ naive: 90, robust: 40, generated: 66 }, `${always} The robust and the generated picture reach ${price}`],
  [{ naive: 90, robust: 114, generated: 66 }, `${always} The generated picture reaches ${price}`],
  [{ naive: 90, robust: 40, generated: null }, `${always} The robust picture reaches ${price}`],
  [{ naive: 90, robust: 114, generated: 90 }, always],
])('what the logits %j say', (scores, words) => {
  expect(tradeWords(scores, 'logit')).toBe(words)
})

test('a curve drawn small goes from left to right, high values on top, and a broken-off one ends where it broke off', () => {
  expect(
    sparkline(
      [
        [0, 4],
        [10, 2],
        [20, 0],
      ],
      40,
      4,
    ),
  ).toBe('4,4 20,20 36,36')
  expect(
    sparkline(
      [
        [0, 1],
        [10, 1],
      ],
      40,
      4,
    ),
  ).toBe('4,20 36,20')
  expect(
    sparkline(
      [
        [0, 1],
        [10, Number.NaN],
        [20, 3],
      ],
      40,
      4,
    ),
  ).toBe('4,36 36,4')
  expect(sparkline([[5, 1]], 40, 4)).toBeNull()
  expect(sparkline([], 40, 4)).toBeNull()
})
