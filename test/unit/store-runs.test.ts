// Laws of the runs in a store: one comes back as it was recorded, and a list holds what a filter by hand holds.
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openStore, type Store } from '../../src-main/store/open.ts'
import { listQuery } from '../../src-main/store/run-query.ts'
import { recipe } from '../../src-shared/recipe/recipe.ts'
import type { Run } from '../../src-shared/run/run.ts'
import { newFolder, sampleRun } from '../crash/store-sample.ts'
import { ownStore } from '../fixtures/own-store.ts'
import { faultFrom } from '../fixtures/thrown-fault.ts'
import { randomNumbers } from '../fixtures/random-numbers.ts'

const store = ownStore()

describe('a run', () => {
  it('comes back as it was recorded', () => {
    const one = sampleRun({
      name: '«Ÿ» \u0000 🜁',
      note: "it's; --",
      tags: ['a,b', '"'],
      started: 1.5,
      finished: 2.25,
      starred: true,
      fault: { code: 'internal', message: 'why' },
      progress: null,
      notices: [],
      summary: {},
      replayOf: 'a-run-of-another-library',
    })
    store.runs.create(one)
    expect(store.runs.get(one.id)).toEqual(one)
    expect(store.runs.get('nobody')).toBeUndefined()
  })

  it('changes only in the fields that are given', () => {
    const one = sampleRun()
    store.runs.create(one)
    const [state, fault] = ['failed' as const, { code: 'engine' as const, message: 'because' }]
    const patch = { state, fault, seconds: 9, starred: true, progress: null, tags: ['x'], summary: { loss: 1 }, trashed: 5 }
    store.runs.update(one.id, { ...patch, name: undefined })
    expect(store.runs.get(one.id)).toEqual({ ...one, ...patch })
    store.runs.update(one.id, {})
    expect(store.runs.get(one.id)).toEqual({ ...one, ...patch })
  })

  it('is refused when it is taken, no run, or a part of nothing', () => {
    const one = sampleRun()
    store.runs.create(one)
    expect(faultFrom(() => store.runs.create({ ...one, name: 'other' })).code).toBe('invalid')
    expect(store.runs.get(one.id)).toEqual(one)
    expect(faultFrom(() => store.runs.create(sampleRun({ state: 'resting' as Run['state'] }))).code).toBe('invalid')
    expect(faultFrom(() => store.runs.create(sampleRun({ parent: 'nobody' }))).code).toBe('invalid')
    expect(faultFrom(() => store.runs.update('nobody', { name: 'x' })).code).toBe('missing')
    expect(faultFrom(() => store.runs.update(one.id, { seconds: 'long' as unknown as number })).code).toBe('invalid')
  })

  it('is found by its recipe: the newest that finished, outside the Trash', () => {
    const made = recipe.parse({ kind: 'dataset', dataset: { seed: 77 } })
    const [old, young, failed] = [sampleRun({ recipe: made }), sampleRun({ recipe: made }), sampleRun({ recipe: made, state: 'failed' })]
    for (const one of [young, old, failed]) store.runs.create(one)
    const hash = old.recipeHash
    expect(store.runs.byRecipeHash(hash, { science: 1 })?.id).toBe(young.id)
    expect(store.runs.byRecipeHash(hash, { science: 1, states: ['failed', 'finished'] })?.id).toBe(failed.id)
    store.runs.update(young.id, { trashed: 1 })
    expect(store.runs.byRecipeHash(hash, { science: 1 })?.id).toBe(old.id)
    expect(store.runs.byRecipeHash('0'.repeat(64), { science: 1 })).toBeUndefined()
  })
})

