// Two runs of one recipe: the same, or why not and how far apart, by what the records say and the results measure.
import { afterAll, expect, test } from 'vitest'
import { compareRuns, numberDifference, tableDifference } from '../../src-main/runs/comparison.ts'
import { writePng } from '../../src-main/image/png.ts'
import { openStore } from '../../src-main/store/open.ts'
import { type Comparison, comparison, outcomeOf, reasonWords, rowWords, sizeWords } from '../../src-shared/run/replay-comparison.ts'
import type { Environment } from '../../src-shared/run/environment.ts'
import { decodeModel, encodeModel, modelMedia } from '../../src-shared/network/model-file.ts'
import type { Run } from '../../src-shared/run/run.ts'
import { sampleRun } from '../crash/store-sample.ts'
import { newFolder, removeFolders } from '../fixtures/library.ts'
import { smallModels } from '../fixtures/small-networks.ts'

const store = openStore(newFolder())
afterAll(() => {
  store.close()
  removeFolders()
})

const machine: Environment = {
  processor: 'One',
  features: ['avx', 'avx2'],
  threads: 2,
  tensorflow: '2.21.0',
  tfjs: '4.22.0',
  oneDnn: true,
  platform: 'linux x64',
}
const write = (value: number): string => String(Number(value.toPrecision(3)))
const { classifier: model } = smallModels()
/** The same network with one of its weights moved. */
const moved = ((): Uint8Array => {
  const { header, weights } = decodeModel(model)
  weights[0]![0]! += 0.5
  return encodeModel({ header, weights })
})()
const grey = (value: number): Uint8Array => writePng({ width: 2, height: 1, rgb: Uint8Array.of(9, 9, 9, value, value, value) })
const text = new TextEncoder()

/** A recorded run of one recipe with a network, a picture, a table and packed numbers; `shift` moves the last three. */
function run(change: Partial<Run>, { network = model, shift = 0 } = {}): Run {
  const one = sampleRun({ recipe: sampleRecipe, recipeHash: sampleHash, environment: machine, ...change })
  store.runs.create(one)
  store.artifacts.put(one.id, 'model', modelMedia, network, { testAccuracy: 0.5 })
  store.artifacts.put(one.id, 'picture', 'image/png', grey(100 + shift), { score: 5 + shift, gradientNormLast: 1000 * shift })
  store.artifacts.put(
    one.id,
    'table',
    'application/json',
    text.encode(JSON.stringify({ rows: [{ distance: 1 }, { distance: 2 + shift }] })),
    {},
  )
  store.artifacts.put(one.id, 'latents', 'application/octet-stream', new Uint8Array(Float32Array.of(3, 4 + shift).buffer), {
    type: 'float32',
    shape: [1, 2],
  })
  return one
}
const { recipe: sampleRecipe, recipeHash: sampleHash } = sampleRun()
const compared = async (here: Run, there: Run): Promise<Comparison> => comparison.parse(await compareRuns(here, there, store))

test('the same results are the same, wherever they were made', async () => {
  const one = await compared(run({}), run({ environment: { ...machine, threads: 8 } }))
  expect([one.same, outcomeOf(one), reasonWords(one), sizeWords(one, write)]).toEqual([true, 'same', '', ''])
})

test('each result that differs is measured by what it is', async () => {
  const one = await compared(run({}, { network: moved, shift: 4 }), run({}))
  const of = (name: string) => one.rows.find((row) => row.name === name)!
  const weights = decodeModel(model).weights
  const count = weights.reduce((sum, values) => sum + values.length, 0)
  const own = Math.sqrt(weights.reduce((sum, values) => sum + values.reduce((inner, value) => inner + value * value, 0), 0))
  const network = of('model').difference
  if (network?.of !== 'numbers') throw new Error('A network is measured by its weights.')
  expect(network.count).toBe(count)
  // The weight is a float32 of size 1 or less: moving it by a half is exact to 2^-24.
  expect(network.largest).toBeCloseTo(0.5, 6)
  expect(network.rms).toBeCloseTo(0.5 / Math.sqrt(count), 6)
  expect(network.relative).toBeCloseTo(0.5 / own, 6)
  expect(of('picture').difference).toEqual({ of: 'pixels', largest: 4, mean: 2 })
  expect(of('picture').beside).toEqual({ path: 'score', here: 9, there: 5 })
  expect(of('table').difference).toEqual({ of: 'table', farthest: { path: 'rows.1.distance', here: 6, there: 2 }, otherwise: 0 })
  expect(of('latents').difference).toEqual({ of: 'numbers', count: 2, largest: 4, rms: Math.sqrt(8), relative: 0.8 })
  expect(rowWords(of('picture'), write)).toBe('up to 4 of 255, 2 on average; score 9 here, 5 there')
  expect(rowWords(of('latents'), write)).toBe('up to 4, RMS 2.83 (0.8 of the numbers’ own RMS)')
  expect(sizeWords(one, write)).toBe(
    'Widest differences: weights and other packed numbers by up to 4, in RMS 0.8 of their size (latents), pictures by up to 4 of 255 ' +
      '(picture) and scores by up to 4 (picture).',
  )
})

