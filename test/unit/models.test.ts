// Which network the pages look through, which one a run is about, and how runs are put in order under them.
import { expect, test } from 'vitest'
import type { ModelEntry } from '../../src-shared/contract.ts'
import { type Recipe, recipe } from '../../src-shared/recipe/recipe.ts'
import type { Run } from '../../src-shared/run/run.ts'
import { generatorFor, hardlyWords, inOrder, inUse, ofWords, subjectsOf } from '../../src-renderer/lab/models.ts'
import { dependentWords } from '../../src-renderer/run/dependents.ts'
import { foremost, grouped, isLookup, isOldFailure } from '../../src-renderer/run/shelving.ts'

const hashOf = (digit: string): string => digit.repeat(64)
const entry = (digit: string, name: string, created: number, origin: ModelEntry['origin'] = 'here'): ModelEntry => ({
  hash: hashOf(digit),
  run: `run-${digit}`,
  name,
  created,
  origin,
  starter: origin === 'starter',
  meta: { kind: 'classifier' },
  part: false,
  size: 48,
  errorShare: null,
})
const day = 24 * 3600 * 1000
let next = 0
const runOf = (given: object, more: Partial<Run> = {}): Run => {
  next += 1
  return {
    id: `r${next}`,
    parent: null,
    replayOf: null,
    name: `Run ${next}`,
    recipe: recipe.parse(given) as Recipe,
    recipeHash: hashOf('0'),
    state: 'finished',
    appVersion: '0',
    origin: 'here',
    science: 1,
    environment: null,
    created: next,
    started: null,
    finished: null,
    seconds: 1,
    summary: {},
    notices: [],
    fault: null,
    progress: null,
    starred: false,
    archived: false,
    trashed: null,
    note: '',
    tags: [],
    ...more,
  }
}
const [a, b] = [entry('a', 'Alpha', 10), entry('b', 'Beta', 20)]
const about = (model: string, more: Partial<Run> = {}): Run =>
  runOf({ kind: 'ascend', model: hashOf(model), objectives: [{ kind: 'logit', class: 0 }] }, more)
const training = (more: Partial<Run> = {}): Run => runOf({ kind: 'classifier', dataset: {} }, more)
const examples = (more: Partial<Run> = {}): Run =>
  runOf({ kind: 'examples', model: hashOf('a'), objectives: [{ kind: 'logit', class: 0 }] }, more)

test.each([
  ['nothing', [], [], null],
  ['the only one', [a], [], 'Alpha'],
  ['the oldest made here, not the newest', [b, a], [], 'Alpha'],
  ['the starter before older ones', [a, entry('c', 'Starter', 30, 'starter')], [], 'Starter'],
  ['one made here before an older one that was imported', [entry('d', 'Imported', 1, 'imported'), b], [], 'Beta'],
  ['the chosen one', [a, b], [hashOf('b'), hashOf('a')], 'Beta'],
  ['the one in use, when the chosen one is gone', [b, a], [hashOf('e'), hashOf('b')], 'Beta'],
] as const)('in use is %s', (_, models, wishes, name) => {
  expect(inUse(models, wishes)?.name ?? null).toBe(name)
})

const drawer = (digit: string, name: string, errorShare: number | null, more: Partial<ModelEntry> = {}): ModelEntry => ({
  ...entry(digit, name, 1),
  meta: { kind: 'autoencoder' },
  errorShare,
  ...more,
})
const blank = drawer('1', 'Blank', 0.888, { part: true })
const starters = drawer('2', 'Starter autoencoder', 0.074, { starter: true, origin: 'starter' })
test.each([
  ['none', [], a, null],
  ['the only one, however little it learnt', [blank], a, 'Blank'],
  ['one that has learnt before one that hardly has', [blank, drawer('3', 'Half', 0.6)], a, 'Half'],
  ['the starter’s for one’s own classifier, where the other hardly learnt', [blank, starters], a, 'Starter autoencoder'],
  ['the one with the lowest error', [starters, drawer('4', 'Mine', 0.05)], a, 'Mine'],
  [
    'the starter’s for the starter’s classifier',
    [starters, drawer('4', 'Mine', 0.05)],
    entry('c', 'Starter', 30, 'starter'),
    'Starter autoencoder',
  ],
  ['one of unknown error after one that has learnt', [drawer('5', 'Unknown', null), starters], a, 'Starter autoencoder'],
  ['one of unknown error before one that hardly has', [blank, drawer('5', 'Unknown', null)], a, 'Unknown'],
  ['one that draws pictures of the classifier’s size first of all', [drawer('6', 'Small', 0.01, { size: 16 }), blank], a, 'Blank'],
] as const)('the generator that goes with a classifier is %s', (_, list, classifier, name) => {
  expect(generatorFor(list, classifier!)?.name ?? null).toBe(name)
})

