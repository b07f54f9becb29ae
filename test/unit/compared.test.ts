// What a comparison says: numbers to sentences, and settings by their names.
import { expect, test } from 'vitest'
import { type Compared, letterOf, startCheck, verdict } from '../../src-shared/run/compared-runs.ts'
import { shownNote } from '../../src-shared/run/compared-scores.ts'
import type { Recipe } from '../../src-shared/recipe/recipe.ts'
import { ascendRecipe, autoencoderRecipe, classifierRecipe, newDataset, searchRecipe } from '../../src-shared/recipe/recipe.ts'
import { mainSettings, settingLabel, settingRows } from '../../src-shared/recipe/setting-rows.ts'
import { epochsOnTop, workAmong } from '../../src-shared/recipe/continuation.ts'
import type { Artifact, Run } from '../../src-shared/run/run.ts'
import { ascentMeta } from '../fixtures/ascent-results.ts'
import { sampleRun } from '../crash/store-sample.ts'

const model = 'a'.repeat(64)
const channel = (at: number) => ({ kind: 'channel' as const, layer: 'conv3', channel: at })
const ascent = (change: object = {}): Recipe => ascendRecipe.parse({ kind: 'ascend', model, objectives: [channel(5)], ...change })
const picture = (key: string, start: number, score: number): Artifact => ({
  name: `pictures/${key}/${start}`,
  hash: model,
  media: 'image/png',
  size: 1,
  meta: { ...ascentMeta(channel(Number(key.split(':')[1])), start, score) } as Artifact['meta'],
})
const compare = (...of: { recipe: Recipe; artifacts?: Artifact[]; summary?: Record<string, number> }[]): Compared[] =>
  of.map(({ recipe, artifacts = [], summary = {} }, slot) => ({
    letter: letterOf(slot),
    slot,
    run: sampleRun({ recipe, summary }),
    artifacts,
    children: [],
  }))

test('the sentence speaks of the pictures that are shown: start 1, not the best of several', () => {
  const one = compare(
    { recipe: ascent({ starts: 2 }), artifacts: [picture('conv3:5', 0, 10), picture('conv3:5', 1, 99)] },
    { recipe: ascent(), artifacts: [picture('conv3:5', 0, 16)] },
  )
  expect(verdict(one)).toBe('B reaches the higher activation, 16 against 10. Start 1 of each is compared. 1 setting differs: starts.')
  expect([shownNote(one, 0), shownNote(one.slice(1), 0)].map((words) => words.replaceAll('\u00a0', ' '))).toEqual([
    'Start 1 of each; A has 2 starts and B has 1 start. The activation is that of the picture as shown.',
    'The activation is that of the picture as shown.',
  ])
  expect(startCheck(one)).toEqual({
    tone: 'good',
    words: expect.stringMatching(
      /^Same start \(seed 1\), and only one setting differs, starts: an honest comparison\. Each start has its own noise and shaking/,
    ),
  })
})

test.each([
  [[[115]], [[114.2]], 'A reaches 115 and B reaches 114: the activations are about the same.'],
  [[[-1]], [[-2]], 'A reaches the higher activation, −1 against −2.'],
  [[[1], [2]], [[1], [2]], 'The activations are about the same for both common objectives.'],
  [[[1], [5]], [[3], [2]], 'Neither is ahead: over 2 common objectives they share the higher activations evenly.'],
  [[[1], [5], [9]], [[3], [6], [1]], 'B reaches the higher activation for 2 of 3 common objectives.'],
])('%j against %j', (a, b, told) => {
  const made = (of: number[][]): Artifact[] => of.map(([score], at) => picture(`conv3:${at}`, 0, score!))
  const plain = verdict(compare({ recipe: ascent(), artifacts: made(a) }, { recipe: ascent(), artifacts: made(b) })).replaceAll(
    '\u00a0',
    ' ',
  )
  expect(plain).toBe(`${told} All settings are the same.`)
})

