// What someone reads in a saved report: the page's sentences and names, pictures side by side, and nothing of how the lab calls things
// inside.
import { afterAll, expect, test } from 'vitest'
import { html } from '../../src-main/report/html.ts'
import { reportOf } from '../../src-main/report/page.ts'
import { type Picture, writePng } from '../../src-main/image/png.ts'
import { strip } from '../../src-main/image/tiles.ts'
import { openStore } from '../../src-main/store/open.ts'
import { ascendRecipe, autoencoderRecipe, classifierRecipe, matchRecipe, newDataset, type Recipe } from '../../src-shared/recipe/recipe.ts'
import { ascendResults, ascentPlace } from '../../src-shared/run/results/ascend.ts'
import { keep, type Put } from '../../src-shared/run/results/form.ts'
import type { Run } from '../../src-shared/run/run.ts'
import { sampleRun } from '../crash/store-sample.ts'
import { ascentMeta, filmMeta } from '../fixtures/ascent-results.ts'
import { newFolder, removeFolders } from '../fixtures/library.ts'
import { readable, unreadableIn } from '../fixtures/report-text.ts'

const store = openStore(newFolder())
afterAll(() => {
  store.close()
  removeFolders()
})
const grey = (value: number): Picture => ({ width: 16, height: 16, rgb: new Uint8Array(16 * 16 * 3).fill(value) })
const report = (...runs: Run[]): string => Buffer.concat([...reportOf(runs, store).pieces()]).toString('utf8')
const kept = (recipe: Recipe, name: string, summary: Run['summary'] = {}): Run => {
  const run = sampleRun({ recipe, name, summary, created: Date.UTC(2026, 10, 24, 8, 31), seconds: 125 })
  store.runs.create(run)
  return run
}

const dataset = newDataset({ count: 240, size: 16 })
const classifier = kept(classifierRecipe.parse({ kind: 'classifier', dataset, epochs: 3, seed: 7 }), 'My sorter', {
  epochs: 3,
  testAccuracy: 0.175,
  testCorrect: 21,
  testCount: 120,
  validationAccuracy: 0.2,
  parameters: 61_832,
  health: null,
  mostConfused: [{ truth: 9, said: 24, count: 3 }],
})
for (const [series, values] of Object.entries({
  'train/loss': [4, 3, 2],
  'validation/loss': [4.1, 3.5, 3],
  'validation/accuracy': [0.1, 0.2, 0.3],
  'train/gradient': [1, 2, 1],
  'learning-rate': [0.1, 0.2, 0.1],
})) {
  store.metrics.append(
    classifier.id,
    values.map((value, at) => ({ series, step: 10 * at, value })),
  )
}
const counts = Array.from({ length: 60 }, (_, truth) => Array.from({ length: 60 }, (__, said): number => (truth === said ? 2 : 0)))
counts[9]![24] = 3
store.artifacts.put(
  classifier.id,
  'confusion',
  'application/json',
  new TextEncoder().encode(
    JSON.stringify({
      classes: 60,
      split: 'test',
      count: 123,
      correct: 120,
      counts,
      wrong: [9, 69, 129].map((index) => ({ index, truth: 9, said: 24 })),
    }),
  ),
  {},
)
const model = store.artifacts.put(classifier.id, 'model', 'application/octet-stream', new Uint8Array(8), {})
const { artifacts } = ascendResults
const ascent = (name: string, starts: number, score: number): Run => {
  const run = kept(
    ascendRecipe.parse({
      kind: 'ascend',
      model,
      objectives: [{ kind: 'logit', class: 9 }],
      starts,
      transforms: [{ kind: 'jitter', pixels: 3 }],
    }),
    name,
    { pictures: starts, dead: 0, best: [{ key: 'logit:9', score }] },
  )
  for (let start = 0; start < starts; start++) {
    const meta = ascentMeta({ kind: 'logit', class: 9 }, start, score + start)
    const put = (...[name, media, bytes, said]: Parameters<Put<void>>) => store.artifacts.put(run.id, name, media, bytes, said)
    keep(put, artifacts.picture, ascentPlace(meta.key, start), writePng(grey(90 + start)), meta)
    const film = filmMeta(meta, [0, 16, 256], [-1, 5, score + start])
    keep(put, artifacts.film, ascentPlace(meta.key, start), writePng(strip([grey(10), grey(50), grey(90 + start)])), film)
  }
  store.metrics.append(
    run.id,
    [0, 1, 2].map((step) => ({ series: 'score/logit:9', step, value: step })),
  )
  return run
}
const [one, four] = [ascent('One start', 1, 16.71), ascent('Four starts', 4, 20)]
const other = kept(classifierRecipe.parse({ kind: 'classifier', dataset, epochs: 5, seed: 7 }), 'My second sorter', {
  testAccuracy: 0.5,
  testCorrect: 60,
  testCount: 120,
})
const generator = kept(autoencoderRecipe.parse({ kind: 'autoencoder', dataset }), 'My generator', {
  testCount: 24,
  testError: 0.01,
  blackError: 0.05,
})
const match = kept(matchRecipe.parse({ kind: 'match', model, other: 'b'.repeat(64), layer: 'conv3' }), 'Matched', {
  units: 16,
  meanCorrelation: 0.8,
  chanceCorrelation: 0.3,
  unmatchedCorrelation: 0,
})

