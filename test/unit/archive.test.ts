// A run as one file: it opens in a library that has nothing of it, whole or not at all.
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { packRun } from '../../src-main/exchange/archive.ts'
import { fileName } from '../../src-shared/text/file-name.ts'
import { recipeHash } from '../../src-main/store/hashes.ts'
import { openStore, type Store } from '../../src-main/store/open.ts'
import { examplesRecipe, nearestRecipe, type Recipe } from '../../src-shared/recipe/recipe.ts'
import { reproduction } from '../../src-shared/recipe/reproduction-presets.ts'
import type { Run } from '../../src-shared/run/run.ts'
import { newFolder, removeFolders } from '../fixtures/library.ts'
import { packed, unpacked } from '../fixtures/packed.ts'
import { tinyClassifier, tinyDataset, tinySettings } from '../fixtures/tiny-recipes.ts'

const stores: Store[] = []
const library = (): Store => {
  const store = openStore(newFolder())
  stores.push(store)
  return store
}
afterAll(() => {
  for (const store of stores) store.close()
  removeFolders()
})

let made = 0
function record(store: Store, recipe: Recipe, more: Partial<Run> = {}): Run {
  const run: Run = {
    id: `run-${++made}`,
    parent: null,
    replayOf: null,
    name: `Run ${made}`,
    recipe,
    recipeHash: recipeHash(recipe),
    state: 'finished',
    appVersion: 'test',
    origin: 'here',
    science: 1,
    environment: null,
    created: made,
    started: 1,
    finished: 2,
    seconds: 1,
    summary: { loss: 0.5 },
    notices: [{ level: 'info', code: 'a', message: 'b' }],
    fault: null,
    progress: null,
    starred: false,
    archived: false,
    trashed: null,
    note: 'a note',
    tags: ['a'],
    ...more,
  }
  store.runs.create(run)
  return run
}
const put = (store: Store, run: Run, name: string, words: string): string =>
  store.artifacts.put(run.id, name, 'text/plain', strToU8(words), { size: 3 })

/** A reproduction with two parts, and two runs beside it that build on what its parts made. */
const home = library()
let whole: Run, part: Run, looker: Run, seeker: Run
beforeAll(() => {
  whole = record(home, reproduction('tiny'))
  part = record(home, tinyClassifier(), { parent: whole.id })
  record(home, tinyDataset(), { parent: whole.id })
  const model = put(home, part, 'model', 'weights')
  const picture = put(home, whole, 'panel/7', 'a picture')
  home.metrics.append(
    part.id,
    [0, 1, 2].map((step) => ({ series: 'loss', step, value: 1 / (step + 1) })),
  )
  looker = record(home, examplesRecipe.parse({ kind: 'examples', model, objectives: [{ kind: 'logit', class: 1 }] }))
  put(home, looker, 'examples', '{}')
  seeker = record(home, nearestRecipe.parse({ kind: 'nearest', dataset: tinySettings(), pictures: [picture] }))
})

const everything = (store: Store): unknown =>
  store.runs.list({ limit: 100, archived: 'all' }).runs.map((run) => ({
    run,
    artifacts: store.artifacts.of(run.id),
    curves: store.metrics.series(run.id).map(({ series }) => store.metrics.read(run.id, series)),
    contents: store.artifacts.of(run.id).map((one) => strFromU8(store.artifacts.read(one.hash)!.bytes)),
  }))

test('a reproduction opens elsewhere with its parts, results and curves, and packs there to the same bytes', async () => {
  const bytes = await packed(whole, home)
  expect(packRun(whole, home).name).toBe('Run-1.phosphene.zip')
  const other = library()
  expect(await unpacked(bytes, other)).toEqual({ id: whole.id, already: false })
  expect(other.runs.children(whole.id)).toEqual(home.runs.children(whole.id).map((run) => ({ ...run, origin: 'imported' })))
  expect(other.runs.get(whole.id)).toEqual({ ...whole, origin: 'imported' })
  expect(await packed(other.runs.get(whole.id)!, other)).toEqual(bytes)
  const before = everything(other)
  expect(await unpacked(bytes, other)).toEqual({ id: whole.id, already: true })
  expect(everything(other)).toEqual(before)
})

test('a run brings along the run that made what it builds on, also when that is a part of another, and itself when it is one', async () => {
  const other = library()
  await unpacked(await packed(looker, home), other)
  expect(other.runs.get(part.id)).toEqual({ ...part, parent: null, origin: 'imported' })
  expect(other.runs.get(whole.id)).toBeUndefined()
  const third = library()
  await unpacked(await packed(part, home), third)
  expect(third.runs.get(part.id)).toEqual({ ...part, parent: null, origin: 'imported' })
  const fourth = library()
  await unpacked(await packed(seeker, home), fourth)
  expect(
    fourth.runs
      .list({ limit: 10 })
      .runs.map((run) => run.id)
      .sort(),
  ).toEqual([whole.id, part.id, 'run-3', seeker.id].sort())
})

test('a run that had not ended is cancelled where it is opened, since nothing goes on with it there', async () => {
  const paused = record(home, tinyDataset(7), { state: 'paused' })
  const other = library()
  await unpacked(await packed(paused, home), other)
  expect(other.runs.get(paused.id)?.state).toBe('cancelled')
})

