// What a library survives: killed writers, damaged files, full disks, folders that cannot be written to, a second owner.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { afterAll, describe, expect, it } from 'vitest'
import { openStore, type Store } from '../../src-main/store/open.ts'
import { recordsOf } from '../../src-main/store/records.ts'
import { FaultError } from '../../src-shared/rpc/fault.ts'
import { newFolder, removeFolders, sampleRun } from './store-sample.ts'

afterAll(removeFolders)

function faultFrom(work: () => unknown): FaultError {
  try {
    work()
  } catch (error) {
    if (error instanceof FaultError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}

function everyRun(store: Store): string[] {
  const ids: string[] = []
  for (let before: string | undefined; ; ) {
    const page = store.runs.list({ limit: 500, before })
    expect(page.unreadable).toEqual([])
    for (const one of page.runs) {
      ids.push(one.id)
      if (one.state !== 'finished') continue
      const artifacts = store.artifacts.of(one.id)
      expect(artifacts.map(({ name }) => name)).toEqual(['pictures/0', 'pictures/1', 'pictures/2'])
      for (const { hash } of artifacts) {
        expect(
          createHash('sha256')
            .update(store.artifacts.read(hash)?.bytes ?? '')
            .digest('hex'),
        ).toBe(hash)
      }
      expect(store.metrics.series(one.id)).toEqual([{ series: 'loss', count: 50, from: 0, to: 49 }])
    }
    if (page.next === null) return ids
    before = page.next
  }
}

/** Start a writer and kill it `delay` ms after it has kept `runs` runs; returns the lines it got out. */
async function killedWriter(folder: string, runs: number, delay: number): Promise<string[]> {
  const writer = fileURLToPath(new URL('store-writer.ts', import.meta.url))
  const child = spawn(process.execPath, [writer, folder], { stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = new Promise<NodeJS.Signals | null>((resolve) => child.on('close', (_code, signal) => resolve(signal)))
  let [out, complaint] = ['', '']
  child.stderr.on('data', (text) => (complaint += String(text)))
  let aimed = false
  child.stdout.on('data', (text) => {
    out += String(text)
    // The first line tells of the running run.
    if (aimed || out.split('\n').length - 2 < runs) return
    aimed = true
    setTimeout(() => child.kill('SIGKILL'), delay)
  })
  expect(await ended, complaint).toBe('SIGKILL')
  return out.split('\n').slice(0, -1)
}

describe('a writer that is killed', () => {
  it('leaves, twelve times, a sound library in which every run is whole and all that was said to be kept is there', async () => {
    const folder = newFolder()
    const kept: string[] = []
    for (let kill = 0; kill < 12; kill++) {
      const lines = await killedWriter(folder, kill % 4, (kill * 7) % 12)
      expect(existsSync(join(folder, 'library.lock'))).toBe(true)
      kept.push(...lines.filter((line) => line.startsWith('kept ')).map((line) => line.slice(5)))
      const running = lines[0]?.slice('running '.length) ?? ''
      const store = openStore(folder)
      try {
        expect(store.notices).toEqual([])
        expect(store.check()).toEqual([])
        expect(store.interrupted).toEqual([running])
        expect(store.runs.get(running)?.state).toBe('interrupted')
        const ids = new Set(everyRun(store))
        expect(kept.filter((id) => !ids.has(id))).toEqual([])
      } finally {
        store.close()
      }
    }
    expect(kept.length).toBeGreaterThanOrEqual(18)
    expect(readdirSync(folder)).toEqual(['library.sqlite'])
  })
})

describe('a damaged library', () => {
  function filled(): { folder: string; file: string } {
    const folder = newFolder()
    const store = openStore(folder)
    for (let at = 0; at < 40; at++) {
      const one = sampleRun()
      store.runs.create(one)
      store.artifacts.put(one.id, 'picture', 'image/png', new Uint8Array(9000).fill(at), {})
    }
    store.close()
    return { folder, file: join(folder, 'library.sqlite') }
  }

  const damages: [string, (file: string) => void][] = [
    ['cut off in the middle', (file) => truncateSync(file, Math.floor(readFileSync(file).length / 2))],
    ['cut off after its first page', (file) => truncateSync(file, 4096)],
    ['cut off in its header', (file) => truncateSync(file, 50)],
    ['garbage', (file) => writeFileSync(file, 'this was never a library '.repeat(400))],
    [
      'overwritten in the middle',
      (file) => {
        const bytes = readFileSync(file)
        bytes.fill(0xa5, 4096, 12 * 4096)
        writeFileSync(file, bytes)
      },
    ],
  ]
  for (const [what, damage] of damages) {
    it(`is kept aside byte for byte when it is ${what}, and a new one serves in its place`, () => {
      const { folder, file } = filled()
      damage(file)
      const before = readFileSync(file)
      const store = openStore(folder)
      const aside = readdirSync(folder).filter((name) => name.includes('damaged'))
      expect(aside).toHaveLength(1)
      expect(readFileSync(join(folder, aside[0]!)).equals(before)).toBe(true)
      expect(store.notices).toMatchObject([{ level: 'warning', code: 'library-damaged' }])
      expect(store.notices[0]?.message).toContain(aside[0])
      expect(store.notices[0]?.message).toContain('Nothing was deleted')
      store.runs.create(sampleRun())
      store.close()
      const again = openStore(folder)
      expect(again.notices).toEqual([])
      expect(again.runs.counts().shown).toBe(1)
      again.close()
    })
  }

  it('keeps a write-ahead log whose main file is gone', () => {
    const folder = newFolder()
    writeFileSync(join(folder, 'library.sqlite-wal'), 'the last words of a lost library')
    const store = openStore(folder)
    store.close()
    const aside = readdirSync(folder).find((name) => name.includes('damaged'))
    expect(readFileSync(join(folder, aside ?? ''), 'utf8')).toBe('the last words of a lost library')
  })

  it('tells of the newest backup beside it', () => {
    const { folder, file } = filled()
    writeFileSync(join(folder, 'library.backup-version-1-2020-01-01T00-00-00.sqlite'), readFileSync(file))
    writeFileSync(file, 'garbage'.repeat(1000))
    const store = openStore(folder)
    expect(store.notices[0]?.message).toContain('library.backup-version-1-2020-01-01T00-00-00.sqlite')
    store.close()
  })
})

describe('a place that cannot be used', () => {
  const saysWhatToDo = /(choose another folder|Free some space)/

  it('under a file: says so', () => {
    const folder = newFolder()
    writeFileSync(join(folder, 'file'), '')
    const { fault } = faultFrom(() => openStore(join(folder, 'file', 'library')))
    expect(fault.code).toBe('storage')
    expect(fault.message).toMatch(saysWhatToDo)
  })

  it('with a folder where the file should be: says so and gives the lock back', () => {
    const folder = newFolder()
    mkdirSync(join(folder, 'library.sqlite'))
    const { fault } = faultFrom(() => openStore(folder))
    expect(fault.code).toBe('storage')
    expect(fault.message).toMatch(saysWhatToDo)
    expect(readdirSync(folder)).toEqual(['library.sqlite'])
  })

  it('in a file system that takes no files: says so', () => {
    // Permissions do not bind root; the kernel's own file systems do. Elsewhere there is no such path either.
    const { fault } = faultFrom(() => openStore(process.platform === 'linux' ? '/proc/self/fdinfo' : '/dev/null/library'))
    expect(fault.code).toBe('storage')
    expect(fault.message).toMatch(saysWhatToDo)
  })

  it('on a connection that may only read: says so', () => {
    const folder = newFolder()
    openStore(folder).close()
    const db = new Database(join(folder, 'library.sqlite'), { readonly: true })
    const records = recordsOf(db)
    const { fault } = faultFrom(() => records.runs.create(sampleRun()))
    expect(fault.code).toBe('storage')
    expect(fault.message).toMatch(/cannot be written to/)
    db.close()
  })
})

describe('a full disk', () => {
  it('refuses in prose what does not fit, whole, and keeps what was there', () => {
    const folder = newFolder()
    const store = openStore(folder)
    const kept = sampleRun()
    store.runs.create(kept)
    store.close()

    const db = new Database(join(folder, 'library.sqlite'))
    db.pragma(`max_page_count = ${Number(db.pragma('page_count', { simple: true })) + 20}`)
    const records = recordsOf(db)
    const large = sampleRun()
    const { fault } = faultFrom(() =>
      records.transaction(() => {
        records.runs.create(large)
        records.artifacts.put(large.id, 'model', 'application/octet-stream', new Uint8Array(1 << 20).fill(1), {})
      }),
    )
    expect(fault.code).toBe('storage')
    expect(fault.message).toMatch(/disk is full.*recorded before is safe.*Free some space/)
    expect(records.runs.get(large.id)).toBeUndefined()
    expect(records.runs.get(kept.id)).toEqual(kept)
    records.runs.update(kept.id, { note: 'a small change still fits' })
    db.close()

    const again = openStore(folder)
    expect(again.check()).toEqual([])
    expect(again.runs.list({ limit: 10 }).runs.map(({ id }) => id)).toEqual([kept.id])
    again.close()
  })
})

describe('the lock', () => {
  const lockOf = (folder: string) => join(folder, 'library.lock')
  const written = (folder: string, pid: number, host = hostname(), mark: string | null = null) =>
    writeFileSync(lockOf(folder), JSON.stringify({ pid, host, mark, since: '2020-01-01T00:00:00.000Z' }))

  it('refuses a second owner in the same process, and is gone after closing', () => {
    const folder = newFolder()
    const store = openStore(folder)
    const { fault } = faultFrom(() => openStore(folder))
    expect(fault.code).toBe('storage')
    expect(fault.message).toContain('this same process')
    store.runs.create(sampleRun())
    store.close()
    store.close()
    expect(readdirSync(folder)).toEqual(['library.sqlite'])
    openStore(folder).close()
  })

  it('of a living process is believed: who has it and what to do is said, and nothing changes', async () => {
    const folder = newFolder()
    const child = spawn(process.execPath, ['-e', 'process.stdin.resume()'], { stdio: ['pipe', 'ignore', 'ignore'] })
    try {
      written(folder, child.pid ?? 0)
      const { fault } = faultFrom(() => openStore(folder))
      expect(fault.code).toBe('storage')
      expect(fault.message).toContain(`process ${child.pid}`)
      expect(fault.message).toMatch(/choose another folder.*delete the file/)
      expect(readdirSync(folder)).toEqual(['library.lock'])
    } finally {
      const ended = new Promise((resolve) => child.on('close', resolve))
      child.kill('SIGKILL')
      await ended
    }
    // The same lock, now of a dead process.
    const store = openStore(folder)
    expect(JSON.parse(readFileSync(lockOf(folder), 'utf8'))).toMatchObject({ pid: process.pid })
    store.close()
    expect(readdirSync(folder)).toEqual(['library.sqlite'])
  })

  it('of another computer is believed', () => {
    const folder = newFolder()
    written(folder, 999_999_999, 'some-other-computer')
    expect(faultFrom(() => openStore(folder)).fault.message).toContain('on the computer some-other-computer')
  })

  it('of an earlier process with our own number is taken over', () => {
    const folder = newFolder()
    written(folder, process.pid)
    openStore(folder).close()
  })

  it.runIf(process.platform === 'linux')('of an earlier process whose number a living one has now is taken over', () => {
    const folder = newFolder()
    written(folder, process.ppid, hostname(), 'an-earlier-boot 1')
    openStore(folder).close()
  })

  it('that is empty or garbage, as after a power cut, is taken over', () => {
    for (const content of ['', '{"pid":', 'null']) {
      const folder = newFolder()
      writeFileSync(lockOf(folder), content)
      openStore(folder).close()
    }
  })
})
