// The number of an objective has one name: a class has a logit, a unit an activation, anything else a score; on every page and in reports.
import { expect, test } from 'vitest'
import { conclusionOf } from '../../src-renderer/pages/look/evidence.ts'
import { citation } from '../../src-renderer/visualization/export.ts'
import { unitValueWord } from '../../src-renderer/visualization/measure.ts'
import type { LayerInfo } from '../../src-renderer/visualization/units.ts'
import { objectiveKey, type ObjectiveSpec, valueWordOf } from '../../src-shared/recipe/objective.ts'
import { ascendRecipe, searchRecipe } from '../../src-shared/recipe/recipe.ts'
import { type Compared, letterOf, verdict } from '../../src-shared/run/compared-runs.ts'
import { shownNote } from '../../src-shared/run/compared-scores.ts'
import { curveGroups, objectivesByKey, seriesTitle } from '../../src-shared/run/curve-groups.ts'
import { ascendResults, ascentPlace } from '../../src-shared/run/results/ascend.ts'
import { nameOf } from '../../src-shared/run/results/form.ts'
import { altOf, resultPictures } from '../../src-shared/run/result-pictures.ts'
import type { Artifact } from '../../src-shared/run/run.ts'
import { sampleRun } from '../crash/store-sample.ts'
import { ascentMeta } from '../fixtures/ascent-results.ts'

const hash = 'a'.repeat(64)
const logit: ObjectiveSpec = { kind: 'logit', class: 39 }
const channel: ObjectiveSpec = { kind: 'channel', layer: 'conv3', channel: 5 }
const layer: ObjectiveSpec = { kind: 'layer', layer: 'conv3' }
const sum: ObjectiveSpec = { kind: 'sum', terms: [{ weight: 1, of: logit }] }
const neuron: ObjectiveSpec = { kind: 'neuron', layer: 'conv3', channel: 5 }
const words: { specs: ObjectiveSpec[]; word: keyof typeof capital }[] = [
  { specs: [logit], word: 'logit' },
  { specs: [logit, { kind: 'logit', class: 1 }], word: 'logit' },
  { specs: [channel, neuron], word: 'activation' },
  { specs: [layer], word: 'score' },
  { specs: [sum], word: 'score' },
  { specs: [channel, logit], word: 'score' },
]
const capital = { logit: 'Logit', activation: 'Activation', score: 'Score' } as const

const ascent = (objectives: ObjectiveSpec[], model = hash): ReturnType<typeof ascendRecipe.parse> =>
  ascendRecipe.parse({ kind: 'ascend', model, objectives })
const pictureOf = (spec: ObjectiveSpec, score: number): Artifact => ({
  name: nameOf(ascendResults.artifacts.picture, ascentPlace(objectiveKey(spec), 0)),
  hash,
  media: 'image/png',
  size: 1,
  meta: { ...ascentMeta(spec, 0, score) } as Artifact['meta'],
})
const compare = (specs: ObjectiveSpec[], models = [hash, hash]): Compared[] =>
  models.map((model, slot) => ({
    letter: letterOf(slot),
    slot,
    run: sampleRun({ recipe: ascent(specs, model), summary: {} }),
    artifacts: specs.map((spec) => pictureOf(spec, 10 + slot)),
    children: [],
  }))

test.each(words)('$specs have a $word, in a comparison, in curves and under a picture', ({ specs, word }) => {
  expect(valueWordOf(specs)).toBe(word)
  expect(verdict(compare(specs))).toContain(`B reaches the higher ${word}`)
  expect(verdict(compare(specs, [hash, 'b'.repeat(64)]))).toContain(`whose ${word}s are not on the same scale`)
  expect(shownNote(compare(specs), 0)).toContain(`The ${word} is that of the picture as shown.`)
  const curves = specs.map((spec) => `score/${objectiveKey(spec)}`)
  expect(curveGroups(curves, ascent(specs)).map(({ title }) => title)).toEqual([capital[word]])
  const search = searchRecipe.parse({ kind: 'search', model: hash, generator: hash, objectives: specs, samples: 1000 })
  expect(curveGroups([`best/${objectiveKey(specs[0]!)}`], search).map(({ title }) => title)).toEqual([`Best ${word} so far`])
})

test.each([
  [logit, 'logit', 'Logit, logit of rainbow double circle'],
  [channel, 'activation', 'Activation, conv3 channel 5'],
  [layer, 'score', 'Score, all of conv3'],
] as const)('one picture and one curve of %j are named by its %s', (spec, word, title) => {
  const [picture] = resultPictures([pictureOf(spec, 24)])
  expect(altOf(picture!, 0)).toMatch(new RegExp(`, ${word} 24$`))
  expect(seriesTitle(`score/${objectiveKey(spec)}`, objectivesByKey(ascent([spec])))).toBe(title)
})

const row = (kind: LayerInfo['kind'], name: string): LayerInfo => ({ kind, name, after: null }) as LayerInfo
test('a unit page speaks of the logit of a class, and of the activation of any other unit', () => {
  expect([row('logits', 'logits'), row('conv', 'conv3'), row('dense', 'dense1')].map(unitValueWord)).toEqual([
    'logit',
    'activation',
    'activation',
  ])
  const evidence = { best: 1, noise: 2, bestShare: null, made: [], from: 'the test split', className: 'a line', word: 'class' }
  const conclusion = (kind: LayerInfo['kind']): string =>
    conclusionOf({ ...evidence, kind } as unknown as Parameters<typeof conclusionOf>[0])
  expect([conclusion('logits'), conclusion('conv')]).toEqual([
    expect.stringMatching(/a high logit is no evidence here\.$/),
    expect.stringMatching(/a high activation is no evidence here\.$/),
  ])
  const made = { words: 'Adam.', seed: 7, value: 'logit', score: '24', run: 'a-run' }
  const cited = citation({ title: 'A class', method: 'Naive', model: { name: 'A model', hash }, made, version: '1', now: 0 })
  expect(cited).toContain('Naive: Adam. Seed 7, logit 24, run a-run.')
})
