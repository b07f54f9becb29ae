// Work is measured by a clock that only goes forward, and the order of runs does not hang on the time of day.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createEventBus } from '../../src-main/runs/event-bus.ts'
import { createQueue, type Queue } from '../../src-main/runs/queue.ts'
import { openStore, type Store } from '../../src-main/store/open.ts'
import { datasetSettings, type EngineRecipe } from '../../src-shared/recipe/recipe.ts'
import { reproduction } from '../../src-shared/recipe/reproduction-presets.ts'
import { sampleRun } from '../crash/store-sample.ts'
import { type FakeEngine, fakeEngine } from '../fixtures/fake-engine.ts'

const hour = 3_600_000
const dataset = (seed: number): EngineRecipe => ({ kind: 'dataset', dataset: datasetSettings.parse({ seed, count: 60 }) })
let folder: string, store: Store, queue: Queue, batch: FakeEngine, clock: { now: number; elapsed: number }

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'clock-'))
  store = openStore(folder)
  batch = fakeEngine()
  clock = { now: 100 * hour, elapsed: 0 }
  queue = createQueue({
    store,
    eventBus: createEventBus((run) => store.runs.networksOf(run)),
    engines: { batch, interactive: fakeEngine() },
    check() {},
    appVersion: 'test',
    now: () => clock.now,
    elapsed: () => clock.elapsed,
    composite: async (_recipe, stage) => {
      stage.progress('a phase', 0, 1)
      await stage.part(dataset(1), 'a part')
      return {}
    },
  })
})
afterEach(async () => {
  await queue.close()
  store.close()
  rmSync(folder, { recursive: true, force: true })
})

it(
  'a clock set back by an hour while a run works changes nothing of the seconds it worked, and it does not end before it ' + 'began',
  async () => {
    const { id } = queue.start(dataset(1))
    const job = await batch.next()
    clock.now -= hour
    clock.elapsed += 22_300
    job.finish()
    expect(await queue.ended(id)).toMatchObject({ state: 'finished', seconds: 22.3, started: 100 * hour, finished: 100 * hour })
  },
)

it('a run begun after the clock was set back still stands above the ones before it', async () => {
  const before = queue.start(dataset(1)).id
  clock.now -= 10 * hour
  const after = queue.start(dataset(2)).id
  clock.now += hour
  const last = queue.start(dataset(3)).id
  expect(store.runs.list({ limit: 9 }).runs.map((run) => run.id)).toEqual([last, after, before])
})

it('a run that comes from a clock ahead of ours does not stand above what is made here afterwards', () => {
  store.runs.create({ ...sampleRun(), id: 'ahead', origin: 'imported', created: Date.now() + 1000 * hour })
  clock.now = Date.now()
  const mine = queue.start(dataset(1)).id
  expect(store.runs.list({ limit: 9 }).runs.map((run) => run.id)).toEqual([mine, 'ahead'])
})

it('a run that is killed has the seconds it worked up to its last checkpoint, and so has the run it is a part of', async () => {
  const { id } = queue.start(reproduction('tiny', 1))
  const job = await batch.next()
  clock.elapsed += 12_000
  job.emit({ type: 'progress', progress: { phase: 'drawing', done: 1, total: 2, secondsLeft: null } })
  job.emit({ type: 'checkpoint', bytes: new Uint8Array([1]) })
  const [part] = store.runs.children(id)
  // As the next process finds it.
  expect([store.runs.get(part!.id), store.runs.get(id)].map((run) => [run!.state, run!.seconds])).toEqual([
    ['running', 12],
    ['running', 12],
  ])
  expect(new Set(store.runs.interrupt())).toEqual(new Set([id, part!.id]))
  expect(store.runs.get(id)).toMatchObject({ state: 'interrupted', seconds: 12 })
  job.finish()
  await queue.ended(id)
})
