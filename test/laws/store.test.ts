// Laws of the store: what is recorded comes back, once, in order, and only as long as someone needs it.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decimate, type CurvePoint } from '../../src-main/store/decimate.ts'
import { applicationId, migrate, migrations, type Migration } from '../../src-main/store/migrations.ts'
import { openStore, type Store } from '../../src-main/store/open.ts'
import { listQuery } from '../../src-main/store/run-query.ts'
import { FaultError, type Fault } from '../../src-shared/rpc/fault.ts'
import { recipe } from '../../src-shared/recipe/recipe.ts'
import type { Run } from '../../src-shared/run/run.ts'
import { newFolder, removeFolders, sampleRun } from '../crash/store-sample.ts'

let store: Store
beforeAll(() => {
  store = openStore(newFolder())
})
afterAll(() => {
  store.close()
  removeFolders()
})

function faultFrom(work: () => unknown): Fault {
  try {
    work()
  } catch (error) {
    if (error instanceof FaultError) return error.fault
    throw error
  }
  throw new Error('nothing was thrown')
}

/** Numbers in [0, 1) from a seed: the mulberry32 generator. */
function randomNumbers(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let word = Math.imul(state ^ (state >>> 15), state | 1)
    word ^= word + Math.imul(word ^ (word >>> 7), word | 61)
    return ((word ^ (word >>> 14)) >>> 0) / 2 ** 32
  }
}

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

