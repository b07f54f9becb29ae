// Runs that are made of others, and runs that are taken over instead of being carried out again.
import { afterEach, expect, test } from 'vitest'
import type { Stage } from '../../src-main/runs/composite-run.ts'
import type { Environment } from '../../src-shared/run/environment.ts'
import { invalid } from '../../src-shared/rpc/fault.ts'
import type { CompositeRecipe } from '../../src-shared/recipe/recipe.ts'
import { reproduction } from '../../src-shared/recipe/reproduction-presets.ts'
import { scienceOf } from '../../src-shared/run/run.ts'
import { sampleRun } from '../crash/store-sample.ts'
import { text } from '../fixtures/fake-engine.ts'
import { clearDesks, desk, dataset, seedOf, kept } from '../fixtures/queue-desk.ts'

afterEach(clearDesks)

const machine: Environment = {
  processor: 'Made up',
  features: ['avx2'],
  threads: 2,
  tensorflow: '2.21.0',
  tfjs: '4.22.0',
  oneDnn: true,
  platform: 'linux x64',
}

test(
  'a run keeps what it was carried out on, and a run that is made of others what its parts were; a later change of its record ' +
    'leaves that as it is',
  async () => {
    const { queue, store, batch, events } = desk({
      composite: async (_recipe, stage) => {
        await stage.part(dataset(1), 'a part')
        return {}
      },
    })
    const { id } = queue.start(reproduction('tiny', 1))
    expect(store.runs.get(id)!.environment).toBeNull()
    const job = await batch.next()
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

test('with reuse, the same recipe gives the run there is; without, a new one', async () => {
  const { queue, batch } = desk()
  const { id } = queue.start(dataset(1))
  expect(queue.start(dataset(1), { reuse: true })).toEqual({ id, reused: true })
  const job = await batch.next()
  job.finish()
  await queue.ended(id)
  expect(queue.start(dataset(1), { reuse: true })).toEqual({ id, reused: true })
  expect(queue.start(dataset(2), { reuse: true }).reused).toBe(false)
  expect(queue.start(dataset(1)).id).not.toBe(id)
})

const parts = async (_recipe: CompositeRecipe, stage: Stage): Promise<Record<string, never>> => {
  for (const seed of [1, 2, 3]) {
    stage.progress(`part ${seed}`, seed - 1, 3)
    await stage.part(dataset(seed), `Part ${seed}`)
  }
  stage.keep('figure/7', 'application/json', text('{}'), {})
  return {}
}

test('a composite has its parts as children, one after the other', async () => {
  const { store, queue, batch } = desk({ composite: parts })
  const { id } = queue.start(reproduction('tiny'))
  for (const seed of [1, 2, 3]) {
    const job = await batch.next()
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
  const { queue, batch, clock, events } = desk({ composite: parts })
  const told = (id: string) =>
    events.flatMap((event) => (event.type === 'progress' && event.run === id ? [event.progress.secondsLeft] : []))
  const runs: string[] = []
  for (let run = 0; run < 2; run++) {
    runs.push(queue.start(reproduction('tiny'), run === 0 ? {} : { replayOf: runs[0]! }).id)
    for (let part = 0; part < 3; part++) {
      const job = await batch.next()
      clock.now += 10_000
      job.finish()
    }
    await queue.ended(runs[run]!)
  }
  expect(told(runs[0]!)).toEqual([null, null, null])
  expect(told(runs[1]!)).toEqual([30, 20, 10])
})

test('a composite cancelled in the middle is cancelled with the part at work; what was finished stays', async () => {
  const { store, queue, batch } = desk({ composite: parts })
  const { id } = queue.start(reproduction('tiny'))
  const first = await batch.next()
  first.finish()
  await batch.next()
  queue.cancel(id)
  expect(await queue.ended(id)).toMatchObject({ state: 'cancelled', fault: null })
  expect(store.runs.children(id).map((run) => run.state)).toEqual(['finished', 'cancelled'])
  expect(batch.busy).toBe(false)
})

test('a composite that is stopped when its last part is done has all its results, and is finished', async () => {
  let stop = (): void => {}
  const { store, queue, batch } = desk({
    async composite(_recipe, stage) {
      await stage.part(dataset(1), 'Part 1')
      stop()
      stage.keep('figure/7', 'application/json', text('{}'), {})
      return {}
    },
  })
  const { id } = queue.start(reproduction('tiny'))
  stop = () => queue.cancel(id)
  const job = await batch.next()
  job.finish()
  expect((await queue.ended(id)).state).toBe('finished')
  expect(store.artifacts.of(id).map((one) => one.name)).toEqual(['figure/7'])
})

test('a composite resumed keeps its finished parts and goes on with the others from their checkpoints', async () => {
  const { store, queue, batch } = desk({ composite: parts })
  const { id } = queue.start(reproduction('tiny'))
  const first = await batch.next()
  first.finish()
  await batch.next()
  queue.pause(id)
  expect((await queue.ended(id)).state).toBe('paused')
  expect(store.runs.children(id).map((run) => run.state)).toEqual(['finished', 'paused'])
  queue.resume(id)
  const again = await batch.next()
  expect([seedOf(again), again.checkpoint?.toString()]).toEqual([2, 'halfway'])
  again.finish()
  const third = await batch.next()
  third.finish()
  expect((await queue.ended(id)).state).toBe('finished')
  expect(store.runs.children(id)).toHaveLength(3)
  expect(() => queue.resume(store.runs.children(id)[0]!.id)).toThrow()
})

test('a paused composite that is cancelled takes its paused part with it', async () => {
  const { store, queue, batch } = desk({ composite: parts })
  const { id } = queue.start(reproduction('tiny'))
  await batch.next()
  queue.pause(id)
  await queue.ended(id)
  queue.cancel(id)
  const [part] = store.runs.children(id)
  expect([store.runs.get(id)?.state, part?.state, store.checkpoints.get(part!.id)]).toEqual(['cancelled', 'cancelled', undefined])
})

test('a composite whose part fails says which and why', async () => {
  const { queue, batch } = desk({ composite: parts })
  const { id } = queue.start(reproduction('tiny'))
  const job = await batch.next()
  job.fail(invalid('No memory.'))
  expect(await queue.ended(id)).toMatchObject({ state: 'failed', fault: { code: 'invalid', message: 'Part 1: No memory.' } })
})

test(
  'a part finished elsewhere is taken over whole, with its results and curves, and outlives the original; a replay takes ' + 'nothing',
  async () => {
    const { store, queue, batch } = desk({ composite: parts })
    const original = queue.start(dataset(2))
    const job = await batch.next()
    job.emit(kept)
    job.emit({ type: 'metrics', points: [{ series: 'loss', step: 1, value: 0.5 }] })
    job.finish({ count: 60 })
    await queue.ended(original.id)

    const { id } = queue.start(reproduction('tiny'))
    for (const seed of [1, 3]) {
      const own = await batch.next()
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
      const own = await batch.next()
      expect(seedOf(own)).toBe(seed)
      own.finish()
    }
    expect((await queue.ended(replay.id)).state).toBe('finished')
  },
)

test('what came with the lab, in a file or from another version of the science is no part, whatever its tags say', async () => {
  const { store, queue, batch } = desk({ composite: parts })
  const recipe = dataset(1)
  for (const foreign of [{ origin: 'starter' }, { origin: 'imported' }, { science: scienceOf(recipe.kind) + 1 }] as const)
    store.runs.create(sampleRun({ recipe, science: scienceOf(recipe.kind), ...foreign }))
  queue.start(reproduction('tiny'))
  expect(seedOf(await batch.next())).toBe(1)
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
