// Whatever a library holds, every list answers, says what it cannot read, and leaves nothing out; and what cannot be read can be put away
// and deleted.
import { cpSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, expect, test } from 'vitest'
import type { OpenLab } from '../../src-main/lab.ts'
import type { RunFilter } from '../../src-shared/contract.ts'
import { FaultError } from '../../src-shared/rpc/fault.ts'
import type { Run } from '../../src-shared/run/run.ts'
import { encode } from '../../src-shared/rpc/wire.ts'
import type { UnreadableRun } from '../../src-shared/run/unreadable-run.ts'
import { addHostileRecords } from '../fixtures/hostile-records.ts'
import { newFolder, openIn, removeFolders } from '../fixtures/library.ts'

afterAll(removeFolders)

/** What a page would get: an answer that the wire carries, or a fault in words that is no mistake of the lab. */
async function answer<T>(asked: Promise<T>, what: string): Promise<T | null> {
  try {
    const value = await asked
    expect(() => encode({ id: 1, kind: 'end', value }), what).not.toThrow()
    return value
  } catch (error) {
    expect(error, what).toBeInstanceOf(FaultError)
    expect((error as FaultError).fault.code, `${what}: ${(error as FaultError).message}`).not.toBe('internal')
    return null
  }
}
async function listed(lab: OpenLab, filter: RunFilter, limit: number): Promise<{ runs: Run[]; unreadable: UnreadableRun[] }> {
  const all = { runs: [] as Run[], unreadable: [] as UnreadableRun[] }
  for (let before: string | null = null, pages = 0; pages < 1000; pages++) {
    const page: { runs: Run[]; unreadable: UnreadableRun[]; next: string | null } | null = await answer(
      lab.client.listRuns({ ...filter, limit, ...(before === null ? {} : { before }) }),
      `listRuns ${JSON.stringify(filter)} from ${before}`,
    )
    expect(page).not.toBeNull()
    all.runs.push(...page!.runs)
    all.unreadable.push(...page!.unreadable)
    before = page!.next
    if (before === null) return all
  }
  throw new Error('The list has no end.')
}

test.each([1, 2])('a library of hostile records, seed %i: every list answers and its counts agree', async (seed) => {
  const folder = newFolder()
  await addHostileRecords(folder, 150, seed)
  const lab = await openIn(folder)
  try {
    const { counts } = await lab.client.listRuns({ limit: 1 })
    for (const [filter, count] of [
      [{ parent: null }, counts.shown],
      [{ parent: null, archived: 'only' }, counts.archived],
      [{ parent: null, trashed: true }, counts.trashed],
    ] as const) {
      for (const limit of [7, 1000]) {
        const { runs, unreadable } = await listed(lab, filter, limit)
        expect(runs.length + unreadable.length, JSON.stringify(filter)).toBe(count)
        expect(new Set([...runs.map((one) => one.id), ...unreadable.map((one) => one.key)]).size).toBe(count)
      }
    }
    // No record keeps a new one from being made, or gives it a date that is none.
    expect(lab.store.runs.newest()).toBeLessThan(Date.UTC(10_000, 0))
    const every = [await listed(lab, { archived: 'all' }, 1000), await listed(lab, { trashed: true }, 1000)]
    const unreadable = every.flatMap((one) => one.unreadable)
    expect(unreadable.length).toBeGreaterThan(5)
    expect(unreadable.some((one) => one.newer)).toBe(true)
    for (const what of [
      lab.client.listModels({}),
      lab.client.about({}),
      ...['unit-note', 'latent-point', 'objective'].map((kind) => lab.client.listSaved({ kind })),
      ...['model', 'preferences'].map((key) => lab.client.getSetting({ key })),
    ]) {
      expect(await answer<unknown>(what, 'a list')).not.toBeNull()
    }
    for (const { id } of every.flatMap((one) => one.runs)) {
      expect(await answer(lab.client.getRun({ id }), `getRun ${id}`), id).not.toBeNull()
      expect(await answer(lab.client.readMetrics({ id, points: 500 }), `readMetrics ${id}`), id).not.toBeNull()
    }
    for (const run of unreadable) {
      expect(run.why).not.toMatch(/undefined|\[object/)
      expect(await answer(lab.client.getUnreadable({ id: run.key }), `getUnreadable ${run.key}`)).toMatchObject({ found: { run } })
    }
    // Some of them, and all whose id is none.
    const gone = unreadable.filter((one, at) => at % 8 === 0 || one.key.startsWith('record-'))
    for (const run of gone) {
      // It may have gone with the run that it was a part of.
      if ((await answer(lab.client.getUnreadable({ id: run.key }), run.key)) === null) continue
      await lab.client.putAway({ id: run.key, trashed: true })
      await lab.client.purgeRun({ id: run.key })
    }
    const left = [await listed(lab, { archived: 'all' }, 1000), await listed(lab, { trashed: true }, 1000)]
    const keys = new Set(left.flatMap((one) => one.unreadable).map((one) => one.key))
    expect(gone.filter((one) => keys.has(one.key))).toEqual([])
  } finally {
    await lab.close()
  }
})

test('a library that a newer version has written to: what it has added is named, and the rest is as it was', async () => {
  const folder = newFolder()
  await addHostileRecords(folder, 0, 1)
  const aside = newFolder()
  cpSync(folder, aside, { recursive: true })
  const before = await openIn(aside)
  const models = (await before.client.listModels({})).filter((one) => one.meta['kind'] === 'classifier')
  const runs = (await before.client.listRuns({ parent: null })).runs.filter((one) => one.recipe.kind !== 'autoencoder')
  await before.close()
  const db = new Database(join(folder, 'library.sqlite'))
  db.exec(`UPDATE run SET recipe = json_set(recipe, '$.fromTheFuture', 1) WHERE kind = 'autoencoder'`)
  db.close()
  const lab = await openIn(folder)
  const now = await lab.client.listRuns({ parent: null })
  expect(now.runs).toEqual(runs)
  expect(now.counts.shown).toBe(now.runs.length + now.unreadable.length)
  expect(now.unreadable.length).toBeGreaterThan(0)
  for (const one of now.unreadable)
    expect(one).toMatchObject({ kind: 'autoencoder', newer: true, why: expect.stringContaining('fromTheFuture') as string })
  expect((await lab.client.listModels({})).filter((one) => one.meta['kind'] === 'classifier')).toEqual(models)
  const { key } = now.unreadable[0]!
  await expect(lab.client.getRun({ id: key })).rejects.toThrow(/cannot be read by this version.*fromTheFuture/)
  const { found } = await lab.client.getUnreadable({ id: key })
  expect(found?.artifacts.some((one) => one.name === 'model')).toBe(true)
  expect(JSON.parse((JSON.parse(found!.record!) as { recipe: string }).recipe)).toMatchObject({ kind: 'autoencoder', fromTheFuture: 1 })
  await lab.client.putAway({ id: key, archived: true })
  expect((await lab.client.listRuns({ parent: null, archived: 'only' })).unreadable).toMatchObject([{ key, archived: true }])
  await lab.close()
})