describe('artifacts', () => {
  const bytes = (text: string) => new TextEncoder().encode(text)
  const holding = (text: string) => store.artifacts.read(createHash('sha256').update(text).digest('hex'))

  it('are kept once for the same content and come back with their bytes, in order', () => {
    const [a, b] = [sampleRun(), sampleRun()]
    store.runs.create(a)
    store.runs.create(b)
    const hash = store.artifacts.put(a.id, 'z', 'image/png', bytes('same'), { at: [1, { deep: null }] })
    expect(hash).toBe(createHash('sha256').update('same').digest('hex'))
    expect(store.artifacts.put(a.id, 'a', 'image/png', bytes('same'), {})).toBe(hash)
    expect(store.artifacts.put(b.id, 'z', 'image/png', bytes('same'), {})).toBe(hash)
    store.artifacts.put(a.id, 'empty', 'text/plain', new Uint8Array(0), {})
    expect(store.artifacts.of(a.id)).toEqual([
      { name: 'z', hash, media: 'image/png', size: 4, meta: { at: [1, { deep: null }] } },
      { name: 'a', hash, media: 'image/png', size: 4, meta: {} },
      { name: 'empty', hash: createHash('sha256').digest('hex'), media: 'text/plain', size: 0, meta: {} },
    ])
    expect(store.artifacts.find(a.id, 'z')?.meta).toEqual({ at: [1, { deep: null }] })
    expect(store.artifacts.find(a.id, 'y')).toBeUndefined()
    expect(Buffer.from(store.artifacts.read(hash)?.bytes ?? []).toString()).toBe('same')
    expect(store.artifacts.read('0'.repeat(64))).toBeUndefined()
    const db = new Database(join(store.folder, 'library.sqlite'), { readonly: true })
    expect(db.prepare('SELECT count(*) FROM artifact WHERE hash = ?').pluck().get(hash)).toBe(1)
    db.close()
    expect(faultFrom(() => store.artifacts.put('nobody', 'z', 'image/png', bytes('x'), {})).code).toBe('missing')
  })

  it('that a disk has damaged are whole again when the same content is put once more', () => {
    const run = sampleRun()
    store.runs.create(run)
    const hash = store.artifacts.put(run.id, 'z', 'image/png', bytes('all of it'), {})
    const db = new Database(join(store.folder, 'library.sqlite'))
    db.prepare('UPDATE artifact SET bytes = substr(bytes, 1, 3) WHERE hash = ?').run(hash)
    db.close()
    expect(Buffer.from(store.artifacts.read(hash)?.bytes ?? []).toString()).toBe('all')
    expect(store.artifacts.put(run.id, 'again', 'image/png', bytes('all of it'), {})).toBe(hash)
    expect(Buffer.from(store.artifacts.read(hash)?.bytes ?? []).toString()).toBe('all of it')
  })

  it('of the same name replace each other, in their place, and leave nothing behind', () => {
    const one = sampleRun()
    store.runs.create(one)
    store.artifacts.put(one.id, 'model', 'text/plain', bytes('first try'), {})
    store.artifacts.put(one.id, 'after', 'text/plain', bytes('other'), {})
    store.artifacts.put(one.id, 'model', 'text/plain', bytes('second try'), { better: true })
    expect(store.artifacts.of(one.id).map(({ name, size }) => [name, size])).toEqual([
      ['model', 10],
      ['after', 5],
    ])
    expect(holding('first try')).toBeUndefined()
  })

  it('go with the last run that needs them', () => {
    const [a, b] = [sampleRun(), sampleRun()]
    const part = sampleRun({ parent: a.id })
    for (const one of [a, b, part]) store.runs.create(one)
    store.artifacts.put(a.id, 'x', 'text/plain', bytes('shared'), {})
    store.artifacts.put(b.id, 'x', 'text/plain', bytes('shared'), {})
    store.artifacts.put(part.id, 'x', 'text/plain', bytes('of a part'), {})
    store.artifacts.put(a.id, 'own', 'text/plain', bytes('own'), {})
    store.metrics.append(part.id, [{ series: 'loss', step: 1, value: 1 }])
    store.checkpoints.put(part.id, bytes('half way'))
    expect(faultFrom(() => store.runs.purge(a.id)).code).toBe('invalid')
    store.runs.update(a.id, { trashed: 1 })
    store.runs.update(part.id, { state: 'running' })
    expect(faultFrom(() => store.runs.purge(a.id)).code).toBe('invalid')
    store.runs.update(part.id, { state: 'cancelled' })
    expect(store.runs.purge(a.id)).toEqual({ runs: 2, artifacts: 2 })
    expect([a, part].map(({ id }) => store.runs.get(id))).toEqual([undefined, undefined])
    expect(store.metrics.series(part.id)).toEqual([])
    expect(store.checkpoints.get(part.id)).toBeUndefined()
    expect([holding('shared') !== undefined, holding('of a part'), holding('own')]).toEqual([true, undefined, undefined])
    store.runs.update(b.id, { trashed: 1 })
    expect(store.runs.purge(b.id)).toEqual({ runs: 1, artifacts: 1 })
    expect(holding('shared')).toBeUndefined()
    expect(faultFrom(() => store.runs.purge(b.id)).code).toBe('missing')
  })

  it('stay as long as a recipe builds on them or something saved names them', () => {
    const trained = sampleRun({ trashed: 1 })
    store.runs.create(trained)
    const model = store.artifacts.put(trained.id, 'model', 'application/x-phosphene-model', bytes('weights'), {})
    const generator = store.artifacts.put(trained.id, 'generator', 'application/x-phosphene-model', bytes('decoder'), {})
    const climb = sampleRun({ trashed: 1, recipe: recipe.parse({ kind: 'ascend', model, objectives: [{ kind: 'logit', class: 1 }] }) })
    store.runs.create(climb)
    store.saved.put({ id: 'point', kind: 'point', name: 'A point', body: { generator, z: [0, 1] }, created: 1 })
    expect(store.runs.purge(trained.id).artifacts).toBe(0)
    expect(holding('weights')).toBeDefined()
    expect(store.runs.purge(climb.id).artifacts).toBe(1)
    expect(holding('weights')).toBeUndefined()
    expect(holding('decoder')).toBeDefined()
    store.saved.drop('point')
    expect(holding('decoder')).toBeUndefined()
  })

  it('that are networks say which runs were made with them, as long as no other run holds the same', () => {
    const own = openStore(newFolder())
    const whole = sampleRun()
    const part = sampleRun({ parent: whole.id })
    const other = sampleRun()
    for (const one of [whole, part, other]) own.runs.create(one)
    const model = own.artifacts.put(part.id, 'model', 'application/x-phosphene-model', bytes('weights of a part'), {})
    const ascent = recipe.parse({ kind: 'ascend', model, objectives: [{ kind: 'logit', class: 1 }] })
    expect(own.runs.dependents([whole.id])).toEqual({ count: 0, names: [] })
    const made = Array.from({ length: 5 }, (_, at) => sampleRun({ name: `Pictures ${at}`, recipe: ascent }))
    for (const one of made) own.runs.create(one)
    expect(own.runs.dependents([whole.id])).toEqual({ count: 5, names: ['Pictures 4', 'Pictures 3', 'Pictures 2'] })
    expect(own.runs.dependents([part.id])).toMatchObject({ count: 5 })
    expect(own.runs.dependents([other.id])).toEqual({ count: 0, names: [] })
    // What goes to the Trash with it, or is there already, is not left behind.
    own.runs.update(made[4]!.id, { trashed: 1 })
    expect(own.runs.dependents([whole.id, made[3]!.id])).toEqual({ count: 3, names: ['Pictures 2', 'Pictures 1', 'Pictures 0'] })
    // A replay has the same network, through which the pages go on looking.
    own.artifacts.put(other.id, 'model', 'application/x-phosphene-model', bytes('weights of a part'), {})
    expect(own.runs.dependents([whole.id])).toEqual({ count: 0, names: [] })
    expect(own.runs.dependents([whole.id, other.id])).toMatchObject({ count: 4 })
    own.close()
  })

  it('that are networks are listed with their run, unless it or the run it is a part of is in the Trash', () => {
    const old = sampleRun({ name: 'old' })
    const whole = sampleRun()
    const part = sampleRun({ name: 'part', parent: whole.id, state: 'cancelled' })
    for (const one of [old, whole, part]) store.runs.create(one)
    const hash = store.artifacts.put(old.id, 'model', 'application/x-phosphene-model', bytes('weights of old'), { accuracy: 1 })
    store.artifacts.put(old.id, 'picture', 'image/png', bytes('picture'), {})
    store.artifacts.put(part.id, 'model', 'application/x-phosphene-model', bytes('weights of part'), {})
    expect(store.artifacts.models()).toMatchObject([
      { run: part.id, runName: 'part', kind: 'classifier', state: 'cancelled', name: 'model', size: 15 },
      { run: old.id, runName: 'old', kind: 'classifier', state: 'finished', name: 'model', hash, meta: { accuracy: 1 } },
    ])
    store.runs.update(whole.id, { trashed: 1 })
    expect(store.artifacts.models().map(({ run }) => run)).toEqual([old.id])
    store.runs.update(old.id, { trashed: 1 })
    expect(store.artifacts.models()).toEqual([])
  })

  it('free their room on the disk when they are purged', () => {
    const folder = newFolder()
    const own = openStore(folder)
    const one = sampleRun({ trashed: 1 })
    own.runs.create(one)
    own.artifacts.put(one.id, 'large', 'application/octet-stream', new Uint8Array(3 << 20).fill(1), {})
    own.runs.purge(one.id)
    own.close()
    expect(statSync(join(folder, 'library.sqlite')).size).toBeLessThan(1 << 20)
  })
})

