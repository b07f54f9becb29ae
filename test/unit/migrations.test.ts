// Laws of the form of a library’s file: its tables, and how one of an older version becomes one of this.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { applicationId, migrate, migrations, type Migration } from '../../src-main/store/migrations.ts'
import { openStore } from '../../src-main/store/open.ts'
import { newFolder, sampleRun } from '../crash/store-sample.ts'
import { ownStore } from '../fixtures/own-store.ts'
import { faultFrom } from '../fixtures/thrown-fault.ts'

const store = ownStore()

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