test('a generator that has hardly learnt says so, and which to choose instead', () => {
  expect(hardlyWords({ errorShare: null }, null)).toBeNull()
  expect(hardlyWords({ errorShare: 0.5 }, null)).toBeNull()
  expect(hardlyWords({ errorShare: 0.888 }, null)).toBe(
    'Its error on test pictures is 88.8\u00a0% of what all-black pictures would have, so what it draws, and what a classifier says of ' +
      'that, tells next to nothing. Train an autoencoder for longer.',
  )
  expect(hardlyWords({ errorShare: 1.2 }, 'Good')).toMatch(/Choose another generator, such as “Good”\.$/)
})

test('in a list of networks what a reproduction made for itself comes last', () => {
  expect(inOrder([blank, starters, a!]).map(({ name }) => name)).toEqual(['Starter autoencoder', 'Alpha', 'Blank'])
})

test('a run says which network it is about, by the name it has now', () => {
  const quoted = (name: string): string => `“${name}”`
  expect(ofWords(about('a'), [a, b], quoted)).toBe('of “Alpha”')
  expect(ofWords(about('a'), [{ ...a, name: 'My quick sorter' }], quoted)).toBe('of “My quick sorter”')
  expect(ofWords(about('c'), [a, b], quoted)).toBe('of a network that was removed')
  expect(ofWords(runOf({ kind: 'match', model: hashOf('a'), other: hashOf('b'), layer: 'conv3' }), [a, b], quoted)).toBe(
    'of “Alpha” and “Beta”',
  )
  expect(ofWords(runOf({ kind: 'encoding', generator: hashOf('b') }), [a, b], quoted)).toBe('of “Beta”')
  expect(ofWords(training(), [a, b], quoted)).toBe('')
  expect(ofWords(runOf({ kind: 'dataset', dataset: {} }), [a, b], quoted)).toBe('')
  expect(subjectsOf({ ...training(), id: 'run-a' }, [a, b])).toEqual([{ hash: hashOf('a'), run: 'run-a', name: 'Alpha' }])
})

test('under their networks: each training first, and what is about none at the end', () => {
  const [made, dataset, other] = [training({ id: 'run-a' }), runOf({ kind: 'dataset', dataset: {} }), about('b')]
  const [one, two] = [about('a'), about('a')]
  expect(grouped([dataset, two, other, one, made], [a, b]).map(({ name, runs }) => [name, runs.map((run) => run.id)])).toEqual([
    ['Alpha', [made.id, two.id, one.id]],
    ['Beta', [other.id]],
    [null, [dataset.id]],
  ])
  expect(grouped([], [a])).toEqual([])
})

test('look-ups that pages started are put out of sight once they are done, unless someone took care of them', () => {
  expect(isLookup(examples())).toBe(true)
  for (const kept of [{ starred: true }, { note: 'see row 3' }, { tags: ['lesson'] }, { state: 'running' }, { state: 'failed' }] as const)
    expect(isLookup(examples({ ...kept, tags: 'tags' in kept ? [...kept.tags] : [] }))).toBe(false)
  expect(isLookup(examples({ origin: 'starter', tags: ['starter'] }))).toBe(true)
  expect(isLookup(about('a'))).toBe(false)
  expect(isOldFailure(about('a', { state: 'failed', created: 0 }), day + 1)).toBe(true)
  expect(isOldFailure(about('a', { state: 'failed', created: 0 }), day)).toBe(false)
  expect(isOldFailure(about('a', { state: 'failed', created: 0, starred: true }), 9 * day)).toBe(false)
})

test('first what is starred or trained, but what was just made is always there', () => {
  const sorter = training({ starred: true, name: 'My quick sorter' })
  const second = training()
  const pictures = Array.from({ length: 9 }, () => about('a'))
  const shown = foremost([...pictures, examples(), second, sorter], 6, 2)
  expect(shown.map((one) => one.id)).toEqual([
    sorter.id,
    second.id,
    ...pictures
      .slice(-4)
      .reverse()
      .map((one) => one.id),
  ])
  // Many trainings leave room for the two newest others.
  const many = Array.from({ length: 9 }, () => training())
  expect(foremost([...pictures, ...many], 6, 2).map((one) => one.recipe.kind)).toEqual([
    'classifier',
    'classifier',
    'classifier',
    'classifier',
    'ascend',
    'ascend',
  ])
  expect(foremost(many, 6, 2)).toHaveLength(6)
  expect(foremost([], 6, 2)).toEqual([])
})

test.each([
  [1, null, ''],
  [1, { count: 0, names: [] }, ''],
  [
    1,
    { count: 1, names: ['conv3, robust'] },
    '. “conv3, robust” was made with its network and stays; no page can look into that network until its training is restored',
  ],
  [
    1,
    { count: 9, names: ['a', 'b', 'c'] },
    '. 9 other runs were made with its network and stay; no page can look into that network until its training is restored',
  ],
  [
    2,
    { count: 1200, names: ['a', 'b', 'c'] },
    '. 1,200 other runs were made with their networks and stay; no page can look into those networks until their trainings are restored',
  ],
] as const)('what %i runs in the Trash leave behind: %j', (moved, built, words) => {
  expect(dependentWords(moved, built)).toBe(words)
})