describe('metrics', () => {
  it('come back in order of step; a step said again replaces the first; no number is no point', () => {
    const one = sampleRun()
    store.runs.create(one)
    expect(
      store.metrics.append(one.id, [
        { series: 'loss', step: 2, value: 0.5 },
        { series: 'loss', step: 0.5, value: -1e-300 },
        { series: 'accuracy', step: 1, value: 1 },
        { series: 'loss', step: 3, value: NaN },
        { series: 'loss', step: 4, value: Infinity },
      ]),
    ).toBe(3)
    store.metrics.append(one.id, [{ series: 'loss', step: 2, value: 0.25 }])
    expect(store.metrics.series(one.id)).toEqual([
      { series: 'accuracy', count: 1, from: 1, to: 1 },
      { series: 'loss', count: 2, from: 0.5, to: 2 },
    ])
    expect(store.metrics.read(one.id, 'loss')).toEqual([
      { step: 0.5, value: -1e-300 },
      { step: 2, value: 0.25 },
    ])
    expect(store.metrics.read(one.id, 'loss', { from: 2 })).toEqual([{ step: 2, value: 0.25 }])
    expect(store.metrics.read(one.id, 'loss', { to: 1.9 })).toEqual([{ step: 0.5, value: -1e-300 }])
    expect(store.metrics.read(one.id, 'nothing', { points: 10 })).toEqual([])
    expect(faultFrom(() => store.metrics.append('nobody', [{ series: 'loss', step: 1, value: 1 }])).code).toBe('missing')
  })

  it('are read with fewer points on request', () => {
    const one = sampleRun()
    store.runs.create(one)
    const values = Array.from({ length: 5000 }, (_, step) => (step === 1234 ? 99 : Math.sin(step)))
    store.metrics.append(
      one.id,
      values.map((value, step) => ({ series: 'loss', step, value })),
    )
    const curve = store.metrics.read(one.id, 'loss', { from: 1000, to: 4000, points: 100 })
    expect(curve.length).toBeLessThanOrEqual(100)
    expect([curve[0]?.step, curve.at(-1)?.step]).toEqual([1000, 4000])
    expect(curve).toContainEqual({ step: 1234, value: 99 })
  })
})

