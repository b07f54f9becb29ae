// The queue's state machine, over a real library and fake engines.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { createBulletin } from '../../src-main/runs/event-bus.ts'
import type { Stage } from '../../src-main/runs/composite-run.ts'
import { checkRecipe } from '../../src-main/runs/parents.ts'
import { createQueue, type Queue } from '../../src-main/runs/queue.ts'
import { openStore, type Store } from '../../src-main/store/open.ts'
import type { Environment } from '../../src-shared/run/environment.ts'
import type { RunEvent } from '../../src-shared/run/event.ts'
import { invalid, storage } from '../../src-shared/rpc/fault.ts'
import { datasetSettings, type EngineRecipe, examplesRecipe, type ReproduceRecipe } from '../../src-shared/recipe/recipe.ts'
import { reproduction } from '../../src-shared/recipe/reproduction-presets.ts'
import { scienceOf } from '../../src-shared/run/run.ts'
import { sampleRun } from '../crash/store-sample.ts'
import { type FakeEngine, fakeEngine, text } from '../fixtures/fake-engine.ts'
import { tinyClassifier } from '../fixtures/tiny-recipes.ts'

const folders: string[] = []
const desks: Desk[] = []
afterEach(async () => {
  for (const { queue, store } of desks.splice(0)) {
    await queue.close()
    store.close()
  }
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

interface Desk {
  store: Store
  queue: Queue
  work: FakeEngine
  look: FakeEngine
  events: RunEvent[]
  clock: { now: number }
}

function desk({
  folder = mkdtempSync(join(tmpdir(), 'queue-')),
  reproduce = async (): Promise<Record<string, never>> => ({}),
  wrap = (store: Store): Store => store,
  checked = false,
}: {
  folder?: string
  reproduce?: (recipe: ReproduceRecipe, stage: Stage) => Promise<Record<string, never>>
  wrap?: (store: Store) => Store
  /** Recipes are checked as in the lab; without it they may build on anything. */
  checked?: boolean
} = {}): Desk {
  folders.push(folder)
  const store = wrap(openStore(folder))
  const [work, look] = [fakeEngine(), fakeEngine()]
  const events: RunEvent[] = []
  const bulletin = createBulletin()
  bulletin.watch((event) => events.push(event))
  const clock = { now: 1_000_000 }
  const queue = createQueue({
    store,
    bulletin,
    engines: { work, look },
    reproduce,
    check: (recipe) => {
      if (checked) checkRecipe(recipe, store)
    },
    appVersion: 'test',
    now: () => clock.now,
    elapsed: () => clock.now,
  })
  const one = { store, work, look, events, clock, queue }
  desks.push(one)
  return one
}

const dataset = (seed: number): EngineRecipe => ({ kind: 'dataset', dataset: datasetSettings.parse({ seed, count: 60 }) })
const seedOf = ({ recipe }: { recipe: EngineRecipe }): number => (recipe.kind === 'dataset' ? recipe.dataset.seed : -1)
const machine: Environment = {
  processor: 'Made up',
  features: ['avx2'],
  threads: 2,
  tensorflow: '2.21.0',
  tfjs: '4.22.0',
  oneDnn: true,
  platform: 'linux x64',
}
const kept = { type: 'artifact', name: 'wall', media: 'image/png', bytes: text('a picture'), meta: { size: 48 } } as const

test(
  'a run keeps what it was carried out on, and a run that is made of others what its parts were; a later change of its record ' +
    'leaves that as it is',
  async () => {
    const { queue, store, work, events } = desk({
      reproduce: async (_recipe, stage) => {
        await stage.part(dataset(1), 'a part')
        return {}
      },
    })
    const { id } = queue.start(reproduction('tiny', 1))
    expect(store.runs.get(id)!.environment).toBeNull()
    const job = await work.next()
    const [part] = store.runs.children(id)
    job.emit({ type: 'environment', environment: machine })
    expect(events.filter(({ type }) => type === 'changed').map(({ run }) => run)).toEqual(expect.arrayContaining([id, part!.id]))
    job.finish()
    await queue.ended(id)
    store.runs.update(id, { name: 'renamed' })
    expect([store.runs.get(id), store.runs.get(part!.id)].map((run) => [run!.state, run!.environment])).toEqual([
      ['finished', machine],
      ['finished', machine],
    ])
  },
)

test('runs of a lane go one at a time and in order, unless one is hastened', async () => {
  const { queue, work } = desk()
  const [, second, third] = [1, 2, 3].map((seed) => queue.start(dataset(seed)).id)
  const first = await work.next()
  expect(queue.jobs().queued.map((run) => run.id)).toEqual([second, third])
  queue.hasten(third!)
  expect(queue.jobs().queued.map((run) => run.id)).toEqual([third, second])
  first.finish()
  const next = await work.next()
  next.finish()
  const last = await work.next()
  last.finish()
  expect([first, next, last].map(seedOf)).toEqual([1, 3, 2])
  expect((await queue.ended(second!)).state).toBe('finished')
  expect(work.most).toBe(1)
})

test('looking at results does not wait for long work', async () => {
  const { store, queue, work, look } = desk()
  const { id } = queue.start(dataset(1))
  await work.next()
  const model = store.artifacts.put(id, 'model', 'application/octet-stream', text('a model'), {})
  queue.start(examplesRecipe.parse({ kind: 'examples', model, objectives: [{ kind: 'logit', class: 1 }] }))
  const asked = await look.next()
  expect(Object.keys(asked.blobs)).toEqual([model])
  expect(asked.blobs[model]?.toString()).toBe('a model')
  expect(queue.jobs().running).toHaveLength(2)
})

test('a finished run has its results, its curve and its summary, and is no longer among the running when its end is told', async () => {
  const { store, queue, work, events } = desk()
  const { id } = queue.start(dataset(1), { name: 'mine' })
  const seen: string[][] = []
  queue.onChange(() => seen.push(queue.jobs().running.map((run) => run.id)))
  const job = await work.next()
  job.emit({ type: 'progress', progress: { phase: 'drawing', done: 1, total: 2, secondsLeft: null } })
  job.emit({ type: 'metrics', points: [{ series: 'loss', step: 1, value: 0.5 }] })
  job.emit({ type: 'notice', notice: { level: 'info', code: 'a', message: 'first' } })
  job.emit({ type: 'notice', notice: { level: 'info', code: 'a', message: 'again' } })
  job.emit(kept)
  job.finish({ count: 60 })
  const run = await queue.ended(id)
  expect(run).toMatchObject({
    state: 'finished',
    name: 'mine',
    summary: { count: 60 },
    progress: null,
    fault: null,
    notices: [{ message: 'again' }],
  })
  expect(store.artifacts.of(id).map((one) => one.name)).toEqual(['wall'])
  expect(store.metrics.read(id, 'loss')).toEqual([{ step: 1, value: 0.5 }])
  expect(seen.at(-1)).toEqual([])
  expect(events.map((event) => event.type)).toEqual([
    'changed',
    'changed',
    'progress',
    'metrics',
    'notice',
    'notice',
    'artifact',
    'changed',
  ])
})

test('cancelled while it waits, a run never starts', async () => {
  const { queue, work } = desk()
  queue.start(dataset(1))
  const { id } = queue.start(dataset(2))
  const first = await work.next()
  queue.cancel(id)
  expect((await queue.ended(id)).state).toBe('cancelled')
  first.finish()
  queue.start(dataset(3))
  expect(seedOf(await work.next())).toBe(3)
})

test('cancelled while it runs, a run keeps what it has and says that it is partial', async () => {
  const { store, queue, work } = desk()
  const { id } = queue.start(dataset(1))
  const job = await work.next()
  job.emit({ type: 'checkpoint', bytes: text('so far') })
  queue.cancel(id)
  const run = await queue.ended(id)
  expect(run).toMatchObject({ state: 'cancelled', summary: { steps: 3 }, fault: null })
  expect(store.artifacts.of(id).map((one) => one.name)).toEqual(['partial'])
  expect(store.checkpoints.get(id)).toBeUndefined()
  expect(() => queue.resume(id)).toThrow(/only a paused/)
})

test('paused and resumed, a run goes on from its checkpoint and counts the seconds of both times', async () => {
  const { queue, work, clock } = desk()
  const { id } = queue.start(dataset(1))
  await work.next()
  clock.now += 2_000
  queue.pause(id)
  expect(await queue.ended(id)).toMatchObject({ state: 'paused', finished: null, seconds: 2 })
  clock.now += 60_000
  queue.resume(id)
  const again = await work.next()
  expect(again.checkpoint?.toString()).toBe('halfway')
  clock.now += 3_000
  again.finish()
  expect(await queue.ended(id)).toMatchObject({ state: 'finished', seconds: 5, started: 1_000_000 })
})

test('paused while it waits, a run starts when it is resumed', async () => {
  const { queue, work } = desk()
  queue.start(dataset(1))
  const { id } = queue.start(dataset(2))
  const first = await work.next()
  queue.pause(id)
  expect((await queue.ended(id)).state).toBe('paused')
  first.finish()
  queue.resume(id)
  expect(seedOf(await work.next())).toBe(2)
})

test('a run that fails says why, keeps its checkpoint, and does not hold up the next', async () => {
  const { store, queue, work } = desk()
  const { id } = queue.start(dataset(1))
  queue.start(dataset(2))
  const job = await work.next()
  job.emit({ type: 'checkpoint', bytes: text('so far') })
  job.fail(invalid('The pictures do not fit in memory.'))
  expect(await queue.ended(id)).toMatchObject({ state: 'failed', fault: { message: 'The pictures do not fit in memory.' } })
  expect(store.checkpoints.get(id)?.bytes.toString()).toBe('so far')
  const next = await work.next()
  next.finish()
  queue.resume(id)
  const again = await work.next()
  expect(again.checkpoint?.toString()).toBe('so far')
  again.finish()
  expect(await queue.ended(id)).toMatchObject({ state: 'finished', fault: null })
})

test('a recipe whose parents are not in the library is refused, and nothing is recorded', () => {
  const { store, queue } = desk({ checked: true })
  expect(() =>
    queue.start(examplesRecipe.parse({ kind: 'examples', model: 'a'.repeat(64), objectives: [{ kind: 'logit', class: 1 }] })),
  ).toThrow(/not in this library/)
  expect(store.runs.list({ limit: 10 }).runs).toEqual([])
})

test('with reuse, the same recipe gives the run there is; without, a new one', async () => {
  const { queue, work } = desk()
  const { id } = queue.start(dataset(1))
  expect(queue.start(dataset(1), { reuse: true })).toEqual({ id, reused: true })
  const job = await work.next()
  job.finish()
  await queue.ended(id)
  expect(queue.start(dataset(1), { reuse: true })).toEqual({ id, reused: true })
  expect(queue.start(dataset(2), { reuse: true }).reused).toBe(false)
  expect(queue.start(dataset(1)).id).not.toBe(id)
})

test('closing pauses what runs and what waits, tells whoever waits for them, and takes no more', async () => {
  const { queue, work, look, store } = desk()
  const [running, waiting] = [1, 2].map((seed) => queue.start(dataset(seed)).id)
  await work.next()
  const ends = Promise.all([queue.ended(running!), queue.ended(waiting!)])
  await queue.close()
  expect((await ends).map((run) => run.state)).toEqual(['paused', 'paused'])
  expect(store.checkpoints.get(running!)?.bytes.toString()).toBe('halfway')
  expect([work.closed, look.closed]).toEqual([true, true])
  expect(() => queue.start(dataset(3))).toThrow(/closing/)
  expect(() => queue.resume(running!)).toThrow(/closing/)
})

test('what ran or waited when its owner was killed is interrupted, and can be resumed', async () => {
  const before = desk()
  const ids = [1, 2].map((seed) => before.queue.start(dataset(seed)).id)
  await before.work.next()
  desks.pop()
  before.store.close()
  const { store, queue, work } = desk({ folder: before.store.folder })
  expect(ids.map((id) => store.runs.get(id)?.state)).toEqual(['interrupted', 'interrupted'])
  for (const id of ids) {
    queue.resume(id)
    const job = await work.next()
    job.finish()
    expect((await queue.ended(id)).state).toBe('finished')
  }
})

test('a library that cannot be written ends a run in words, and the lab lives on', async () => {
  let full = false
  let tried = false
  const disk = desk({
    wrap: (store) => ({
      ...store,
      metrics: {
        ...store.metrics,
        append: (...given) => {
          if (full) {
            tried = true
            throw storage('The disk is full.')
          }
          return store.metrics.append(...given)
        },
        series: store.metrics.series,
        read: store.metrics.read,
      },
    }),
  })
  const { id } = disk.queue.start(dataset(1))
  disk.queue.start(dataset(2))
  const job = await disk.work.next()
  full = true
  job.emit({ type: 'metrics', points: [{ series: 'loss', step: 1, value: 1 }] })
  // The points are written some time later, when nobody stands by to catch an error.
  await expect.poll(() => tried).toBe(true)
  job.emit({ type: 'progress', progress: { phase: 'drawing', done: 1, total: 2, secondsLeft: null } })
  expect(await disk.queue.ended(id)).toMatchObject({ state: 'failed', fault: { code: 'storage', message: 'The disk is full.' } })
  full = false
  const next = await disk.work.next()
  expect(seedOf(next)).toBe(2)
})

test('whoever waits for a run hears of its end even if that cannot be written', async () => {
  let full = false
  const disk = desk({
    wrap: (store) => ({
      ...store,
      runs: new Proxy(store.runs, {
        get: (runs, name, receiver) =>
          name === 'update' && full
            ? () => {
                throw storage('The disk is full.')
              }
            : (Reflect.get(runs, name, receiver) as unknown),
      }),
    }),
  })
  const { id } = disk.queue.start(dataset(1))
  const job = await disk.work.next()
  full = true
  job.finish()
  expect(await disk.queue.ended(id)).toMatchObject({ state: 'failed', fault: { code: 'storage', message: 'The disk is full.' } })
  full = false
})

const parts = async (_recipe: ReproduceRecipe, stage: Stage): Promise<Record<string, never>> => {
  for (const seed of [1, 2, 3]) {
    stage.progress(`part ${seed}`, seed - 1, 3)
    await stage.part(dataset(seed), `Part ${seed}`)
  }
  stage.keep('figure/7', 'application/json', text('{}'), {})
  return {}
}

test('a composite has its parts as children, one after the other', async () => {
  const { store, queue, work } = desk({ reproduce: parts })
  const { id } = queue.start(reproduction('tiny'))
  for (const seed of [1, 2, 3]) {
    const job = await work.next()
    expect(seedOf(job)).toBe(seed)
    expect(queue.jobs().running.map((run) => run.id)).toEqual([id])
    job.emit(kept)
    job.finish()
  }
  expect((await queue.ended(id)).state).toBe('finished')
  expect(store.runs.children(id).map((run) => [run.name, run.state])).toEqual([1, 2, 3].map((seed) => [`Part ${seed}`, 'finished']))
  expect(store.artifacts.of(id).map((one) => one.name)).toEqual(['figure/7'])
})

test('how long a composite has left is told by the time that one like it took here', async () => {
  const { queue, work, clock, events } = desk({ reproduce: parts })
  const told = (id: string) =>
    events.flatMap((event) => (event.type === 'progress' && event.run === id ? [event.progress.secondsLeft] : []))
  const runs: string[] = []
  for (let run = 0; run < 2; run++) {
    runs.push(queue.start(reproduction('tiny'), run === 0 ? {} : { replayOf: runs[0]! }).id)
    for (let part = 0; part < 3; part++) {
      const job = await work.next()
      clock.now += 10_000
      job.finish()
    }
    await queue.ended(runs[run]!)
  }
  expect(told(runs[0]!)).toEqual([null, null, null])
  expect(told(runs[1]!)).toEqual([30, 20, 10])
})

test('a composite cancelled in the middle is cancelled with the part at work; what was finished stays', async () => {
  const { store, queue, work } = desk({ reproduce: parts })
  const { id } = queue.start(reproduction('tiny'))
  const first = await work.next()
  first.finish()
  await work.next()
  queue.cancel(id)
  expect(await queue.ended(id)).toMatchObject({ state: 'cancelled', fault: null })
  expect(store.runs.children(id).map((run) => run.state)).toEqual(['finished', 'cancelled'])
  expect(work.busy).toBe(false)
})

test('a composite that is stopped when its last part is done has all its results, and is finished', async () => {
  let stop = (): void => {}
  const { store, queue, work } = desk({
    async reproduce(_recipe, stage) {
      await stage.part(dataset(1), 'Part 1')
      stop()
      stage.keep('figure/7', 'application/json', text('{}'), {})
      return {}
    },
  })
  const { id } = queue.start(reproduction('tiny'))
  stop = () => queue.cancel(id)
  const job = await work.next()
  job.finish()
  expect((await queue.ended(id)).state).toBe('finished')
  expect(store.artifacts.of(id).map((one) => one.name)).toEqual(['figure/7'])
})

test('a composite resumed keeps its finished parts and goes on with the others from their checkpoints', async () => {
  const { store, queue, work } = desk({ reproduce: parts })
  const { id } = queue.start(reproduction('tiny'))
  const first = await work.next()
  first.finish()
  await work.next()
  queue.pause(id)
  expect((await queue.ended(id)).state).toBe('paused')
  expect(store.runs.children(id).map((run) => run.state)).toEqual(['finished', 'paused'])
  queue.resume(id)
  const again = await work.next()
  expect([seedOf(again), again.checkpoint?.toString()]).toEqual([2, 'halfway'])
  again.finish()
  const third = await work.next()
  third.finish()
  expect((await queue.ended(id)).state).toBe('finished')
  expect(store.runs.children(id)).toHaveLength(3)
  expect(() => queue.resume(store.runs.children(id)[0]!.id)).toThrow()
})

test('a paused composite that is cancelled takes its paused part with it', async () => {
  const { store, queue, work } = desk({ reproduce: parts })
  const { id } = queue.start(reproduction('tiny'))
  await work.next()
  queue.pause(id)
  await queue.ended(id)
  queue.cancel(id)
  const [part] = store.runs.children(id)
  expect([store.runs.get(id)?.state, part?.state, store.checkpoints.get(part!.id)]).toEqual(['cancelled', 'cancelled', undefined])
})

test('a composite whose part fails says which and why', async () => {
  const { queue, work } = desk({ reproduce: parts })
  const { id } = queue.start(reproduction('tiny'))
  const job = await work.next()
  job.fail(invalid('No memory.'))
  expect(await queue.ended(id)).toMatchObject({ state: 'failed', fault: { code: 'invalid', message: 'Part 1: No memory.' } })
})

test(
  'a part finished elsewhere is taken over whole, with its results and curves, and outlives the original; a replay takes ' + 'nothing',
  async () => {
    const { store, queue, work } = desk({ reproduce: parts })
    const original = queue.start(dataset(2))
    const job = await work.next()
    job.emit(kept)
    job.emit({ type: 'metrics', points: [{ series: 'loss', step: 1, value: 0.5 }] })
    job.finish({ count: 60 })
    await queue.ended(original.id)

    const { id } = queue.start(reproduction('tiny'))
    for (const seed of [1, 3]) {
      const own = await work.next()
      expect(seedOf(own)).toBe(seed)
      own.finish()
    }
    await queue.ended(id)
    store.runs.update(original.id, { trashed: 1 })
    store.runs.purge(original.id)
    const taken = store.runs.children(id).find((run) => run.name === 'Part 2')!
    expect(taken).toMatchObject({ state: 'finished', summary: { count: 60 } })
    expect(taken.notices.map((notice) => notice.code)).toEqual(['reused'])
    expect(store.artifacts.read(store.artifacts.find(taken.id, 'wall')!.hash)?.bytes.toString()).toBe('a picture')
    expect(store.metrics.read(taken.id, 'loss')).toHaveLength(1)

    const replay = queue.start(reproduction('tiny'), { replayOf: id })
    for (const seed of [1, 2, 3]) {
      const own = await work.next()
      expect(seedOf(own)).toBe(seed)
      own.finish()
    }
    expect((await queue.ended(replay.id)).state).toBe('finished')
  },
)

test('what came with the lab, in a file or from another version of the science is no part, whatever its tags say', async () => {
  const { store, queue, work } = desk({ reproduce: parts })
  const recipe = dataset(1)
  for (const foreign of [{ origin: 'starter' }, { origin: 'imported' }, { science: scienceOf(recipe.kind) + 1 }] as const)
    store.runs.create(sampleRun({ recipe, science: scienceOf(recipe.kind), ...foreign }))
  queue.start(reproduction('tiny'))
  expect(seedOf(await work.next())).toBe(1)
})

test(
  'with reuse, a run of one’s own is taken before the starter’s, and never one that was imported or is of another version of the ' +
    'science',
  async () => {
    const { store, queue } = desk()
    const recipe = dataset(1)
    store.runs.create(sampleRun({ recipe, science: scienceOf(recipe.kind), origin: 'imported' }))
    store.runs.create(sampleRun({ recipe, science: scienceOf(recipe.kind) + 1 }))
    const started = queue.start(recipe, { reuse: true })
    expect(started.reused).toBe(false)
    queue.cancel(started.id)
    await queue.ended(started.id)
    const starter = sampleRun({ recipe, science: scienceOf(recipe.kind), origin: 'starter', created: Date.now() + 1e6 })
    store.runs.create(starter)
    expect(queue.start(recipe, { reuse: true })).toEqual({ id: starter.id, reused: true })
    const own = sampleRun({ recipe, science: scienceOf(recipe.kind) })
    store.runs.create(own)
    expect(queue.start(recipe, { reuse: true })).toEqual({ id: own.id, reused: true })
  },
)

test('a paused training is concluded from its checkpoint, and no other run is', async () => {
  const { store, queue, work } = desk()
  const { id } = queue.start(tinyClassifier())
  await work.next()
  expect(() => queue.conclude(id)).toThrow(/Only a paused or interrupted training/)
  queue.pause(id)
  await queue.ended(id)
  queue.conclude(id)
  const again = await work.next()
  expect([again.conclude, again.checkpoint?.toString()]).toEqual([true, 'halfway'])
  again.emit({ type: 'done', partial: true, summary: { epochs: 1 } })
  again.leave()
  expect(await queue.ended(id)).toMatchObject({ state: 'cancelled', summary: { epochs: 1 } })
  expect(store.checkpoints.get(id)).toBeUndefined()
})
