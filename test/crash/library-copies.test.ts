// Copies of a library, however they were made: a backup, a folder copied while it was open, a file copied without its log, a file moved
// away. Nothing of it may be silent, and nothing lost.
import { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { openStore } from '../../src-main/store/open.ts'
import { newFolder, removeFolders } from './store-sample.ts'
import { faultFrom, fill, idsOf, codesOf } from '../fixtures/filled-library.ts'

afterAll(removeFolders)

describe('a backup', () => {
  it('of an open library holds all of it, in one file that opens as a library wherever it is put', async () => {
    const store = openStore(newFolder())
    fill(store, 30)
    const file = join(newFolder(), 'kept copy.sqlite')
    const steps: [number, number][] = []
    const size = await store.backupTo(file, { progress: (done, total) => steps.push([done, total]) })
    expect(readdirSync(join(file, '..'))).toEqual(['kept copy.sqlite'])
    expect(readFileSync(file)).toHaveLength(size)
    expect(steps.length).toBeGreaterThan(0)
    expect(steps.every(([done, total], at) => done <= total && done >= (steps[at - 1]?.[0] ?? 0))).toBe(true)

    const folder = newFolder()
    copyFileSync(file, join(folder, 'library.sqlite'))
    for (const place of [folder, file]) {
      const copy = openStore(place)
      expect(copy.notices).toEqual([])
      expect(copy.check()).toEqual([])
      expect(idsOf(copy)).toEqual(idsOf(store))
      fill(copy, 1)
      copy.close()
    }
    expect(readdirSync(join(file, '..'))).toEqual(['kept copy.sqlite'])
    expect(idsOf(store)).toHaveLength(30)
    store.close()
  })

  it('made while runs are recorded is sound and whole: each run in it has its picture', async () => {
    const store = openStore(newFolder())
    fill(store, 200)
    const file = join(newFolder(), 'b.sqlite')
    const before = idsOf(store)
    let recorded = 0
    await store.backupTo(file, {
      progress() {
        if (recorded++ < 20) store.transaction(() => fill(store, 1))
      },
    })
    expect(recorded).toBeGreaterThan(3)
    const copy = openStore(file)
    const there = new Set(idsOf(copy))
    expect(before.filter((id) => !there.has(id))).toEqual([])
    for (const id of there) expect(copy.artifacts.of(id).map(({ size }) => size)).toEqual([9000])
    expect(copy.check()).toEqual([])
    copy.close()
    store.close()
  })

  it('that is cancelled, or cannot be written, leaves nothing behind; one that is there is not written over', async () => {
    const store = openStore(newFolder())
    fill(store, 200)
    const folder = newFolder()
    const stop = new AbortController()
    await expect(
      store.backupTo(join(folder, 'a.sqlite'), { signal: stop.signal, progress: () => stop.abort(new Error('enough')) }),
    ).rejects.toThrow('enough')
    expect(readdirSync(folder)).toEqual([])
    writeFileSync(join(folder, 'mine'), 'of another program')
    const taken = await faultFrom(() => store.backupTo(join(folder, 'mine')))
    expect(taken.fault.code).toBe('invalid')
    expect(taken.message).toMatch(/not changed; choose another name/)
    expect(readFileSync(join(folder, 'mine'), 'utf8')).toBe('of another program')
    const nowhere = await faultFrom(() => store.backupTo(join(folder, 'no', 'where')))
    expect(nowhere.fault.code).toBe('invalid')
    expect(store.check()).toEqual([])
    store.close()
  })
})

describe('a folder copied while it is open', () => {
  it('opens with what was recorded, and says that it is a copy and where it comes from', () => {
    const folder = newFolder()
    const store = openStore(folder)
    fill(store, 30)
    const copied = join(newFolder(), 'copy')
    cpSync(folder, copied, { recursive: true })
    const copy = openStore(copied)
    expect(codesOf(copy)).toEqual(['library-copied-open'])
    expect(copy.notices[0]?.message).toMatch(new RegExp(`copied from ${folder}.*process ${process.pid}.*is sound.*Back up`))
    expect(idsOf(copy)).toEqual(idsOf(store))
    copy.close()
    // Once opened and closed it is a library like any other.
    const again = openStore(copied)
    expect(again.notices).toEqual([])
    again.close()
    store.close()
  })

  it('on another computer opens too; the folder itself, shared with another computer, does not', () => {
    const lockOf = (place: string, host: string, identity: string): void =>
      writeFileSync(
        join(place, 'library.lock'),
        JSON.stringify({ pid: 4242, host, mark: null, since: '2020-01-01T00:00:00.000Z', folder: { path: place, identity }, system: null }),
      )
    const folder = newFolder()
    openStore(folder).close()
    lockOf(folder, 'some-other-computer', '99:1')
    const store = openStore(folder)
    expect(codesOf(store)).toEqual(['library-copied-open'])
    expect(store.notices[0]?.message).toContain('some-other-computer')
    const taken: unknown = JSON.parse(readFileSync(join(folder, 'library.lock'), 'utf8'))
    const mine = z.object({ folder: z.object({ identity: z.string() }), host: z.literal(hostname()) }).parse(taken)
    store.close()
    lockOf(folder, 'some-other-computer', mine.folder.identity.replace(/^\d+/, '77'))
    expect(() => openStore(folder)).toThrow(/already open in process 4242 on the computer some-other-computer/)
  })

  it('and a folder that was moved while open is still held', () => {
    const outer = newFolder()
    mkdirSync(join(outer, 'a'))
    const store = openStore(join(outer, 'a'))
    renameSync(join(outer, 'a'), join(outer, 'b'))
    expect(() => openStore(join(outer, 'b'))).toThrow(/already open/)
    store.close()
  })
})

describe('a library file copied without its log', () => {
  it('says that the newest changes are missing, shows what it holds, and keeps the file as it was found', () => {
    const folder = newFolder()
    const store = openStore(folder)
    fill(store, 5)
    const alone = newFolder()
    copyFileSync(join(folder, 'library.sqlite'), join(alone, 'library.sqlite'))
    const found = readFileSync(join(alone, 'library.sqlite'))
    const copy = openStore(alone)
    expect(codesOf(copy)).toEqual(['library-without-log'])
    const message = copy.notices[0]?.message ?? ''
    expect(message).toMatch(/newest changes of this library are missing.*holds is shown: no runs.*Back up/)
    const kept = readdirSync(alone).find((name) => name.includes('without-log')) ?? ''
    expect(message).toContain(kept)
    expect(readFileSync(join(alone, kept)).equals(found)).toBe(true)
    copy.close()
    store.close()

    const closed = newFolder()
    copyFileSync(join(folder, 'library.sqlite'), join(closed, 'library.sqlite'))
    const whole = openStore(closed)
    expect(whole.notices).toEqual([])
    expect(whole.runs.counts().shown).toBe(5)
    whole.close()
  })

  it('is one file when it was closed, and one of an older lab, which left its form open, is opened without a word', () => {
    const folder = newFolder()
    const file = join(folder, 'library.sqlite')
    openStore(folder).close()
    expect(readdirSync(folder)).toEqual(['library.sqlite'])
    expect([...readFileSync(file).subarray(18, 20)]).toEqual([1, 1])
    const old = new Database(file)
    old.pragma('journal_mode = WAL')
    old.close()
    const store = openStore(folder)
    expect(store.notices).toEqual([])
    store.close()
  })
})

describe.runIf(process.platform !== 'win32')('a library file that goes away while it is open', () => {
  it('moved: it is said where it is, and a backup still holds everything', async () => {
    const outer = newFolder()
    mkdirSync(join(outer, 'a'))
    const store = openStore(join(outer, 'a'))
    fill(store, 3)
    store.checkPlace()
    renameSync(join(outer, 'a'), join(outer, 'b'))
    const { fault } = await faultFrom(() => store.checkPlace())
    expect(fault.code).toBe('storage')
    if (process.platform === 'linux') expect(fault.message).toContain(`was moved to ${join(outer, 'b', 'library.sqlite')}`)
    expect(fault.message).toMatch(/Back up in Settings/)
    renameSync(join(outer, 'b'), join(outer, 'a'))
    store.checkPlace()
    store.close()
  })

  it('deleted or replaced: it is said, a backup still holds everything, and closing throws nothing', async () => {
    const folder = newFolder()
    const store = openStore(folder)
    fill(store, 3)
    rmSync(folder, { recursive: true })
    expect((await faultFrom(() => store.checkPlace())).message).toMatch(/was deleted or moved/)
    mkdirSync(folder)
    writeFileSync(join(folder, 'library.sqlite'), 'another file')
    expect((await faultFrom(() => store.checkPlace())).message).toMatch(/was replaced by another file/)
    const file = join(newFolder(), 'saved.sqlite')
    await store.backupTo(file)
    store.close()
    expect(readFileSync(join(folder, 'library.sqlite'), 'utf8')).toBe('another file')
    const saved = openStore(file)
    expect(saved.runs.counts().shown).toBe(3)
    saved.close()
  })
})

describe('a path that names a file', () => {
  it('that is no library is refused, and left as it is', async () => {
    const file = join(newFolder(), 'letter.txt')
    writeFileSync(file, 'Dear Sir')
    const { fault } = await faultFrom(() => openStore(file))
    expect(fault).toMatchObject({ code: 'storage', message: expect.stringMatching(/not a library of this lab. It was not changed/) })
    expect(readFileSync(file, 'utf8')).toBe('Dear Sir')
    expect(existsSync(`${file}.lock`)).toBe(false)
  })
})
