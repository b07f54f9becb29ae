// A library of an old version opens with all it held, shows it, goes on from what was paused, and replays to the same bytes.
import Database from 'better-sqlite3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { OpenLab } from '../../src-main/lab.ts'
import { reportOf } from '../../src-main/report/page.ts'
import { recipeKind } from '../../src-shared/recipe/recipe.ts'
import { outcomeOf } from '../../src-shared/run/replay-comparison.ts'
import { resultPictures, wholePictures } from '../../src-shared/run/result-pictures.ts'
import type { Run } from '../../src-shared/run/run.ts'
import { newFolder, openIn, removeFolders } from '../fixtures/library.ts'
import { unpackOldLibrary } from '../fixtures/old-library/unpack.ts'
import { readable } from '../fixtures/report-text.ts'

interface OldRow {
  id: string
  name: string
  kind: string
  state: string
  summary: string
  fault: string | null
}

let lab: OpenLab
let rows: OldRow[]
let artifacts: { run: string; name: string; hash: string }[]
beforeAll(async () => {
  const folder = newFolder()
  const before = new Database(unpackOldLibrary(folder), { readonly: true })
  rows = before.prepare<[], OldRow>('SELECT id, name, kind, state, summary, fault FROM run ORDER BY ordinal').all()
  artifacts = before.prepare<[], (typeof artifacts)[number]>('SELECT run, name, hash FROM run_artifact ORDER BY run, ordinal').all()
  before.close()
  lab = await openIn(folder)
})
afterAll(async () => {
  await lab.close()
  removeFolders()
})

/** Kinds that the old version did not have. */
const later: readonly string[] = ['network', 'pictures', 'sweep', 'grid', 'atlas', 'metamers', 'eigendistortions']

const runOf = (kind: string, state: string): Run =>
  lab.store.runs.get(rows.findLast((one) => one.kind === kind && one.state === state && one.name !== 'Stopped')!.id)!

test('it opens whole: every run, result, curve and saved thing is there as it was', async () => {
  expect(new Set(rows.map((one) => one.kind))).toEqual(new Set(recipeKind.options.filter((kind) => !later.includes(kind))))
  expect(lab.store.notices).toEqual([])
  expect(lab.store.check()).toEqual([])
  for (const { id, name, state, summary } of rows) {
    const { run, unreadable, ...detail } = await lab.client.getRun({ id })
    expect(unreadable).toEqual([])
    expect(run).toMatchObject({ name, state, summary: JSON.parse(summary) as object })
    expect(detail.artifacts.map((one) => ({ run: id, name: one.name, hash: one.hash }))).toEqual(artifacts.filter((one) => one.run === id))
  }
  const saved = await Promise.all(['unit-note', 'latent-point', 'objective'].map((kind) => lab.client.listSaved({ kind })))
  expect(saved.map((list) => list.length)).toEqual([1, 1, 1])
  expect(await lab.client.getSetting({ key: 'preferences' })).toEqual({ value: { theme: 'dark' } })
})

test('all of it is shown: pictures, figures and a report', async () => {
  let pictures = 0
  for (const { id, kind, state } of rows) {
    const { artifacts: results } = await lab.client.getRun({ id })
    const shown = resultPictures(results)
    pictures += shown.length
    if (state === 'finished' && (kind === 'ascend' || kind === 'search')) expect(shown.length, id).toBeGreaterThan(0)
    if (state === 'finished' && (kind === 'dataset' || kind === 'autoencoder')) expect(wholePictures(results).length, id).toBeGreaterThan(0)
  }
  expect(pictures).toBeGreaterThan(100)
  const { id } = rows.find((one) => one.kind === 'reproduce')!
  const figures = await lab.client.figures({ id })
  expect(figures.length).toBeGreaterThan(0)
  const report = Buffer.concat([...reportOf([lab.store.runs.get(id)!], lab.store).pieces()]).toString('utf8')
  const text = readable(report)
  for (const { title } of figures) expect(text).toContain(title)
})

test('what its failed runs said has a code now', () => {
  const codes = rows.filter((one) => one.state === 'failed').map(({ id, fault }) => [fault, lab.store.runs.get(id)!.fault] as const)
  expect(codes.map(([, now]) => now!.code).sort()).toEqual(['engine', 'not-finite'])
  for (const [then, now] of codes) expect(now!.message).toBe(then)
})

test('an ascent that was paused goes on to its end', async () => {
  const { id } = runOf('ascend', 'paused')
  await lab.client.resumeRun({ id })
  expect(await lab.ended(id)).toMatchObject({ state: 'finished', summary: { pictures: 2 } })
})

test.each(['ascend', 'search'] as const)('a replay of its %s gives the same bytes, or another environment is named', async (kind) => {
  const original = runOf(kind, 'finished')
  const { id } = await lab.client.replayRun({ id: original.id })
  const replay = await lab.ended(id)
  expect(replay).toMatchObject({ state: 'finished', replayOf: original.id })
  const compared = await lab.client.compareArtifacts({ id: original.id, other: id })
  const sameMachine = JSON.stringify(original.environment) === JSON.stringify(replay.environment)
  expect(sameMachine ? ['same'] : ['same', 'explained']).toContain(outcomeOf(compared))
})