describe('decimation', () => {
  it('keeps the ends, and the extremes of every stretch, and no more points than asked', () => {
    const random = randomNumbers(2)
    for (let trial = 0; trial < 400; trial++) {
      const limit = 4 + Math.floor(random() * 60)
      const even = random() < 0.5
      const points: CurvePoint[] = []
      let step = random() * 10 - 5
      for (let at = Math.floor(random() * 400); at >= 0; at--) {
        // Few different values, so that ties occur; uneven steps, so that stretches are empty.
        points.push({ step, value: random() < 0.5 ? Math.floor(random() * 4) : random() * 10 - 5 })
        step += even ? 1 : 10 ** (random() * 4 - 2)
      }
      const kept = decimate(points, limit)
      expect(kept.length).toBeLessThanOrEqual(Math.max(limit, 0))
      if (points.length <= limit) {
        expect(kept).toEqual(points)
        continue
      }
      expect(kept[0]).toBe(points[0])
      expect(kept.at(-1)).toBe(points.at(-1))
      // A subset of the curve, in its order.
      const places = kept.map((point) => points.indexOf(point))
      expect(places.every((place, at) => place >= 0 && (at === 0 || place > places[at - 1]!))).toBe(true)
      // By brute force: each stretch of the kept curve reaches as low and as high as the same stretch of the whole.
      const stretches = Math.floor((limit - 2) / 2)
      const [from, to] = [points[0]!.step, points.at(-1)!.step]
      const inner = points.slice(1, -1)
      for (let stretch = 0; stretch < stretches; stretch++) {
        const stretchOf = ({ step }: CurvePoint) => Math.min(stretches - 1, Math.floor((step - from) * (stretches / (to - from))))
        const within = (list: CurvePoint[]) => list.filter((point) => stretchOf(point) === stretch).map(({ value }) => value)
        const [whole, part] = [within(inner), within(kept.slice(1, -1))]
        expect([Math.min(...part), Math.max(...part)]).toEqual([Math.min(...whole), Math.max(...whole)])
      }
      const values = (list: CurvePoint[]) => list.map(({ value }) => value)
      expect([Math.min(...values(kept)), Math.max(...values(kept))]).toEqual([Math.min(...values(points)), Math.max(...values(points))])
    }
    const rising = Array.from({ length: 9 }, (_, step) => ({ step, value: step }))
    for (const limit of [2, 3]) expect(decimate(rising, limit)).toEqual([rising[0], rising[8]])
    expect(() => decimate([], 1)).toThrow(RangeError)
  })
})

describe('a transaction', () => {
  it('records all of a flush or none of it, also from within another', () => {
    const one = sampleRun({ state: 'running' })
    store.runs.create(one)
    const flush = (fails: boolean) =>
      store.transaction(() => {
        store.metrics.append(one.id, [{ series: 'loss', step: 1, value: 1 }])
        store.artifacts.put(one.id, 'picture', 'image/png', new Uint8Array([1, 2, 3, 4, 5, 6, 7]), {})
        store.runs.update(one.id, { state: 'finished' })
        if (fails) throw new Error('power')
        return 'kept'
      })
    expect(() => flush(true)).toThrow('power')
    expect(store.runs.get(one.id)?.state).toBe('running')
    expect([store.artifacts.of(one.id), store.metrics.series(one.id)]).toEqual([[], []])
    store.transaction(() => {
      expect(() => flush(true)).toThrow('power')
      store.runs.update(one.id, { note: 'still here' })
    })
    expect(store.runs.get(one.id)).toMatchObject({ state: 'running', note: 'still here' })
    expect(flush(false)).toBe('kept')
    expect(store.runs.get(one.id)?.state).toBe('finished')
    expect(store.artifacts.of(one.id)).toHaveLength(1)
  })
})

