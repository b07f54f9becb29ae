// Laws of the artifacts in a store: kept once, with their bytes, and only as long as someone needs them.
import { createHash } from 'node:crypto'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { openStore } from '../../src-main/store/open.ts'
import { recipe } from '../../src-shared/recipe/recipe.ts'
import { newFolder, sampleRun } from '../crash/store-sample.ts'
import { ownStore } from '../fixtures/own-store.ts'
import { faultFrom } from '../fixtures/thrown-fault.ts'

const store = ownStore()

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
