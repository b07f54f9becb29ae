// Everything that runs leave has a form: in the library of an old version, in the starter, and in what each job leaves now. What does not
// fit its form is told, and shown by nobody.
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { openPictureSource } from '../../src-main/exchange/pictures/folder.ts'
import { importPictures } from '../../src-main/exchange/pictures/import-folder.ts'
import { openLab, type OpenLab } from '../../src-main/lab.ts'
import { fetchTable } from '../../src-renderer/results/stored-table.ts'
import { framing } from '../../src-shared/domains/pictures/settings.ts'
import { recipeKind } from '../../src-shared/recipe/recipe.ts'
import { nameOf, placeOf, type ResultForm, resultOf, resultsOf, tableOf } from '../../src-shared/run/results/form.ts'
import { results, summaryOf, unreadableResults } from '../../src-shared/run/results/index.ts'
import { artifactMedia } from '../../src-shared/run/media.ts'
import type { Artifact, Run } from '../../src-shared/run/run.ts'
import { everyKind, recipeOf } from '../fixtures/every-kind.ts'
import { pictureFolder } from '../fixtures/own-pictures.ts'
import { carryOut, newFolder, openIn, removeFolders } from '../fixtures/library.ts'
import { unpackOldLibrary } from '../fixtures/old-library/unpack.ts'

afterAll(removeFolders)

const formsOf = (run: Run): ResultForm[] => Object.values(results[run.recipe.kind].artifacts)

/** Runs with their results, parts too. */
async function everyRun(lab: OpenLab): Promise<{ run: Run; artifacts: Artifact[] }[]> {
  const lists = [{ archived: 'all' as const }, { trashed: true }]
  const found = await Promise.all(lists.map((filter) => lab.client.listRuns({ ...filter, limit: 1000 })))
  const whole = found.flatMap((page) => page.runs)
  const parts = await Promise.all(whole.map(async ({ id }) => (await lab.client.getRun({ id })).children))
  const all = [...new Map([...whole, ...parts.flat()].map((run) => [run.id, run])).values()]
  return all.map((run) => ({ run, artifacts: lab.store.artifacts.of(run.id) }))
}

async function oldLibrary(): Promise<OpenLab> {
  const folder = newFolder()
  unpackOldLibrary(folder)
  return openIn(folder)
}
async function newLibrary(): Promise<OpenLab> {
  const lab = await openIn(newFolder())
  const runs = new Map<string, string>()
  // With one file that is left out.
  const source = await openPictureSource(pictureFolder(['a', 'b'], 2, { 'a/text.png': Buffer.from('no picture') }))
  await importPictures(source, lab.store, { framing: framing.parse({}), name: 'mine' })
  for (const kind of everyKind) runs.set(kind, (await carryOut(lab, recipeOf(kind, lab, runs))).id)
  return lab
}

const thisVersion = 'a library of this version'
describe.each([
  ['the library of an old version', oldLibrary],
  ['the starter', () => openLab({ folder: newFolder() })],
  [thisVersion, newLibrary],
])('in %s', (label, open) => {
  let lab: OpenLab
  let all: { run: Run; artifacts: Artifact[] }[]
  beforeAll(async () => {
    lab = await open()
    all = await everyRun(lab)
  })
  afterAll(() => lab.close())

  test('every result has a form of its kind, and fits it: its media, what is said beside it, what its table holds', () => {
    expect(all.length).toBeGreaterThan(5)
    for (const { run, artifacts } of all) {
      expect(unreadableResults(run, artifacts), run.name).toEqual([])
      for (const { name, media, hash } of artifacts) {
        const form = formsOf(run).find((one) => placeOf(one, name) !== null)
        expect(form, `${run.recipe.kind}: ${name}`).toBeDefined()
        expect(media, name).toBe(form!.media)
        if (form!.table.type !== 'never') expect(() => tableOf(form!, lab.store.artifacts.read(hash)!.bytes), name).not.toThrow()
      }
    }
  })
  test('every field of a summary is in its form', () => {
    for (const { run } of all) expect(summaryOf(run.recipe.kind, run), run.name).toEqual(run.summary)
  })
  test.runIf(label === thisVersion)('there is every result that a form names, of every kind', () => {
    for (const kind of recipeKind.options.filter((one) => one !== 'network' && one !== 'pictures')) {
      const made = all.filter(({ run }) => run.recipe.kind === kind).flatMap(({ artifacts }) => artifacts.map((one) => one.name))
      // Kept only where there is something to keep: a longer training that goes on, a canvas larger than the picture, a larger drawing.
      const always = (Object.values(results[kind].artifacts) as ResultForm[]).filter(
        ({ name }) => !['training-state', 'canvases', 'large'].includes(name),
      )
      const absent = always.filter((form) => !made.some((name) => placeOf(form, name) !== null))
      expect(absent.map((form) => `${kind}: ${form.name}`)).toEqual([])
    }
  })
})

