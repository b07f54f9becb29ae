// A library on a medium that cannot be written to: it opens to look at, refuses the rest in words, and nothing beside it changes.
import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { afterAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { openStore } from '../../src-main/store/open.ts'
import { newFolder, removeFolders, sampleRun } from './store-sample.ts'
import { fill } from '../fixtures/filled-library.ts'

afterAll(removeFolders)

describe.runIf(process.platform !== 'win32')('a library that cannot be written to', () => {
  const visitor = fileURLToPath(new URL('../fixtures/read-only-visitor.ts', import.meta.url))
  const visit = (folder: string) =>
    z
      .object({
        readOnly: z.string(),
        notices: z.array(z.object({ code: z.string() })),
        runs: z.array(z.tuple([z.string(), z.string()])),
        refused: z.array(z.string()),
        theme: z.string(),
        bytes: z.number(),
        size: z.number(),
      })
      .parse(JSON.parse(execFileSync(process.execPath, [visitor, folder], { encoding: 'utf8' })))
  function locked(folder: string): void {
    for (const name of readdirSync(folder)) chmodSync(join(folder, name), 0o444)
    chmodSync(folder, 0o555)
  }

  const states: [string, (folder: string) => void][] = [
    ['closed', () => {}],
    [
      'left in the form of an older lab',
      (folder) => {
        const db = new Database(join(folder, 'library.sqlite'))
        db.pragma('journal_mode = WAL')
        db.close()
      },
    ],
  ]
  for (const [how, leave] of states) {
    it(`opens to look at when it was ${how}: reads, copies and refuses in words, and nothing beside it changes`, () => {
      const folder = newFolder()
      const store = openStore(folder)
      fill(store, 3)
      store.close()
      leave(folder)
      locked(folder)
      const before = readFileSync(join(folder, 'library.sqlite'))
      const found = visit(folder)
      expect(found.readOnly).toMatch(/read-only.*you can look, export and copy; runs cannot be started/)
      expect(found.notices.map(({ code }) => code)).toEqual(['library-read-only'])
      expect(found.runs).toHaveLength(3)
      expect(found.bytes).toBe(9000)
      expect(found.size).toBeGreaterThan(3 * 9000)
      expect(found.theme).toBe('dark')
      for (const refusal of found.refused) expect(refusal).toMatch(/^invalid: This library is open read-only/)
      chmodSync(folder, 0o755)
      expect(readdirSync(folder)).toEqual(['library.sqlite'])
      expect(readFileSync(join(folder, 'library.sqlite')).equals(before)).toBe(true)
    })
  }

  it('is shown by the command line, which starts nothing in it: exit 2, in words', () => {
    const folder = newFolder()
    const store = openStore(folder)
    fill(store, 1)
    const name = store.runs.list({ limit: 1 }).runs[0]?.name ?? ''
    store.close()
    locked(folder)
    const recipe = join(newFolder(), 'recipe.json')
    writeFileSync(recipe, '{"kind":"dataset","dataset":{"count":60}}')
    chmodSync(join(recipe, '..'), 0o755)
    const entry = fileURLToPath(new URL('../../src-main/command-line.ts', import.meta.url))
    // Permissions do not bind root.
    const who = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}
    const lab = (...given: string[]) => spawnSync(process.execPath, [entry, ...given, '--library', folder], { ...who, encoding: 'utf8' })
    const listed = lab('runs')
    expect([listed.status, listed.stdout]).toEqual([0, expect.stringContaining(name)])
    const refused = lab('run', recipe)
    expect([refused.status, refused.stdout]).toEqual([2, ''])
    expect(refused.stderr).toMatch(/open read-only.*runs cannot be started/)
    chmodSync(folder, 0o755)
    expect(readdirSync(folder)).toEqual(['library.sqlite'])
  })

  it('opens with its log too, when it was left open: what was at work is shown as interrupted', () => {
    const original = newFolder()
    const store = openStore(original)
    fill(store, 2)
    store.runs.create(sampleRun({ name: 'half done', state: 'running' }))
    const folder = newFolder()
    for (const name of ['library.sqlite', 'library.sqlite-wal']) copyFileSync(join(original, name), join(folder, name))
    store.close()
    locked(folder)
    const found = visit(folder)
    expect(found.runs).toHaveLength(3)
    expect(found.runs.find(([name]) => name === 'half done')?.[1]).toBe('interrupted')
    chmodSync(folder, 0o755)
    expect(readdirSync(folder)).toEqual(['library.sqlite', 'library.sqlite-wal'])
  })
})