test('what the records name differently is the reason; nothing else is claimed', async () => {
  const there = run({})
  const elsewhere = await compared(
    run({ science: 2, environment: { ...machine, features: ['avx', 'avx2', 'avx512f'], threads: 8, oneDnn: false } }, { shift: 1 }),
    there,
  )
  expect(outcomeOf(elsewhere)).toBe('explained')
  expect(elsewhere.reasons).toEqual([
    { label: 'Version of the science', here: '2', there: '1' },
    { label: 'Vector instructions', here: 'also avx512f', there: 'none more' },
    { label: 'Threads', here: '8', there: '2' },
    { label: 'oneDNN', here: 'off', there: 'on' },
  ])
  expect(reasonWords(elsewhere)).toContain('threads (8 here, 2 there) and oneDNN (off here, on there)')
  const older = await compared(run({ environment: null }, { shift: 1 }), there)
  expect([outcomeOf(older), older.reasons]).toEqual(['silent', []])
  expect(reasonWords(older)).toMatch(/is not known/)
  const alike = await compared(run({}, { shift: 1 }), there)
  expect([outcomeOf(alike), reasonWords(alike)]).toEqual(['unexplained', expect.stringMatching(/should be the same and are not/)])
})

test('parts are paired by name, and it is their records that count: a run made of others computes nothing itself', async () => {
  const whole = (threads: number, shift: number): Run => {
    const parent = sampleRun({ recipe: sampleRecipe, recipeHash: sampleHash, environment: null })
    store.runs.create(parent)
    run({ parent: parent.id, name: 'a part', environment: { ...machine, threads } }, { shift })
    return parent
  }
  const one = await compared(whole(1, 0), whole(2, 3))
  expect(one.rows.map(({ name, same }) => [name, same])).toEqual([
    ['a part / model', true],
    ['a part / picture', false],
    ['a part / table', false],
    ['a part / latents', false],
  ])
  expect([outcomeOf(one), one.reasons]).toEqual(['explained', [{ label: 'Threads', here: '1', there: '2' }]])
})

test('a score that differs under the same bytes is a difference', async () => {
  const [here, there] = [run({}), run({})]
  store.artifacts.put(here.id, 'picture', 'image/png', grey(100), { score: 5.25, gradientNormLast: 0 })
  const one = await compared(here, there)
  expect(one.rows.filter((row) => !row.same)).toEqual([
    expect.objectContaining({ name: 'picture', difference: null, beside: { path: 'score', here: 5.25, there: 5 } }),
  ])
})

test('what is missing, of another size or unreadable is said to be so, and breaks nothing', async () => {
  const [here, there] = [run({}), run({})]
  store.artifacts.put(here.id, 'extra', 'text/plain', text.encode('more'), {})
  store.artifacts.put(here.id, 'picture', 'image/png', writePng({ width: 1, height: 1, rgb: Uint8Array.of(1, 2, 3) }), {})
  store.artifacts.put(here.id, 'table', 'application/json', text.encode('{'), {})
  store.artifacts.put(here.id, 'model', modelMedia, text.encode('no model'), { testAccuracy: 0.5 })
  store.artifacts.put(here.id, 'latents', 'application/octet-stream', new Uint8Array(Float32Array.of(Number.NaN, 4).buffer), {
    type: 'float32',
    shape: [1, 2],
  })
  const one = await compared(here, there)
  expect(one.rows.map(({ name, difference }) => [name, difference])).toEqual([
    ['model', { of: 'form' }],
    ['picture', { of: 'form' }],
    ['table', { of: 'form' }],
    ['latents', { of: 'form' }],
    ['extra', null],
  ])
  expect(rowWords(one.rows.at(-1)!, write)).toBe('missing there')
})

test('differences measured by hand', () => {
  expect(numberDifference([Float32Array.of(1, 2)], [Float32Array.of(1, 2, 3)])).toEqual({ of: 'form' })
  expect(numberDifference([Float32Array.of(1, -1)], [Float32Array.of(0, 0)])).toEqual({
    of: 'numbers',
    count: 2,
    largest: 1,
    rms: 1,
    relative: null,
  })
  expect(tableDifference({ a: [1, 2], b: 'x', c: null }, { a: [1, 5], b: 'y', d: null })).toEqual({
    farthest: { path: 'a.1', here: 2, there: 5 },
    otherwise: 3,
  })
})
