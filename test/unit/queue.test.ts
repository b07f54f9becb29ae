// The queue’s state machine, over a real library and fake engines.
import { afterEach, expect, test } from 'vitest'
import { invalid, storage } from '../../src-shared/rpc/fault.ts'
import { examplesRecipe } from '../../src-shared/recipe/recipe.ts'
import { text } from '../fixtures/fake-engine.ts'
import { tinyClassifier } from '../fixtures/tiny-recipes.ts'
import { desks, clearDesks, desk, dataset, seedOf, kept } from '../fixtures/queue-desk.ts'

afterEach(clearDesks)

test('runs of a lane go one at a time and in order, unless one is hastened', async () => {
  const { queue, batch } = desk()
  const [, second, third] = [1, 2, 3].map((seed) => queue.start(dataset(seed)).id)
  const first = await batch.next()
  expect(queue.jobs().queued.map((run) => run.id)).toEqual([second, third])
  queue.hasten(third!)
  expect(queue.jobs().queued.map((run) => run.id)).toEqual([third, second])
  first.finish()
  const next = await batch.next()
  next.finish()
  const last = await batch.next()
  last.finish()
  expect([first, next, last].map(seedOf)).toEqual([1, 3, 2])
  expect((await queue.ended(second!)).state).toBe('finished')
  expect(batch.most).toBe(1)
})

test('looking at results does not wait for long work', async () => {
  const { store, queue, batch, interactive } = desk()
  const { id } = queue.start(dataset(1))
  await batch.next()
  const model = store.artifacts.put(id, 'model', 'application/octet-stream', text('a model'), {})
  queue.start(examplesRecipe.parse({ kind: 'examples', model, objectives: [{ kind: 'logit', class: 1 }] }))
  const asked = await interactive.next()
  expect(Object.keys(asked.blobs)).toEqual([model])
  expect(asked.blobs[model]?.toString()).toBe('a model')
  expect(queue.jobs().running).toHaveLength(2)
})

test('a finished run has its results, its curve and its summary, and is no longer among the running when its end is told', async () => {
  const { store, queue, batch, events } = desk()
  const { id } = queue.start(dataset(1), { name: 'mine' })
  const seen: string[][] = []
  queue.onChange(() => seen.push(queue.jobs().running.map((run) => run.id)))
  const job = await batch.next()
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
  const { queue, batch } = desk()
  queue.start(dataset(1))
  const { id } = queue.start(dataset(2))
  const first = await batch.next()
  queue.cancel(id)
  expect((await queue.ended(id)).state).toBe('cancelled')
  first.finish()
  queue.start(dataset(3))
  expect(seedOf(await batch.next())).toBe(3)
})

test('cancelled while it runs, a run keeps what it has and says that it is partial', async () => {
  const { store, queue, batch } = desk()
  const { id } = queue.start(dataset(1))
  const job = await batch.next()
  job.emit({ type: 'checkpoint', bytes: text('so far') })
  queue.cancel(id)
  const run = await queue.ended(id)
  expect(run).toMatchObject({ state: 'cancelled', summary: { steps: 3 }, fault: null })
  expect(store.artifacts.of(id).map((one) => one.name)).toEqual(['partial'])
  expect(store.checkpoints.get(id)).toBeUndefined()
  expect(() => queue.resume(id)).toThrow(/only a paused/)
})

test('paused and resumed, a run goes on from its checkpoint and counts the seconds of both times', async () => {
  const { queue, batch, clock } = desk()
  const { id } = queue.start(dataset(1))
  await batch.next()
  clock.now += 2_000
  queue.pause(id)
  expect(await queue.ended(id)).toMatchObject({ state: 'paused', finished: null, seconds: 2 })
  clock.now += 60_000
  queue.resume(id)
  const again = await batch.next()
  expect(again.checkpoint?.toString()).toBe('halfway')
  clock.now += 3_000
  again.finish()
  expect(await queue.ended(id)).toMatchObject({ state: 'finished', seconds: 5, started: 1_000_000 })
})

test('paused while it waits, a run starts when it is resumed', async () => {
  const { queue, batch } = desk()
  queue.start(dataset(1))
  const { id } = queue.start(dataset(2))
  const first = await batch.next()
  queue.pause(id)
  expect((await queue.ended(id)).state).toBe('paused')
  first.finish()
  queue.resume(id)
  expect(seedOf(await batch.next())).toBe(2)
})

