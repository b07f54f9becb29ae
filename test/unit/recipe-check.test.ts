// What can be known of a recipe before it is carried out is known before it is carried out.
import { expect, test } from 'vitest'
import { type ClassifierHeader, decodeModel } from '../../src-shared/network/model-file.ts'
import { datasetSettings, type Recipe, recipe as recipeSchema } from '../../src-shared/recipe/recipe.ts'
import { type Parent, recipeFaults } from '../../src-shared/recipe/recipe-check.ts'
import { reproduction } from '../../src-shared/recipe/reproduction-presets.ts'
import { smallModels } from '../fixtures/small-networks.ts'

const { classifier, header } = smallModels()
const [model, generator, picture, large, table, otherSize] = [...'abcdef'].map((digit) => digit.repeat(64)) as [
  string,
  string,
  string,
  string,
  string,
  string,
]
const [variational, withoutPrior] = ['1'.repeat(64), '2'.repeat(64)]
const classifierHeader = decodeModel(classifier).header as ClassifierHeader
const parents = new Map<string, Parent>([
  [model, { kind: 'network', header: classifierHeader }],
  [generator, { kind: 'network', header }],
  [variational, { kind: 'network', header: { ...header, kind: 'vae', beta: 1 } }],
  [withoutPrior, { kind: 'network', header: { ...header, kind: 'vae', beta: 0 } }],
  [picture, { kind: 'picture', width: 32, height: 16, channels: 3 }],
  [large, { kind: 'picture', width: 48, height: 48, channels: 3 }],
  [table, { kind: 'other', media: 'application/json' }],
  [
    otherSize,
    {
      kind: 'network',
      header: {
        ...classifierHeader,
        architecture: { ...classifierHeader.architecture, input: [32, 32, 3] },
        dataset: datasetSettings.parse({ size: 32 }),
      },
    },
  ],
])
const faultsOf = (raw: unknown): string[] => recipeFaults(recipeSchema.parse(raw) as Recipe, (hash) => parents.get(hash))
const channel = (layer: string, number: number) => ({ kind: 'channel', layer, channel: number })
const logit = { kind: 'logit', class: 5 }
const inLatent = (more: object = {}) => ({ kind: 'decoder', generator, ...more })
const dataset = { count: 240, size: 16 }

test('what can be carried out has no fault', () => {
  const good: unknown[] = [
    { kind: 'dataset', dataset: { count: 77_672, size: 96 } },
    { kind: 'classifier', dataset },
    { kind: 'autoencoder', dataset },
    {
      kind: 'ascend',
      model,
      objectives: [
        logit,
        channel('conv2.relu', 3),
        { kind: 'neuron', layer: 'conv1', channel: 0, x: 15, y: 0 },
        { kind: 'sum', terms: [{ weight: -1, of: logit }] },
      ],
    },
    { kind: 'ascend', model, objectives: [logit], parameterization: inLatent({ at: [0, 0, 0] }) },
    { kind: 'examples', model, objectives: [channel('dense1', 7)] },
    { kind: 'search', model, generator, objectives: [logit] },
    { kind: 'search', model, generator: variational, objectives: [logit], sampling: 'prior' },
    { kind: 'reconstructions', model, generator },
    { kind: 'nearest', dataset, pictures: [picture] },
    { kind: 'encoding', generator },
    { kind: 'match', model, other: model, layer: 'conv2' },
    ...(['tiny', 'quick', 'paper'] as const).map((preset) => reproduction(preset)),
  ]
  for (const one of good) expect([one, faultsOf(one)]).toEqual([one, []])
})