describe('checkpoints, settings and saved items', () => {
  it('come back; the last said counts', () => {
    const one = sampleRun()
    store.runs.create(one)
    expect(store.checkpoints.get(one.id)).toBeUndefined()
    store.checkpoints.put(one.id, new Uint8Array([1]), 5)
    store.checkpoints.put(one.id, new Uint8Array([2, 3]), 6)
    expect(store.checkpoints.get(one.id)).toEqual({ bytes: Buffer.from([2, 3]), at: 6 })
    store.checkpoints.drop(one.id)
    expect(store.checkpoints.get(one.id)).toBeUndefined()
    expect(faultFrom(() => store.checkpoints.put('nobody', new Uint8Array([1]))).code).toBe('invalid')

    store.settings.put('theme', 'light')
    store.settings.put('theme', { name: 'dark', contrast: [1, 2] })
    store.settings.put('nothing', null)
    expect(store.settings.get('theme')).toEqual({ name: 'dark', contrast: [1, 2] })
    expect(store.settings.all()).toEqual({ nothing: null, theme: { name: 'dark', contrast: [1, 2] } })
    store.settings.drop('theme')
    expect(store.settings.get('theme')).toBeUndefined()

    const item = { id: 'a', kind: 'draft', name: 'A', body: { z: [1, 2] }, created: 1 }
    store.saved.put(item)
    store.saved.put({ ...item, id: 'b', created: 2 })
    store.saved.put({ ...item, id: 'c', kind: 'objective', created: 3 })
    store.saved.put({ ...item, name: 'renamed', created: 9 })
    expect(store.saved.get('a')).toEqual({ ...item, name: 'renamed' })
    expect(store.saved.list('draft').map(({ id }) => id)).toEqual(['b', 'a'])
    expect(store.saved.list().map(({ id }) => id)).toEqual(['c', 'b', 'a'])
    store.saved.drop('a')
    expect(store.saved.get('a')).toBeUndefined()
  })
})

describe('opening', () => {
  it('marks as interrupted what was running, and waiting parts; the rest stays', () => {
    const folder = newFolder()
    const first = openStore(folder)
    const whole = sampleRun({ state: 'running' })
    const part = sampleRun({ state: 'queued', parent: whole.id })
    const others = (['queued', 'paused', 'finished', 'failed', 'cancelled'] as const).map((state) => sampleRun({ state }))
    for (const one of [whole, part, ...others]) first.runs.create(one)
    first.close()
    const second = openStore(folder)
    expect(second.interrupted.toSorted()).toEqual([whole.id, part.id].toSorted())
    expect([whole, part, ...others].map(({ id }) => second.runs.get(id)?.state)).toEqual([
      'interrupted',
      'interrupted',
      'queued',
      'paused',
      'finished',
      'failed',
      'cancelled',
    ])
    expect(second.runs.children(whole.id).map(({ id }) => id)).toEqual([part.id])
    second.close()
    const third = openStore(folder)
    expect(third.interrupted).toEqual([])
    third.close()
  })

  it('refuses a library of a newer version, naming both, and leaves the file as it was', () => {
    const folder = newFolder()
    openStore(folder).close()
    const file = join(folder, 'library.sqlite')
    const db = new Database(file)
    db.pragma('user_version = 4711')
    db.close()
    const before = readFileSync(file)
    const { code, message } = faultFrom(() => openStore(folder))
    expect(code).toBe('storage')
    expect(message).toContain('version 4711')
    expect(message).toContain(`up to ${migrations.length}:`)
    expect(readFileSync(file).equals(before)).toBe(true)
    expect(readdirSync(folder)).toEqual(['library.sqlite'])
  })

  it('refuses a database of another program and leaves it as it was', () => {
    const folder = newFolder()
    const file = join(folder, 'library.sqlite')
    const db = new Database(file)
    db.exec('CREATE TABLE bookmarks (url TEXT)')
    db.close()
    const before = readFileSync(file)
    expect(faultFrom(() => openStore(folder)).message).toContain('another program')
    expect(readFileSync(file).equals(before)).toBe(true)
  })

  it('keeps finished work on disk and checks references', () => {
    const db = new Database(join(store.folder, 'library.sqlite'))
    expect(db.pragma('journal_mode', { simple: true })).toBe('wal')
    expect(db.pragma('application_id', { simple: true })).toBe(applicationId)
    db.close()
    expect(store.check()).toEqual([])
  })

  it('counts what this version cannot read, and leaves it as it is', () => {
    const store = openStore(newFolder())
    const counts = () => [store.artifacts.unreadable(), store.saved.unreadable(), store.settings.unreadable()]
    const one = sampleRun()
    store.runs.create(one)
    store.artifacts.put(one.id, 'picture', 'image/png', new Uint8Array([1]), { caption: 'sound' })
    store.saved.put({ id: 'sound', kind: 'point', name: 'sound', body: [1], created: 1 })
    store.settings.put('sound', 1)
    expect(counts()).toEqual([0, 0, 0])
    const before = store.size()
    store.artifacts.put(one.id, 'large', 'application/octet-stream', new Uint8Array(1e6), {})
    expect(store.size() - before).toBeGreaterThan(0.9e6)
    const deep = `${'['.repeat(200)}${']'.repeat(200)}`
    const db = new Database(join(store.folder, 'library.sqlite'))
    db.prepare('UPDATE run_artifact SET meta = ? WHERE run = ? AND name = ?').run('[]', one.id, 'picture')
    db.prepare('INSERT INTO saved (id, kind, name, body, created) VALUES (?, ?, ?, ?, ?)').run('deep', 'point', 'deep', deep, 2)
    db.prepare('INSERT INTO setting (key, value) VALUES (?, ?)').run('deep', deep)
    expect(counts()).toEqual([1, 1, 1])
    expect(store.saved.list().map(({ id }) => id)).toEqual(['sound'])
    expect(db.prepare('SELECT body FROM saved WHERE id = ?').pluck().get('deep')).toBe(deep)
    db.close()
    store.close()
  })
})

