// What a run survives: a killed engine, one that hears nothing, a killed lab. And that a run which was interrupted ends as one which was
// not.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createEventBus } from '../../src-main/runs/event-bus.ts'
import { createEngine } from '../../src-main/engine/client.ts'
import type { OpenLab } from '../../src-main/lab.ts'
import { createQueue } from '../../src-main/runs/queue.ts'
import { openStore } from '../../src-main/store/open.ts'
import { fakeEngine } from '../fixtures/fake-engine.ts'
import { carryOut, childrenOf, heard, isAlive, newFolder, openIn, removeFolders, results } from '../fixtures/library.ts'
import { longClassifier, tinyAutoencoder, tinyClassifier, tinyDataset } from '../fixtures/tiny-recipes.ts'

const stubbornEngine = new URL('../fixtures/stubborn-engine.ts', import.meta.url)
const trainingHost = fileURLToPath(new URL('../fixtures/training-host.ts', import.meta.url))
/** Long enough to be stopped in the middle, short enough to be run to its end a few times. */
const stoppable = tinyClassifier({ epochs: 100, learningRate: 2e-3 })

let lab: OpenLab
let whole: Record<string, string>
/** What is kept of the end of the undisturbed training, to go on from. */
let wholeState: Uint8Array | undefined
beforeAll(async () => {
  lab = await openIn(newFolder())
  const { id } = await carryOut(lab, stoppable)
  whole = await results(lab, id)
  wholeState = lab.store.checkpoints.get(id)?.bytes
})
afterAll(async () => {
  await lab.close()
  removeFolders()
})

const start = async (recipe = stoppable): Promise<string> => {
  const { id } = await lab.client.startRun({ recipe })
  await heard(lab, id, 'metrics')
  return id
}

test('paused in the middle and resumed, a training gives the bytes of one that was not', async () => {
  const id = await start()
  await lab.client.pauseRun({ id })
  const paused = await lab.ended(id)
  expect(paused.state).toBe('paused')
  expect(paused.summary['epochs']).toBeLessThan(100)
  await lab.client.resumeRun({ id })
  expect((await lab.ended(id)).state).toBe('finished')
  expect(await results(lab, id)).toEqual(whole)
  // The checkpoint of the middle has given way to the state at the end, which the training can go on from.
  expect(wholeState).toBeDefined()
  expect(lab.store.checkpoints.get(id)!.bytes).toEqual(wholeState)
})

test('cancelled in the middle, a training keeps the network it has', async () => {
  const id = await start(longClassifier())
  await lab.client.cancelRun({ id })
  const run = await lab.ended(id)
  expect(run).toMatchObject({ state: 'cancelled', fault: null })
  const { artifacts } = await lab.client.getRun({ id })
  expect(artifacts.map((one) => one.name)).toContain('model')
  expect(artifacts.find((one) => one.name === 'model')!.meta['epochs']).toBeLessThan(1000)
})

test('an autoencoder too is the same after a pause', async () => {
  const recipe = tinyAutoencoder({ epochs: 12 })
  const straight = await results(lab, (await carryOut(lab, recipe)).id)
  const { id } = await lab.client.startRun({ recipe })
  await heard(lab, id, 'metrics')
  await lab.client.pauseRun({ id })
  expect((await lab.ended(id)).state).toBe('paused')
  await lab.client.resumeRun({ id })
  await lab.ended(id)
  expect(await results(lab, id)).toEqual(straight)
})

test('a killed engine fails its run in words; the next run gets a new engine, and the failed one goes on from its checkpoint', async () => {
  const id = await start()
  await lab.client.pauseRun({ id })
  await lab.ended(id)
  await lab.client.resumeRun({ id })
  await heard(lab, id, 'metrics')
  for (const pid of childrenOf(process.pid)) process.kill(pid, 'SIGKILL')
  const run = await lab.ended(id)
  expect(run.state).toBe('failed')
  expect(run.fault?.message).toMatch(/^The engine process ended \(killed by SIGKILL\)\. What was saved is safe\./)
  expect(run.fault?.message).not.toMatch(/oneDNN/)
  expect((await carryOut(lab, tinyDataset())).state).toBe('finished')
  await lab.client.resumeRun({ id })
  expect((await lab.ended(id)).state).toBe('finished')
  expect(await results(lab, id)).toEqual(whole)
})