describe('a list of runs', () => {
  const random = randomNumbers(1)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
  const kinds = ['dataset', 'classifier', 'autoencoder'] as const
  const states = ['finished', 'failed', 'cancelled'] as const
  const recipes = kinds.map((kind) => recipe.parse({ kind, dataset: {} }))
  const runs: Run[] = []
  let listed: Store

  beforeAll(() => {
    listed = openStore(newFolder())
    listed.transaction(() => {
      for (let at = 0; at < 300; at++) {
        const whole = at % 3 === 2 ? runs[Math.floor(at / 2)]! : null
        const one = sampleRun({
          recipe: pick(recipes),
          state: pick(states),
          starred: random() < 0.3,
          archived: random() < 0.3,
          trashed: random() < 0.2 ? 7 : null,
          name: pick(['Étoile rouge', 'Blue 100%', 'under_score', 'plain']),
          note: pick(['', 'Straße', 'a note of RED']),
          tags: pick([[], ['fig. 7'], ['x', 'y_z']]),
          // Some at the same moment: then the one recorded later is the newer.
          created: 1000 + Math.floor(at / 3),
          parent: whole && whole.parent === null ? whole.id : null,
        })
        runs.push(one)
        listed.runs.create(one)
      }
    })
  })
  afterAll(() => listed.close())

  const newestFirst = () => runs.toReversed().sort((a, b) => b.created - a.created)
  const idsOf = (list: Run[]) => list.map(({ id }) => id)
  const inTrash = (one: Run) => one.trashed !== null
  const wholeOf = (one: Run) => runs.find(({ id }) => id === one.parent)
  const outOfSight = (one: Run) => inTrash(one) || (wholeOf(one) ? inTrash(wholeOf(one)!) : false)

  it('holds what a filter by hand holds, newest first, for every filter', () => {
    const some = runs.find((one) => one.parent !== null)?.parent ?? ''
    const filters: [Parameters<Store['runs']['list']>[0], (one: Run) => boolean][] = [
      [{ limit: 999 }, (one) => !outOfSight(one) && !one.archived],
      [{ limit: 999, archived: 'only' }, (one) => !outOfSight(one) && one.archived],
      [{ limit: 999, archived: 'all' }, (one) => !outOfSight(one)],
      [{ limit: 999, trashed: true }, inTrash],
      [{ limit: 999, trashed: true, archived: 'hide' }, (one) => inTrash(one) && !one.archived],
      [{ limit: 999, parent: null }, (one) => one.parent === null && !inTrash(one) && !one.archived],
      [{ limit: 999, parent: some, archived: 'all' }, (one) => one.parent === some && !inTrash(one)],
      [{ limit: 999, starred: true }, (one) => !outOfSight(one) && !one.archived && one.starred],
      [{ limit: 999, starred: false }, (one) => !outOfSight(one) && !one.archived && !one.starred],
      [{ limit: 999, kinds: ['dataset', 'autoencoder'] }, (one) => !outOfSight(one) && !one.archived && one.recipe.kind !== 'classifier'],
      [{ limit: 999, states: ['failed'] }, (one) => !outOfSight(one) && !one.archived && one.state === 'failed'],
      [{ limit: 999, kinds: [] }, () => false],
      [{ limit: 999, search: 'ÉTOILE', archived: 'all' }, (one) => !outOfSight(one) && one.name.startsWith('É')],
      [
        { limit: 999, search: ' etoile  red ', archived: 'all' },
        (one) => !outOfSight(one) && one.name.startsWith('É') && one.note.endsWith('RED'),
      ],
      [{ limit: 999, search: 'straße', archived: 'all' }, (one) => !outOfSight(one) && one.note === 'Straße'],
      [{ limit: 999, search: '100%', archived: 'all' }, (one) => !outOfSight(one) && one.name === 'Blue 100%'],
      [{ limit: 999, search: 'r_s', archived: 'all' }, (one) => !outOfSight(one) && one.name === 'under_score'],
      [{ limit: 999, search: '7', archived: 'all' }, (one) => !outOfSight(one) && one.tags.includes('fig. 7')],
      [{ limit: 999, search: 'auto', archived: 'all' }, (one) => !outOfSight(one) && one.recipe.kind === 'autoencoder'],
      [{ limit: 999, search: 'nowhere' }, () => false],
    ]
    for (const [query, holds] of filters) {
      expect(idsOf(listed.runs.list(query).runs), JSON.stringify(query)).toEqual(idsOf(newestFirst().filter(holds)))
    }
  })

  it('read page by page holds each run once', () => {
    for (const limit of [1, 7, 50]) {
      const seen: string[] = []
      for (let before: string | undefined; ; ) {
        const page = listed.runs.list({ limit, before, archived: 'all' })
        expect(page.runs.length).toBeLessThanOrEqual(limit)
        seen.push(...page.runs.map(({ id }) => id))
        if (page.next === null) break
        before = page.next
      }
      expect(seen).toEqual(
        newestFirst()
          .filter((one) => !outOfSight(one))
          .map(({ id }) => id),
      )
    }
    expect(faultFrom(() => listed.runs.list({ limit: 0 })).code).toBe('invalid')
    expect(faultFrom(() => listed.runs.list({ limit: 1, before: 'page two' })).code).toBe('invalid')
  })

  it('finds a run by its new words after a change', () => {
    const one = sampleRun({ name: 'before', tags: ['kept'] })
    listed.runs.create(one)
    listed.runs.update(one.id, { note: 'Zürich' })
    expect(listed.runs.list({ limit: 9, search: 'zurich kept before' }).runs.map(({ id }) => id)).toEqual([one.id])
    listed.runs.update(one.id, { name: 'after' })
    expect(listed.runs.list({ limit: 9, search: 'zurich before' }).runs).toEqual([])
    listed.runs.update(one.id, { trashed: 1 })
    runs.push(listed.runs.get(one.id)!)
  })

  it('agrees with the counts', () => {
    const whole = runs.filter((one) => one.parent === null)
    const shown = whole.filter((one) => !inTrash(one) && !one.archived)
    const counts = listed.runs.counts()
    expect(counts).toMatchObject({
      shown: shown.length,
      starred: shown.filter((one) => one.starred).length,
      trashed: whole.filter(inTrash).length,
      archived: whole.filter((one) => !inTrash(one) && one.archived).length,
    })
    for (const state of states) expect(counts.states[state]).toBe(shown.filter((one) => one.state === state).length)
    for (const kind of kinds) expect(counts.kinds[kind]).toBe(shown.filter((one) => one.recipe.kind === kind).length)
  })

  it('of 10,000 runs is searched through its index alone', () => {
    // A law in place of a stopwatch: no recipe is read, so the size of recipes does not matter.
    const db = new Database(join(listed.folder, 'library.sqlite'), { readonly: true })
    const { sql, values } = listQuery({ limit: 50, parent: null, search: 'red 7', kinds: ['dataset'], states: ['failed'], before: '5:5' })
    const plan = db.prepare<[typeof values], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`).all(values)
    db.close()
    const onRuns = plan.map(({ detail }) => detail).filter((detail) => / run |TEMP/.test(detail))
    expect(onRuns).toEqual([expect.stringMatching(/ run USING COVERING INDEX run_order /)])
  })

  it('leaves out a record that cannot be read, and says which', () => {
    const folder = newFolder()
    const first = openStore(folder)
    const [good, bad] = [sampleRun(), sampleRun()]
    first.runs.create(good)
    first.runs.create(bad)
    first.close()
    const db = new Database(join(folder, 'library.sqlite'))
    db.prepare(`UPDATE run SET recipe = '{"kind":"telepathy"}' WHERE id = ?`).run(bad.id)
    db.close()
    const second = openStore(folder)
    expect(second.runs.list({ limit: 9 })).toMatchObject({
      runs: [good],
      next: null,
      unreadable: [{ key: bad.id, name: bad.name, newer: true }],
    })
    expect(second.runs.counts().shown).toBe(2)
    expect(faultFrom(() => second.runs.get(bad.id)).code).toBe('storage')
    second.close()
  })
})