test('a run that was resumed and waits is stopped without losing what it has', async () => {
  const { store, queue, batch } = desk()
  const { id } = queue.start(dataset(1))
  const job = await batch.next()
  job.emit({ type: 'checkpoint', bytes: text('halfway') })
  queue.pause(id)
  await queue.ended(id)
  queue.start(dataset(2))
  const other = await batch.next()
  queue.resume(id)
  queue.cancel(id)
  expect([store.runs.get(id)?.state, store.checkpoints.get(id)?.bytes.toString()]).toEqual(['paused', 'halfway'])
  other.finish()
})

test('a run that fails says why, keeps its checkpoint, and does not hold up the next', async () => {
  const { store, queue, batch } = desk()
  const { id } = queue.start(dataset(1))
  queue.start(dataset(2))
  const job = await batch.next()
  job.emit({ type: 'checkpoint', bytes: text('so far') })
  job.fail(invalid('The pictures do not fit in memory.'))
  expect(await queue.ended(id)).toMatchObject({ state: 'failed', fault: { message: 'The pictures do not fit in memory.' } })
  expect(store.checkpoints.get(id)?.bytes.toString()).toBe('so far')
  const next = await batch.next()
  next.finish()
  queue.resume(id)
  const again = await batch.next()
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

test('closing pauses what runs and what waits, tells whoever waits for them, and takes no more', async () => {
  const { queue, batch, interactive, store } = desk()
  const [running, waiting] = [1, 2].map((seed) => queue.start(dataset(seed)).id)
  await batch.next()
  const ends = Promise.all([queue.ended(running!), queue.ended(waiting!)])
  await queue.close()
  expect((await ends).map((run) => run.state)).toEqual(['paused', 'paused'])
  expect(store.checkpoints.get(running!)?.bytes.toString()).toBe('halfway')
  expect([batch.closed, interactive.closed]).toEqual([true, true])
  expect(() => queue.start(dataset(3))).toThrow(/closing/)
  expect(() => queue.resume(running!)).toThrow(/closing/)
})

test('what ran or waited when its owner was killed is interrupted, and can be resumed', async () => {
  const before = desk()
  const ids = [1, 2].map((seed) => before.queue.start(dataset(seed)).id)
  await before.batch.next()
  desks.pop()
  before.store.close()
  const { store, queue, batch } = desk({ folder: before.store.folder })
  expect(ids.map((id) => store.runs.get(id)?.state)).toEqual(['interrupted', 'interrupted'])
  for (const id of ids) {
    queue.resume(id)
    const job = await batch.next()
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
        names: store.metrics.names,
        count: store.metrics.count,
        read: store.metrics.read,
      },
    }),
  })
  const { id } = disk.queue.start(dataset(1))
  disk.queue.start(dataset(2))
  const job = await disk.batch.next()
  full = true
  job.emit({ type: 'metrics', points: [{ series: 'loss', step: 1, value: 1 }] })
  // The points are written some time later, when nobody stands by to catch an error.
  await expect.poll(() => tried).toBe(true)
  job.emit({ type: 'progress', progress: { phase: 'drawing', done: 1, total: 2, secondsLeft: null } })
  expect(await disk.queue.ended(id)).toMatchObject({ state: 'failed', fault: { code: 'storage', message: 'The disk is full.' } })
  full = false
  const next = await disk.batch.next()
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
  const job = await disk.batch.next()
  full = true
  job.finish()
  expect(await disk.queue.ended(id)).toMatchObject({ state: 'failed', fault: { code: 'storage', message: 'The disk is full.' } })
  full = false
})

test('a paused training is concluded from its checkpoint, and no other run is', async () => {
  const { store, queue, batch } = desk()
  const { id } = queue.start(tinyClassifier())
  await batch.next()
  expect(() => queue.conclude(id)).toThrow(/Only a paused or interrupted training/)
  queue.pause(id)
  await queue.ended(id)
  queue.conclude(id)
  const again = await batch.next()
  expect([again.conclude, again.checkpoint?.toString()]).toEqual([true, 'halfway'])
  again.emit({ type: 'done', partial: true, summary: { epochs: 1 } })
  again.leave()
  expect(await queue.ended(id)).toMatchObject({ state: 'cancelled', summary: { epochs: 1 } })
  expect(store.checkpoints.get(id)).toBeUndefined()
})
