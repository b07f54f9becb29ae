// A library while it is worked in: its file goes away, its parts are thrown away, runs fail, and pages ask.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { type BackupDownloads, createBackupDownloads } from '../../src-main/exchange/backup-download.ts'
import { createNetworkStaging } from '../../src-main/exchange/networks/staging.ts'
import { createPictureSessions } from '../../src-main/exchange/pictures/sessions.ts'
import { createEventBus } from '../../src-main/runs/event-bus.ts'
import type { Stage } from '../../src-main/runs/composite-run.ts'
import { createHandlers } from '../../src-main/handlers.ts'
import { createQueue, type Queue } from '../../src-main/runs/queue.ts'
import { openStore, type Store } from '../../src-main/store/open.ts'
import { checkTemporaryFolder, makeTemporaryFolder } from '../../src-main/temporary-folder.ts'
import type { BackupStep, LabContract } from '../../src-shared/contract.ts'
import { datasetSettings, type EngineRecipe, type CompositeRecipe } from '../../src-shared/recipe/recipe.ts'
import { reproduction } from '../../src-shared/recipe/reproduction-presets.ts'
import type { Handlers } from '../../src-shared/rpc/rpc.ts'
import { sampleRun } from '../crash/store-sample.ts'
import { type FakeEngine, fakeEngine, text } from '../fixtures/fake-engine.ts'
import { faultFrom } from '../fixtures/thrown-fault.ts'

interface Desk {
  folder: string
  outer: string
  store: Store
  queue: Queue
  batch: FakeEngine
  handlers: Handlers<LabContract>
  backups: BackupDownloads
}
const desks: Desk[] = []
afterEach(async () => {
  for (const { queue, store, outer } of desks.splice(0)) {
    await queue.close()
    store.close()
    rmSync(outer, { recursive: true, force: true })
  }
})

function desk(composite = async (_recipe: CompositeRecipe, _stage: Stage): Promise<Record<string, never>> => ({})): Desk {
  const outer = mkdtempSync(join(tmpdir(), 'in-use-'))
  const folder = join(outer, 'library')
  const store = openStore(folder)
  const [batch, interactive] = [fakeEngine(), fakeEngine()]
  const eventBus = createEventBus((run) => store.runs.networksOf(run))
  const queue = createQueue({ store, eventBus, engines: { batch, interactive }, composite, check: () => {}, appVersion: 'test' })
  const backups = createBackupDownloads(store)
  const staging = createNetworkStaging({ store, eventBus, interactive })
  const pictures = createPictureSessions(store, eventBus)
  const handlers = createHandlers({
    store,
    queue,
    eventBus,
    interactive,
    backups,
    staging,
    pictures,
    folder,
    version: 'test',
    host: 'command line',
  })
  const one = { folder, outer, store, queue, batch, handlers, backups }
  desks.push(one)
  return one
}
const dataset = (seed: number): EngineRecipe => ({ kind: 'dataset', dataset: datasetSettings.parse({ seed, count: 60 }) })
const signal = new AbortController().signal
const messageOf = (work: () => unknown): string => faultFrom(work).message

test.runIf(process.platform !== 'win32')(
  'a run whose library is moved away has not finished: it says where the library is, and nothing starts until it is back',
  async () => {
    const { folder, outer, queue, batch, store } = desk()
    const { id } = queue.start(dataset(1))
    const job = await batch.next()
    renameSync(folder, join(outer, 'elsewhere'))
    job.finish({ count: 60 })
    const run = await queue.ended(id)
    expect(run.state).toBe('failed')
    expect(run.fault?.message).toMatch(/while the lab had it open.*Back up in Settings/)
    if (process.platform === 'linux') expect(run.fault?.message).toContain(join(outer, 'elsewhere', 'library.sqlite'))
    const before = store.runs.counts().shown
    expect(messageOf(() => queue.start(dataset(2)))).toMatch(/while the lab had it open/)
    expect(messageOf(() => queue.resume(id))).toMatch(/while the lab had it open/)
    expect(store.runs.counts().shown).toBe(before)
    renameSync(join(outer, 'elsewhere'), folder)
    queue.resume(id)
    const again = await batch.next()
    again.finish({ count: 60 })
    expect((await queue.ended(id)).state).toBe('finished')
  },
)