describe('the form of the file', () => {
  const fresh = () => {
    const db = new Database(':memory:')
    migrate(db, ':memory:')
    return db
  }

  it('refuses values of the wrong type, since every table is STRICT, and text that is no JSON where JSON belongs', () => {
    const db = fresh()
    const tables = db
      .prepare<[], { name: string; strict: number }>(
        `SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite_%'`,
      )
      .all()
    expect(tables.map(({ name }) => name).toSorted()).toEqual([
      'artifact',
      'checkpoint',
      'metric',
      'opening',
      'run',
      'run_artifact',
      'run_input',
      'saved',
      'setting',
    ])
    expect(tables.filter(({ strict }) => strict !== 1)).toEqual([])
    const hash = '0'.repeat(64)
    db.prepare('INSERT INTO artifact VALUES (?, ?, ?)').run(hash, 'text/plain', Buffer.from('x'))
    expect(() => db.prepare('INSERT INTO artifact VALUES (?, ?, ?)').run('1', 'text/plain', 'text')).toThrow(/TEXT value in BLOB/)
    expect(() => db.prepare('INSERT INTO setting VALUES (?, ?)').run('key', '{broken')).toThrow(/CHECK/)
    expect(() => db.prepare('INSERT INTO metric VALUES (?, ?, ?, ?)').run('r', 's', 'first', 1)).toThrow(/TEXT value in REAL/)
    db.close()
  })

  it('an older library’s starter runs are told by their tag, with their parts, and from then on by a record that no change reaches', () => {
    const file = join(newFolder(), 'library.sqlite')
    const db = new Database(file)
    migrate(db, file, migrations.slice(0, 1))
    const add =
      db.prepare(`INSERT INTO run (id, parent, name, kind, state, recipeHash, appVersion, created, seconds, starred, archived, tags,
        note, words, notices, summary, recipe)
      VALUES (?, ?, 'a', 'dataset', 'finished', '', '0.1.0', 1, 1, 0, 0, ?, '', '', '[]', '{}', '{}')`)
    for (const row of [
      ['gift', null, '["mine","starter"]'],
      ['part', 'gift', '[]'],
      ['own', null, '["not the starter"]'],
    ])
      add.run(...row)
    migrate(db, file, migrations.slice(0, 2))
    expect(db.prepare('SELECT id, origin, science FROM run ORDER BY id').raw().all()).toEqual([
      ['gift', 'starter', 1],
      ['own', 'here', 1],
      ['part', 'starter', 1],
    ])
    db.close()
    const one = sampleRun({ origin: 'imported' })
    store.runs.create(one)
    store.runs.update(one.id, { tags: ['starter'], ...{ origin: 'here', science: 9 } })
    expect(store.runs.get(one.id)).toEqual({ ...one, tags: ['starter'] })
  })

  it('is numbered without gaps', () => {
    expect(migrations.map(({ version }) => version)).toEqual(migrations.map((_, at) => at + 1))
    const db = new Database(':memory:')
    expect(
      faultFrom(() =>
        migrate(db, ':memory:', [
          { version: 1, sql: '' },
          { version: 3, sql: '' },
        ]),
      ).code,
    ).toBe('internal')
    db.close()
  })

  it('brings a library of the first version to this one: its runs open, and say of what came later that it was not recorded', () => {
    const folder = newFolder()
    const file = join(folder, 'library.sqlite')
    const db = new Database(file)
    migrate(db, file, migrations.slice(0, 1))
    const { environment, origin, science, ...before } = sampleRun()
    const cells = Object.entries({ ...before, kind: before.recipe.kind, words: '' }).map(
      ([name, value]) =>
        [
          name,
          typeof value === 'boolean' ? Number(value) : value !== null && typeof value === 'object' ? JSON.stringify(value) : value,
        ] as const,
    )
    db.prepare(`INSERT INTO run (${cells.map(([name]) => name).join()}) VALUES (${cells.map(() => '?').join()})`).run(
      cells.map(([, value]) => value),
    )
    db.close()
    const store = openStore(folder)
    expect(store.runs.get(before.id)).toEqual({ ...before, environment, origin, science })
    store.close()
  })

  describe('changes', () => {
    const first: Migration = { version: 1, sql: "CREATE TABLE thing (id TEXT PRIMARY KEY) STRICT; INSERT INTO thing VALUES ('kept')" }
    const second: Migration = { version: 2, sql: 'ALTER TABLE thing ADD COLUMN size INTEGER NOT NULL DEFAULT 7' }
    const opened = (list: Migration[]) => {
      const folder = newFolder()
      const file = join(folder, 'library.sqlite')
      const db = new Database(file)
      db.pragma('journal_mode = WAL')
      return { folder, file, db, backup: migrate(db, file, list) }
    }

    it('after a backup beside the file, which holds the file as it was', () => {
      const { file, db, backup } = opened([first])
      expect(backup).toBeNull()
      expect(migrate(db, file, [first])).toBeNull()
      db.exec("INSERT INTO thing VALUES ('mine')")
      const copy = migrate(db, file, [first, second])
      expect(copy).toContain('backup-version-1')
      expect(db.prepare('SELECT * FROM thing ORDER BY id').all()).toEqual([
        { id: 'kept', size: 7 },
        { id: 'mine', size: 7 },
      ])
      expect(db.pragma('user_version', { simple: true })).toBe(2)
      db.close()
      const old = new Database(copy ?? '', { readonly: true })
      expect(old.pragma('user_version', { simple: true })).toBe(1)
      expect(old.pragma('application_id', { simple: true })).toBe(applicationId)
      expect(old.prepare('SELECT * FROM thing ORDER BY id').all()).toEqual([{ id: 'kept' }, { id: 'mine' }])
      old.close()
    })

    it('step by step: a step that fails, or breaks a reference, leaves the file at the step before', () => {
      const failing = [
        { version: 3, sql: 'DELETE FROM thing; SELECT nonsense()' },
        { version: 3, sql: "CREATE TABLE part (thing TEXT REFERENCES thing (id)) STRICT; INSERT INTO part VALUES ('nobody')" },
      ]
      for (const third of failing) {
        const { file, db, folder } = opened([first])
        const { code, message } = faultFrom(() => migrate(db, file, [first, second, third]))
        expect(code).toBe('storage')
        expect(message).toContain('from version 2 to 3')
        expect(db.pragma('user_version', { simple: true })).toBe(2)
        expect(db.prepare('SELECT * FROM thing').all()).toEqual([{ id: 'kept', size: 7 }])
        const copy = readdirSync(folder).find((name) => name.includes('backup'))
        expect(message).toContain(copy)
        db.close()
      }
    })
  })
})