test('what is cut short, edited or not ours is refused, and nothing of it is imported', async () => {
  const bytes = await packed(whole, home)
  const files = unzipSync(bytes)
  const manifest = strFromU8(files['manifest.json']!)
  const sealed = (text: string, more: Record<string, Uint8Array> = {}) =>
    zipSync({
      ...files,
      'manifest.json': strToU8(text),
      'manifest.sha256': strToU8(createHash('sha256').update(text).digest('hex')),
      ...more,
    })
  const artifact = Object.keys(files).find((name) => name.startsWith('artifacts/'))!
  const without = ({ [artifact]: _gone, ...rest }: Record<string, Uint8Array>) => rest
  const other = library()
  const cases: [RegExp, Uint8Array][] = [
    [/not a zip/, bytes.subarray(0, bytes.length / 2)],
    [/not a zip/, bytes.subarray(0, bytes.length - 3)],
    [/not a zip/, strToU8('hello')],
    [/not a zip/, new Uint8Array()],
    [/manifest\.json is missing/, zipSync({ 'a.txt': strToU8('a') })],
    [/changed after it was written/, zipSync({ ...files, 'manifest.json': strToU8(manifest.replace('0.5', '0.9')) })],
    [/not JSON/, sealed('{')],
    [/made by a newer version of Phosphene \(.*\).* reads up to version 1/, sealed(manifest.replace('"version":1', '"version":2'))],
    [
      /made by a newer version of Phosphene \(99\.1\)/,
      sealed(manifest.replace(/"madeBy":"[^"]*"/, '"madeBy":"99.1"').replace('"kind":"reproduce"', '"kind":"reproduce-again"')),
    ],
    [/does not fit/, sealed(manifest.replace('"kind":"reproduce"', '"kind":"reproduce-again"'))],
    [/does not contain the run/, sealed(manifest.replace(`"root":"${whole.id}"`, '"root":"nobody"'))],
    [/recipe of .* does not have the hash/, sealed(manifest.replace('"epochs":2', '"epochs":3'))],
    [/damaged/, zipSync({ ...files, [artifact]: strToU8('something else') })],
    [/is missing in this file/, zipSync(without(files))],
  ]
  for (const [words, given] of cases) {
    await expect(unpacked(given, other)).rejects.toThrow(words)
    await expect(unpacked(given, other)).rejects.toThrow(/Nothing was imported/)
    expect(everything(other)).toEqual([])
  }
  // Any single byte that is changed is either without consequence or found out.
  for (let at = 0; at < bytes.length; at += Math.ceil(bytes.length / 40)) {
    const changed = Uint8Array.from(bytes)
    changed[at]! ^= 0x20
    const place = library()
    try {
      await unpacked(changed, place)
      expect(place.runs.get(whole.id)).toEqual({ ...whole, origin: 'imported' })
    } catch (error) {
      expect((error as Error).message).toMatch(/Nothing was imported/)
      expect(everything(place)).toEqual([])
    }
  }
})

test('a zip that would fill the memory is refused before it does', async () => {
  const bomb = zipSync({ 'manifest.json': new Uint8Array(2 ** 20) })
  // The size that a zip states of a file stands at 22 in its local header and at 24 in its entry in the directory (APPNOTE 4.3.7, 4.3.12).
  const view = new DataView(bomb.buffer, bomb.byteOffset)
  const entry = view.getUint32(bomb.length - 6, true)
  view.setUint32(22, 2 ** 31 + 1, true)
  view.setUint32(entry + 24, 2 ** 31 + 1, true)
  await expect(unpacked(bomb, library())).rejects.toThrow(/unpacks to more than/)
})

test('a file name keeps the letters of every script, and is one that every file system and program takes', () => {
  const segments = new Intl.Segmenter('en')
  for (const [name, wanted] of [
    ['Latent ascent, the author’s way', 'Latent-ascent-the-authors-way'],
    ['../../etc/passwd', 'etcpasswd'],
    ['レインボー 二重円', 'レインボー-二重円'],
    ['Градиент: «да»', 'Градиент-да'],
    ['مرحبا', 'مرحبا'],
    ['हिन्दी', 'हिन्दी'],
    ['👩‍🔬 run', '👩‍🔬-run'],
    ['🌈', '🌈'],
    ['--help', 'help'],
    ['.hidden', 'hidden'],
    ['-', 'run'],
    ['…', 'run'],
    ['', 'run'],
    ['   ', 'run'],
    ['\u202e\u200b', 'run'],
    ['a\u202etxt.exe', 'atxt.exe'],
    ['x\ny', 'x-y'],
    ['con', 'con_'],
    ['NUL.txt', 'NUL_.txt'],
    ['console', 'console'],
    ['ends. ', 'ends'],
    ['e\u0301', '\u00e9'],
  ] as const)
    expect([name, fileName(name)]).toEqual([name, wanted])
  for (const long of ['é', '円', '👩‍👩‍👧‍👦', 'a'].map((one) => one.repeat(300))) {
    const short = fileName(long)
    expect(short.length).toBeLessThanOrEqual(80)
    expect(Buffer.byteLength(`${short}.phosphene.zip`)).toBeLessThanOrEqual(255)
    // Cut between what a reader takes for letters, never inside one.
    expect(new Set(Array.from(segments.segment(short), ({ segment }) => segment)).size).toBe(1)
  }
})