test.runIf(process.platform !== 'win32')(
  'nor has one whose library is deleted, or replaced by another, also when it is made of others',
  async () => {
    const { folder, queue, batch } = desk(async (_recipe, stage) => {
      await stage.part(dataset(1), 'a part')
      return {}
    })
    const { id } = queue.start(reproduction('tiny', 1))
    const job = await batch.next()
    rmSync(folder, { recursive: true })
    mkdirSync(folder)
    openStore(folder).close()
    job.finish()
    const run = await queue.ended(id)
    expect([run.state, run.fault?.message]).toEqual(['failed', expect.stringMatching(/was replaced by another file/)])
  },
)

test('a finished part stays out of the Trash while the run it is a part of is at work', async () => {
  let go = (): void => {}
  const waits = new Promise<void>((resolve) => {
    go = resolve
  })
  const { queue, batch, store, handlers } = desk(async (_recipe, stage) => {
    await stage.part(dataset(1), 'a part')
    await waits
    return {}
  })
  const { id } = queue.start(reproduction('tiny', 1))
  const job = await batch.next()
  const [part] = store.runs.children(id)
  job.finish()
  await expect.poll(() => store.runs.get(part!.id)?.state).toBe('finished')
  expect(messageOf(() => handlers.updateRun({ id: part!.id, patch: { trashed: true } }, signal))).toMatch(
    /is a part of .* which is still working and needs it/,
  )
  expect(store.runs.get(part!.id)?.trashed).toBeNull()
  go()
  await queue.ended(id)
  handlers.updateRun({ id: part!.id, patch: { trashed: true } }, signal)
  expect(store.runs.get(part!.id)?.trashed).not.toBeNull()
})

test('two parts of one name are compared each with its own: a difference in either is seen', async () => {
  const { store, handlers } = desk()
  const made = (...contents: string[]): string => {
    const whole = sampleRun({ recipe: reproduction('tiny', 1) })
    store.runs.create(whole)
    for (const content of contents) {
      const part = sampleRun({ parent: whole.id, name: 'A part' })
      store.runs.create(part)
      store.artifacts.put(part.id, 'picture', 'image/png', text(content), {})
    }
    return whole.id
  }
  const compared = async (id: string, other: string) => {
    const { same, rows } = await handlers.compareArtifacts({ id, other }, signal)
    return [same, ...rows.map((row) => [row.name, row.same])]
  }
  const one = made('first', 'second')
  expect(await compared(one, made('other', 'second'))).toEqual([false, ['A part / picture', false], ['A part (2) / picture', true]])
  expect(await compared(one, made('first', 'other'))).toEqual([false, ['A part / picture', true], ['A part (2) / picture', false]])
  expect(await compared(one, made('first', 'second'))).toEqual([true, ['A part / picture', true], ['A part (2) / picture', true]])
})

async function filled(store: Store): Promise<void> {
  for (let at = 0; at < 40; at++) {
    const one = sampleRun()
    store.runs.create(one)
    store.artifacts.put(one.id, 'picture', 'image/png', new Uint8Array(9000).fill(at), {})
  }
}
const asked = new Request('http://lab/')

test('a page gets a backup by its address, once, and nothing of it stays', async () => {
  const { store, handlers, backups, folder, outer } = desk()
  await filled(store)
  const steps: BackupStep[] = []
  for await (const step of handlers.backUp({}, signal)) steps.push(step)
  const { file } = steps.at(-1)!
  expect(steps.length).toBeGreaterThan(1)
  expect(file).toMatchObject({ name: expect.stringMatching(/^phosphene-library-\d{4}-\d\d-\d\d\.sqlite$/) })
  const key = file!.url.replace('backup/', '')
  expect(await backups.route('0'.repeat(32), asked)).toBeUndefined()
  const head = await backups.route(key, new Request('http://lab/', { method: 'HEAD' }))
  expect(head?.headers.get('content-length')).toBe(String(file!.size))
  const answer = await backups.route(key, asked)
  expect(answer?.headers.get('content-disposition')).toBe(`attachment; filename="${file!.name}"`)
  const bytes = new Uint8Array(await answer!.arrayBuffer())
  expect(bytes).toHaveLength(file!.size)
  expect(await backups.route(key, asked)).toBeUndefined()
  await expect.poll(() => readdirSync(folder).filter((name) => name.includes('download'))).toEqual([])
  const restored = join(outer, 'restored')
  mkdirSync(restored)
  writeFileSync(join(restored, 'library.sqlite'), bytes)
  const copy = openStore(restored)
  expect([copy.notices, copy.runs.counts().shown]).toEqual([[], 40])
  copy.close()
})