test('whatever a run leaves, a file of runs may hold: each medium of a form is on the closed list', () => {
  const media = Object.values(results).flatMap(({ artifacts }) => (Object.values(artifacts) as ResultForm[]).map((form) => form.media))
  expect(artifactMedia).toEqual(expect.arrayContaining(media))
})

test('a form tells its results from others by their names', () => {
  const { picture } = results.ascend.artifacts
  expect(nameOf(picture, 'conv3:5/0')).toBe('pictures/conv3:5/0')
  expect(placeOf(picture, 'pictures/conv3:5/0')).toBe('conv3:5/0')
  for (const name of ['pictures', 'films/conv3:5/0', 'picturesque/1']) expect(placeOf(picture, name)).toBeNull()
  expect(nameOf(results.classifier.artifacts.model)).toBe('model')
  expect([placeOf(results.classifier.artifacts.model, 'model'), placeOf(results.classifier.artifacts.model, 'model/2')]).toEqual(['', null])
})

test('what does not fit is left out and named; the rest is as it was', () => {
  const { tops } = results.search.artifacts
  const meta = { caption: '', key: 'logit:1', name: 'a', samples: 9, objective: { kind: 'logit', class: 1 }, ranks: [] as object[] }
  const [good, bad] = [{ ...meta, ranks: [{ sample: 1, score: 2, z: [0] }] }, meta].map((one, at) => ({
    name: `tops/${at}`,
    hash: 'a'.repeat(64),
    meta: one as unknown as Artifact['meta'],
  })) as [Artifact, Artifact]
  const found = resultsOf(tops, [bad, good])
  expect(found.map((one) => one.place)).toEqual(['0'])
  expect(resultOf(tops, [bad, good], '0')?.meta.ranks[0]?.score).toBe(2)
  expect(resultOf(tops, [bad, good], '1')).toBeNull()
  const run = { recipe: { kind: 'search' }, summary: { samples: 9, objectives: 'two', best: null } } as unknown as Run
  expect(unreadableResults(run, [bad, good])).toEqual(['summary', 'tops/1'])
  expect(summaryOf('search', run)).toEqual({ samples: 9 })
  expect(summaryOf('classifier', run)).toEqual({})
  expect(unreadableResults({ ...run, summary: { later: 1 } }, [])).toEqual([])
})

test('a table that is none says so in words', () => {
  const { confusion } = results.classifier.artifacts
  for (const text of ['', 'null', '{"classes":60}', '\u0000']) {
    expect(() => tableOf(confusion, new TextEncoder().encode(text))).toThrow(/confusion table of this run is of another version or damaged/)
  }
})

test('a page is told the same of what it fetches, and of what is not there', async () => {
  const { confusion } = results.classifier.artifacts
  const answers: [Response, RegExp][] = [
    [new Response('{"classes":60}'), /confusion table of this run is of another version or damaged/],
    [new Response('', { status: 404 }), /confusion table of this run could not be read from the library/],
  ]
  for (const [answer, words] of answers) {
    vi.stubGlobal('fetch', () => Promise.resolve(answer))
    await expect(fetchTable(confusion, 'a'.repeat(64))).rejects.toThrow(words)
  }
  vi.unstubAllGlobals()
})