test('a comparison of trainings is honest only where nothing but one setting differs', () => {
  const training = (change: object): Recipe =>
    classifierRecipe.parse({ kind: 'classifier', dataset: newDataset({ count: 240 }), ...change })
  const of = (...changes: object[]) => startCheck(compare(...changes.map((change) => ({ recipe: training(change) }))))
  expect(of({}, { epochs: 3 })).toEqual({
    tone: 'good',
    words: 'Same starting weights (seed 1), and only one setting differs, epochs: an honest comparison.',
  })
  expect(of({}, { epochs: 3, dataset: newDataset({ count: 480 }) })).toEqual({ tone: 'plain', words: 'Same starting weights (seed 1).' })
  expect(of({}, { seed: 2 })).toMatchObject({ tone: 'warning', words: expect.stringMatching(/^Different seeds \(A 1, B 2\)/) })
})

test('an autoencoder and a variational one are not said to start alike, nor searches that draw from elsewhere', () => {
  const autoencoder = autoencoderRecipe.parse({ kind: 'autoencoder', dataset: newDataset({ count: 240 }) })
  expect(startCheck(compare({ recipe: autoencoder }, { recipe: { ...autoencoder, method: { kind: 'vae', beta: 1 } } }))).toEqual({
    tone: 'warning',
    words:
      'The same seed, 1, but it is used differently: A starts an autoencoder of 6 latent numbers and the layout “default”, B starts a ' +
      'variational autoencoder of 6 latent numbers and the layout “default”.',
  })
  const search = searchRecipe.parse({ kind: 'search', model, generator: 'b'.repeat(64), objectives: [channel(1)], sampling: 'posterior' })
  expect(startCheck(compare({ recipe: search }, { recipe: { ...search, sampling: 'prior' } }))?.words).toBe(
    'The same seed, 1, but it is used differently: A samples the normal distribution of the training pictures, B samples the prior ' +
      'N(0, 1).',
  )
})

test('a training and its longer one are told as such, with the time of both', () => {
  const training = (change: object): Recipe =>
    classifierRecipe.parse({ kind: 'classifier', dataset: newDataset({ count: 240 }), ...change })
  const on = { continues: { model, state: 'b'.repeat(64) } }
  const [first, longer, longest] = [
    training({ epochs: 12 }),
    training({ epochs: 15, phases: [12, 3], ...on }),
    training({ epochs: 20, phases: [12, 3, 5], ...on }),
  ]
  const list = compare(
    { recipe: first, summary: { testAccuracy: 0.9, testCount: 24 } },
    { recipe: longer, summary: { testAccuracy: 0.9, testCount: 24 } },
  )
  expect(verdict(list).replaceAll('\u00a0', ' ')).toBe(
    'A and B reach the same test accuracy, 90.0 %. B is A trained for 3 epochs more; all other settings are the same.',
  )
  expect({ ...startCheck(list), words: startCheck(list)?.words.replaceAll('\u00a0', ' ') }).toEqual({
    tone: 'plain',
    words: 'B continues A: it began from the end of A and trained for 3 epochs more.',
  })
  // Whichever stands first.
  expect(startCheck(compare({ recipe: longer }, { recipe: first }))?.words).toMatch(/^A continues B: it began from the end of B/)
  expect(startCheck(compare({ recipe: first }, { recipe: longer }, { recipe: longest }))?.words.replaceAll('\u00a0', ' ')).toBe(
    'B continues A: it began from the end of A and trained for 3 epochs more. C continues B: it began from the end of B and trained ' +
      'for 5 epochs more.',
  )
  // Another seed or another first stretch is another training.
  for (const other of [training({ epochs: 12, seed: 2 }), training({ epochs: 11 }), training({ epochs: 15 })])
    expect(epochsOnTop(other, longer)).toBeNull()
  const runs = [
    { recipe: first, seconds: 50 },
    { recipe: longer, seconds: 13 },
    { recipe: longest, seconds: 20 },
  ].map((one) => sampleRun(one))
  const told = (at: number, among: readonly Run[]): string => workAmong(runs[at]!, among).replaceAll('\u00a0', ' ')
  expect([told(0, runs), told(1, runs), told(2, runs)]).toEqual([
    '50 s of work',
    '13 s of work for its last 3 epochs, 1 min 3 s in all',
    '20 s of work for its last 5 epochs, 1 min 23 s in all',
  ])
  // What is not there cannot be added.
  expect(told(2, runs.slice(1))).toBe('20 s of work for its last 5 epochs')
})