test.each([
  ['a training', [classifier]],
  ['a generator', [generator]],
  ['pictures', [four]],
  ['a matching', [match]],
  ['two trainings', [classifier, other]],
  ['two runs of pictures', [one, four]],
  ['runs of different kinds', [classifier, generator, one]],
] as [string, Run[]][])('a report of %s holds no word that only the lab knows', (_, runs) => {
  expect(unreadableIn(report(...runs))).toEqual([])
})

test('a training says what its page says, and what it was made with', () => {
  const text = readable(report(classifier))
  expect(text).toContain(
    'Your classifier names 17.5 % of unseen pictures correctly (21 of 120). It most often takes a rainbow double line for a rainbow ' +
      'double square (3 times).',
  )
  expect(text).toContain('Classifier · 24 November 2026 at 08:31 UTC · 2 min 5 s of work · seed 7')
  for (const words of [
    'Test accuracy 17.5 % (21 of 120)',
    'Weights 61,832',
    'Peak learning rate 0.004',
    'The number beside the name of a line is its last value.',
    'Dataset: radius 48 to 72 in a picture 200 wide',
    'Length of the gradient',
    'training 2',
  ])
    expect(text).toContain(words)
})

test('a training shows what it was taught, how good that is beside guessing, and its mistakes with their pictures', () => {
  const page = report(classifier)
  const text = readable(page)
  for (const words of [
    'Guessing would be right 1.7 % of the time.',
    'What it was taught All 60 classes. 240 pictures in all',
    'By shape',
    'rainbow double line taken for rainbow double square 3 times',
    'Pictures named wrongly rainbow double line said: rainbow double square',
  ])
    expect(text).toContain(words)
  // One picture of each class, and the three that were named wrongly.
  expect(page.split('<img ').length - 1).toBe(63)
  const none = readable(report(other))
  expect(none).not.toContain('Mistakes')
  expect(none).not.toContain('Dataset “')
})

test('a training names the run that drew its dataset, and its classes', () => {
  const classes = [0, 1, 2, 3].flatMap((shape) => [1, 3, 4].map((colour) => 15 * shape + colour))
  const outlines = newDataset({ count: 240, size: 16, classes })
  kept({ kind: 'dataset', dataset: outlines }, 'Outlines')
  const text = readable(report(kept(classifierRecipe.parse({ kind: 'classifier', dataset: outlines, epochs: 2 }), 'Of outlines')))
  expect(text).toContain('Dataset “Outlines”')
  expect(text).toContain('Dataset: classes 12 classes: lines, squares, circles and triangles; single; blue, red and rainbow')
})

test('pictures stand under their objective with what they reach, where they began and the steps of their film', () => {
  const page = report(four)
  const text = readable(page)
  expect(text).toContain('logit of rainbow double line Start 1 logit 20, started at −1 Steps 0, 16, 256')
  expect(text).toContain('Logit, mean over 4 starts, of the shaken picture')
  expect(text).toContain('Classifier “My sorter”')
  // Four starts, each a picture and a film.
  expect(page.split('<img ').length - 1).toBe(8)
})

test('two runs stand side by side under the sentence of the comparison: start 1 of each', () => {
  const page = report(one, four)
  const text = readable(page)
  expect(text).toContain('B reaches the higher logit, 20 against 16.7. Start 1 of each is compared. 1 setting differs: starts.')
  expect(text).toContain('Same start (seed 1), and only one setting differs, starts: an honest comparison.')
  expect(text).toMatch(/logit of rainbow double line A logit 16\.7, started at −1 Steps 0, 16, 256 B logit 20/)
  expect(text.indexOf('Pictures')).toBeLessThan(text.indexOf('Settings that differ'))
  expect(page.split('<img ').length - 1).toBe(4)
})

test('names from outside cannot become markup, and paper gets the light theme', () => {
  const page = report(kept(classifier.recipe, '<img src=x onerror=alert(1)>'))
  expect(page).not.toContain('<img src=x')
  expect(page).toContain('@media print')
})

test('a template may be broken beside a tag or a value, which shows nothing, and within a text, which shows a space', () => {
  const [name, rows] = ['a <b>', ['1', '2'].map((one) => html`<td>${one}</td>`)]
  const broken = html`<p class="note">
    ${name}
  </p>
  <table>
    ${rows}
  </table><p>One
    two.</p>`
  expect(broken.markup).toBe('<p class="note">a &lt;b&gt;</p><table><td>1</td><td>2</td></table><p>One two.</p>')
  expect(html`<pre>${'{\n  "a": 1\n}'}</pre>`.markup).toBe('<pre>{\n  &quot;a&quot;: 1\n}</pre>')
})