test.each<[RegExp, unknown]>([
  [/no number 9999/, { kind: 'ascend', model, objectives: [channel('conv1', 9999)] }],
  [/6 classes, 0 to 5; there is no number 60/, { kind: 'examples', model, objectives: [{ kind: 'logit', class: 60 }] }],
  [/no neuron at \(99, 0\)/, { kind: 'ascend', model, objectives: [{ kind: 'neuron', layer: 'conv1', channel: 0, x: 99, y: 0 }] }],
  [/no layer "conv9"\. It has: input, conv1/, { kind: 'search', model, generator, objectives: [channel('conv9', 0)] }],
  [
    /no number 77/,
    {
      kind: 'ascend',
      model,
      objectives: [
        {
          kind: 'sum',
          terms: [
            { weight: 1, of: logit },
            { weight: 1, of: channel('conv1', 77) },
          ],
        },
      ],
    },
  ],
  [/is a generator; a classifier is needed/, { kind: 'ascend', model: generator, objectives: [logit] }],
  [/is a generator; a classifier is needed/, { kind: 'examples', model: generator, objectives: [logit] }],
  [/is a generator; a classifier is needed/, { kind: 'match', model, other: generator, layer: 'conv1' }],
  [/is a classifier; a generator is needed/, { kind: 'search', model, generator: model, objectives: [logit] }],
  [/is a classifier; a generator is needed/, { kind: 'encoding', generator: model }],
  [/is a classifier; a generator is needed/, { kind: 'reconstructions', model, generator: model }],
  [
    /is a picture; a generator is needed/,
    { kind: 'ascend', model, objectives: [logit], parameterization: inLatent({ generator: picture }) },
  ],
  [/of the type application\/json; a classifier/, { kind: 'examples', model: table, objectives: [logit] }],
  [/16 pixels and the classifier looks at 32/, { kind: 'search', model: otherSize, generator, objectives: [logit] }],
  [
    /prior N\(0, 1\) needs a variational autoencoder with a beta above 0/,
    { kind: 'search', model, generator, objectives: [logit], sampling: 'prior' },
  ],
  [/beta above 0/, { kind: 'search', model, generator: withoutPrior, objectives: [logit], sampling: 'prior' }],
  [/16 pixels and the classifier looks at 32/, { kind: 'reconstructions', model: otherSize, generator }],
  [/16 pixels and the classifier looks at 32/, { kind: 'ascend', model: otherSize, objectives: [logit], parameterization: inLatent() }],
  [/different sizes, 16 x 16 and 32 x 32/, { kind: 'match', model, other: otherSize, layer: 'conv1' }],
  [/first network has no layer "pool7"/, { kind: 'match', model, other: model, layer: 'pool7' }],
  [
    /start has 2 numbers, and this generator draws from 3/,
    { kind: 'ascend', model, objectives: [logit], parameterization: inLatent({ at: [0, 0] }) },
  ],
  [/48 x 48 pixels does not hold pictures of 32 x 32/, { kind: 'nearest', dataset: { ...dataset, size: 32 }, pictures: [large] }],
  [/is a classifier; a picture is needed/, { kind: 'nearest', dataset, pictures: [model] }],
  [/77,673 pictures of 96 x 96 pixels are more.*at most 77,672/, { kind: 'dataset', dataset: { count: 77_673, size: 96 } }],
  [/at most 77,672/, { kind: 'classifier', dataset: { count: 240_000, size: 96 } }],
  [/at most 77,672/, { ...reproduction('tiny'), dataset: datasetSettings.parse({ count: 240_000, size: 96 }) }],
  [
    /With one class there is nothing to tell apart/,
    { kind: 'classifier', dataset: { count: 600, classes: [24] }, epochs: 12, batchSize: 32, learningRate: 0.004 },
  ],
  [/With one class there is nothing to tell apart/, { ...reproduction('tiny'), dataset: datasetSettings.parse({ classes: [24] }) }],
  [
    /start lies outside what can be computed/,
    { kind: 'ascend', model, objectives: [logit], parameterization: inLatent({ at: [1e39, 0, 0] }) },
  ],
  [/builds on 000000000000…, which is not in this library/, { kind: 'encoding', generator: '0'.repeat(64) }],
])('%s', (words, raw) => {
  expect(faultsOf(raw).join(' ')).toMatch(words)
})

test('a name that every object has is no layer', () => {
  for (const layer of ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf']) {
    expect(faultsOf({ kind: 'ascend', model, objectives: [channel(layer, 0)] })).toEqual([expect.stringContaining(`no layer "${layer}"`)])
    expect(faultsOf({ kind: 'match', model, other: model, layer })).toHaveLength(2)
  }
})

test('all that is wrong is told at once, and a long list is counted', () => {
  expect(faultsOf({ kind: 'search', model: generator, generator: model, objectives: [logit] })).toHaveLength(2)
  const many = Array.from({ length: 500 }, (_, at) => channel('conv1', 100 + at))
  expect(faultsOf({ kind: 'ascend', model, objectives: many })).toHaveLength(4)
  expect(faultsOf({ kind: 'ascend', model, objectives: many }).at(-1)).toBe('And 497 more of this kind.')
})

test('the pictures that objectives are about are there, are pictures, and are of the size of the network', () => {
  const ask = (of: object): string[] =>
    faultsOf({ kind: 'ascend', model, objectives: [{ kind: 'inversion', layer: 'conv2', picture: of }] })
  expect(ask({ kind: 'example', index: 239 })).toEqual([])
  expect(ask({ kind: 'example', index: 240 })).toEqual(['There is no picture 240 of the dataset, which has 240, counted from 0.'])
  expect(ask({ kind: 'kept', picture, tile: 1 })).toEqual([])
  expect(ask({ kind: 'kept', picture, tile: 2 })).toEqual([
    'part 3 of picture cccccccccccc… is not there: the file of 32 x 16 pixels holds 2 of the size that this network takes, 16 x 16, in ' +
      'colour.',
  ])
  expect(ask({ kind: 'kept', picture: table })).toEqual(['picture eeeeeeeeeeee… is no picture. Choose a PNG that the library keeps.'])
  expect(ask({ kind: 'kept', picture: '9'.repeat(64) })[0]).toContain('which is not in this library')
  for (const kind of ['search', 'examples'])
    expect(
      faultsOf({
        kind,
        model,
        ...(kind === 'search' ? { generator } : {}),
        objectives: [{ kind: 'near', layer: 'input', picture: { kind: 'example', index: 240 } }],
      }),
    ).toHaveLength(1)
})