test('a summary tells the settings that one asks for first, and nothing that a recipe does not have', () => {
  const main = (recipe: Recipe): Record<string, string> =>
    Object.fromEntries(mainSettings(recipe).map(({ label, value }) => [label, value]))
  expect(
    main(
      classifierRecipe.parse({
        kind: 'classifier',
        dataset: newDataset({ count: 1200, seed: 7 }),
        batchSize: 32,
        learningRate: 0.01,
        epochs: 3,
      }),
    ),
  ).toEqual({
    Pictures: '1,200',
    Classes: 'all 60 classes',
    'Picture size': '48 pixels wide and high',
    Layout: 'the author’s',
    Epochs: '3',
    'Batch size': '32',
    'Peak learning rate': '0.01',
    Seed: '1',
    'Seed of the dataset': '7',
    Split: 'of every 10 pictures of a class, 8 for training, 1 for validation and 1 for the test',
  })
  // Datasets from before there was a choice name no rule.
  expect(main(classifierRecipe.parse({ kind: 'classifier', dataset: { count: 240, classes: [0, 1, 2, 3, 4, 5, 6] } }))).toMatchObject({
    Classes: expect.stringMatching(/^7 classes: white single line, /),
    Split: 'of every 10 pictures, 8 for training, 1 for validation and 1 for the test; which ones also depends on how many there are',
  })
  expect(main(ascent({}))).toEqual({ Steps: '256', Starts: '1', Seed: '1' })
})

test('settings are told by name, in words and with units', () => {
  const rows = (recipe: Recipe): Record<string, string> =>
    Object.fromEntries(settingRows([recipe], true, () => 'My network').map(({ label, values }) => [label, values[0]!]))
  expect(rows(classifierRecipe.parse({ kind: 'classifier', dataset: newDataset() }))).toMatchObject({
    Kind: 'Classifier',
    'Dataset: pictures': '24,000',
    'Dataset: picture size': '48 pixels wide and high',
    'Dataset: classes': 'all 60 classes',
    'Dataset: radius': '48 to 72 in a picture 200 wide',
    'Dataset: rotation': '0 to 360°',
    'Peak learning rate': '0.004',
    Layout: 'the author’s',
  })
  expect(rows(ascent({ transforms: [{ kind: 'jitter', pixels: 3 }], optimizer: { kind: 'adam', step: 0.05 } }))).toMatchObject({
    Classifier: 'My network',
    Objectives: 'conv3 channel 5',
    Transforms: 'shifted within 3 pixels',
    Moves: 'the pixels',
    'Start: start': 'random noise',
    'Steps are made by': 'Adam',
    Regularizers: 'none',
  })
  for (const name of ['constructor', 'toString', '__proto__'])
    expect(() => [settingLabel(name), settingLabel(`dataset.${name}`), settingLabel(`${name}.x`)]).not.toThrow()
})

test('only of different test pictures is it said by their number that a difference may be random', () => {
  const of = (change: object): Recipe => classifierRecipe.parse({ kind: 'classifier', dataset: newDataset({ count: 7200 }), ...change })
  const pair = (...recipes: [Recipe, Recipe]): string =>
    verdict(
      compare(
        { recipe: recipes[0], summary: { testAccuracy: 0.98055, testCount: 720 } },
        { recipe: recipes[1], summary: { testAccuracy: 0.96806, testCount: 720 } },
      ),
    ).replaceAll('\u00a0', ' ')
  // The points are the difference of the two percentages as they are shown.
  const told = 'A reaches 1.3 points more test accuracy than B: 98.1 % against 96.8 %.'
  expect(pair(of({}), of({ seed: 2 }))).toContain(`${told} Both were asked the same pictures: those that only one gets wrong tell`)
  expect(pair(of({}), of({ dataset: newDataset({ count: 7200, seed: 2 }) }))).toContain(
    `${told} With 720 test pictures a difference of this size may be random.`,
  )
})