test('an engine shrugs off what a terminal tells to every process of the group', async () => {
  const id = await start()
  for (const pid of childrenOf(process.pid)) for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.kill(pid, signal)
  expect((await lab.ended(id)).state).toBe('finished')
  expect(await results(lab, id)).toEqual(whole)
})

test('an engine that hears nothing is killed, and the run is cancelled with what it had', async () => {
  const store = openStore(newFolder())
  const stubborn = createEngine({ nice: 0, entry: stubbornEngine })
  const eventBus = createEventBus((run) => store.runs.networksOf(run))
  const queue = createQueue({
    store,
    eventBus,
    engines: { batch: stubborn, interactive: fakeEngine() },
    composite: async () => ({}),
    check: () => {},
    appVersion: 'test',
  })
  const before = childrenOf(process.pid)
  const atWork = async (): Promise<number> => {
    await new Promise<void>((resolve) => {
      eventBus.watch((event) => {
        if (event.type === 'artifact') resolve()
      })
    })
    return childrenOf(process.pid).find((pid) => !before.includes(pid))!
  }
  const { id } = queue.start(tinyDataset())
  const pid = await atWork()
  queue.cancel(id)
  expect(await queue.ended(id)).toMatchObject({ state: 'cancelled', fault: null })
  expect(store.artifacts.of(id).map((one) => one.name)).toEqual(['early'])
  expect(isAlive(pid)).toBe(false)

  // Left alone it is killed from outside, and its last words are in the message.
  const other = queue.start(tinyDataset(2))
  const second = await atWork()
  process.kill(second, 'SIGKILL')
  expect((await queue.ended(other.id)).fault?.message).toMatch(/Its last output: This is the last that is heard of me\./)
  await queue.close()
  store.close()
})

test('a killed lab leaves a sound library, no engine behind, and a run that can be finished to the same bytes', async () => {
  const folder = newFolder()
  const host = spawn(process.execPath, [trainingHost, folder, JSON.stringify(stoppable)], { stdio: ['ignore', 'pipe', 'inherit'] })
  const id = await new Promise<string>((resolve, reject) => {
    host.stdout.setEncoding('utf8').once('data', (text: string) => resolve(text.trim()))
    host.once('exit', (code) => reject(new Error(`The host ended by itself with ${code}.`)))
  })
  host.removeAllListeners('exit')
  const engines = childrenOf(host.pid!)
  expect(engines.length).toBeGreaterThan(0)
  const gone = new Promise((resolve) => host.once('exit', resolve))
  host.kill('SIGKILL')
  await gone
  await expect.poll(() => engines.filter(isAlive)).toEqual([])

  const again = await openIn(folder)
  try {
    expect(again.store.check()).toEqual([])
    expect(again.store.interrupted).toEqual([id])
    expect((await again.client.getRun({ id })).run.state).toBe('interrupted')
    await again.client.resumeRun({ id })
    expect((await again.ended(id)).state).toBe('finished')
    expect(await results(again, id)).toEqual(whole)
  } finally {
    await again.close()
  }
})

test('closing the lab pauses what runs, ends both engines and forgets nothing', async () => {
  const folder = newFolder()
  const first = await openIn(folder)
  const before = childrenOf(process.pid)
  const { id } = await first.client.startRun({ recipe: stoppable })
  await heard(first, id, 'metrics')
  await first.close()
  await expect.poll(() => childrenOf(process.pid).filter((pid) => !before.includes(pid))).toEqual([])
  const second = await openIn(folder)
  try {
    expect((await second.client.getRun({ id })).run.state).toBe('paused')
    await second.client.resumeRun({ id })
    await second.ended(id)
    expect(await results(second, id)).toEqual(whole)
  } finally {
    await second.close()
  }
})
