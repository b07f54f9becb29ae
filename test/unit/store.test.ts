// Laws of the store: what is recorded comes back, once and in order; all of a flush or none; and what opening it does.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { decimate, type CurvePoint } from '../../src-main/store/decimate.ts'
import { applicationId, migrations } from '../../src-main/store/migrations.ts'
import { openStore } from '../../src-main/store/open.ts'
import { newFolder, sampleRun } from '../crash/store-sample.ts'
import { ownStore } from '../fixtures/own-store.ts'
import { faultFrom } from '../fixtures/thrown-fault.ts'
import { randomNumbers } from '../fixtures/random-numbers.ts'

const store = ownStore()

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
    expect(store.metrics.names(one.id)).toEqual(['accuracy', 'loss'])
    expect(['accuracy', 'loss', 'nothing'].map((name) => store.metrics.count(one.id, name))).toEqual([1, 2, 0])
    expect(store.metrics.names('nobody')).toEqual([])
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