test('a backup that is left, or not fetched, leaves nothing; one that a killed lab left goes at the next start', async () => {
  const { store, handlers, backups, folder } = desk()
  await filled(store)
  for await (const step of handlers.backUp({}, signal)) if (step.file === null) break
  const downloads = (): string[] => readdirSync(folder).filter((name) => name.includes('download'))
  await expect.poll(downloads).toEqual([])
  for (let time = 0; time < 2; time++) {
    for await (const step of handlers.backUp({}, signal)) expect(step.done).toBeLessThanOrEqual(step.total)
    expect(downloads()).toHaveLength(1)
  }
  backups.close()
  expect(downloads()).toEqual([])
  writeFileSync(join(folder, `library.download-${'a'.repeat(32)}.sqlite.part`), 'half')
  writeFileSync(join(folder, 'library.download-of-mine.sqlite'), 'mine')
  createBackupDownloads(store)
  expect(downloads()).toEqual(['library.download-of-mine.sqlite'])
})

test.runIf(process.platform !== 'win32')('a library that was deleted while open can still be backed up', async () => {
  const { store, handlers, backups, folder, outer } = desk()
  await filled(store)
  rmSync(folder, { recursive: true })
  let url = ''
  for await (const step of handlers.backUp({}, signal)) url = step.file?.url ?? url
  const answer = await backups.route(url.replace('backup/', ''), asked)
  const rescued = join(outer, 'rescued.sqlite')
  writeFileSync(rescued, new Uint8Array(await answer!.arrayBuffer()))
  const copy = openStore(rescued)
  expect(copy.runs.counts().shown).toBe(40)
  copy.close()
})

test('a curve is read with as few points as the contract allows', async () => {
  const { store, handlers } = desk()
  const one = sampleRun()
  store.runs.create(one)
  store.metrics.append(
    one.id,
    Array.from({ length: 50 }, (_, step) => ({ series: 'loss', step, value: step % 7 })),
  )
  for (const points of [2, 3, 4]) {
    const [read] = await handlers.readMetrics({ id: one.id, points }, signal)
    expect(read?.points.length).toBeLessThanOrEqual(points)
    expect([read?.points[0], read?.points.at(-1)]).toEqual([
      [0, 0],
      [49, 0],
    ])
  }
})

test('failed runs keep a checkpoint to go on from, but not all of them for good', async () => {
  const { store, queue, batch } = desk()
  const ids: string[] = []
  for (let seed = 0; seed < 7; seed++) {
    const { id } = queue.start(dataset(seed))
    const job = await batch.next()
    job.emit({ type: 'checkpoint', bytes: text(`state ${seed}`) })
    job.fail(new Error('it broke'))
    expect((await queue.ended(id)).state).toBe('failed')
    ids.push(id)
  }
  expect(ids.map((id) => store.checkpoints.get(id) !== undefined)).toEqual([false, false, false, true, true, true, true])
  // Every one of them can be resumed, with what is left of it.
  for (const [at, id] of ids.entries()) {
    queue.resume(id)
    const job = await batch.next()
    expect(job.checkpoint === null ? null : String(job.checkpoint)).toBe(at < 3 ? null : `state ${at}`)
    job.finish()
    await queue.ended(id)
  }
})

test('a folder for temporary files that cannot be used is named, with what to do', () => {
  const names = process.platform === 'win32' ? ['TEMP', 'TMP'] : ['TMPDIR']
  const before = names.map((name) => process.env[name])
  const nowhere = join(tmpdir(), 'there-is-no-such-folder')
  try {
    for (const name of names) process.env[name] = nowhere
    expect(messageOf(() => makeTemporaryFolder('a-'))).toMatch(new RegExp(`${nowhere}.*ENOENT.*Set ${names[0]} to a folder`))
    expect(checkTemporaryFolder()).toEqual({ place: nowhere, problem: expect.stringContaining('ENOENT') })
  } finally {
    for (const [at, name] of names.entries()) {
      if (before[at] === undefined) delete process.env[name]
      else process.env[name] = before[at]
    }
  }
  const made = makeTemporaryFolder('a-')
  expect(existsSync(made)).toBe(true)
  rmSync(made, { recursive: true })
  expect(checkTemporaryFolder().problem).toBeNull()
})
