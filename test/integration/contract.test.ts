// The lab's whole contract over both wires a page may have: a message port, and the loopback WebSocket. Both must say the same.
import { MessageChannel } from 'node:worker_threads'
import { decode } from 'fast-png'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import WebSocket from 'ws'
import { overPort, overSocket } from '../../src-main/transport/transports.ts'
import { listen } from '../../src-main/app/browser/loopback.ts'
import type { OpenLab } from '../../src-main/lab.ts'
import { contract } from '../../src-shared/contract.ts'
import { drawDatasetPicture } from '../../src-shared/domains/shapes/dataset.ts'
import type { Json, RunEvent } from '../../src-shared/run/event.ts'
import { FaultError } from '../../src-shared/rpc/fault.ts'
import { ascendRecipe, datasetSettings, examplesRecipe, type Recipe } from '../../src-shared/recipe/recipe.ts'
import { type Client, connect } from '../../src-shared/rpc/rpc.ts'
import { carryOut, newFolder, openIn, removeFolders } from '../fixtures/library.ts'
import { tinyAutoencoder, tinyClassifier, tinySettings } from '../fixtures/tiny-recipes.ts'

type Page = Client<typeof contract>
let lab: OpenLab
const pages = new Map<string, Page>()
const closers: (() => unknown)[] = []
let classifier: { id: string; model: string }
let generator: string

beforeAll(async () => {
  const folder = newFolder()
  lab = await openIn(folder)
  const { port1, port2 } = new MessageChannel()
  lab.connect(overPort(port1))
  pages.set('port', connect(contract, overPort(port2)))
  const door = await listen({ site: lab.site, connected: (channel) => lab.connect(channel) })
  const socket = new WebSocket(`${door.url.replace('http', 'ws')}rpc`, { origin: new URL(door.url).origin })
  await new Promise((resolve) => socket.once('open', resolve))
  pages.set('socket', connect(contract, overSocket(socket as Parameters<typeof overSocket>[0])))
  closers.push(
    () => port2.close(),
    () => socket.terminate(),
    () => door.close(),
  )
  const trained = await carryOut(lab, tinyClassifier())
  classifier = { id: trained.id, model: lab.store.artifacts.find(trained.id, 'model')!.hash }
  generator = lab.store.artifacts.find((await carryOut(lab, tinyAutoencoder())).id, 'model')!.hash
})
afterAll(async () => {
  for (const close of closers) await close()
  await lab.close()
  removeFolders()
})

const settings = tinySettings()
const pictures = (() => {
  const bytes = new Uint8Array(3 * 768)
  for (let at = 0; at < 3; at++) drawDatasetPicture(settings, at, bytes, at * 768, 3)
  return bytes
})()

/** Asks both pages the same; the answers must be equal. */
async function both<T>(ask: (page: Page) => Promise<T>): Promise<T> {
  const [first, ...others] = await Promise.all([...pages.values()].map(ask))
  for (const other of others) expect(other).toEqual(first)
  return first!
}
async function faultOf(ask: (page: Page) => Promise<unknown>): Promise<unknown> {
  return both((page) =>
    ask(page).then(
      () => {
        throw new Error('It was not refused.')
      },
      (error: unknown) => {
        if (error instanceof FaultError) return error.fault
        throw error
      },
    ),
  )
}

test('what a lab says of itself', async () => {
  const about = await both((page) => page.about({}))
  expect(about).toMatchObject({ host: 'command line', notices: [] })
  const rows = await both((page) => page.doctor({}))
  expect(rows.find((row) => row.name === 'TensorFlow')).toMatchObject({ ok: true })
  expect(rows.filter((row) => !row.ok)).toEqual([])
})

test('runs, models and curves read the same', async () => {
  const { runs, next, counts } = await both((page) => page.listRuns({ parent: null }))
  expect(runs.map((run) => run.recipe.kind)).toEqual(expect.arrayContaining(['classifier', 'autoencoder']))
  expect([next, counts.trashed]).toEqual([null, 0])
  const models = await both((page) => page.listModels({}))
  expect(models.map((one) => one.hash).sort()).toEqual([classifier.model, generator].sort())
  expect((await both((page) => page.modelHeader({ hash: classifier.model }))).kind).toBe('classifier')
  const curves = await both((page) => page.readMetrics({ id: classifier.id }))
  expect(curves.map((curve) => curve.series)).toEqual(expect.arrayContaining(['train/loss', 'validation/accuracy']))
  const [sampled] = await both((page) => page.readMetrics({ id: classifier.id, series: ['train/loss'], points: 4 }))
  expect(sampled!.points.length).toBeLessThanOrEqual(4)
  expect(sampled!.total).toBeGreaterThan(4)
})

test('a network answers both alike, bytes and numbers', async () => {
  const { logits, probabilities } = await both((page) => page.classify({ model: classifier.model, pictures }))
  expect([logits.length, logits[0]!.length]).toEqual([3, 60])
  for (const [at, row] of probabilities.entries()) {
    expect(row.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 5)
    expect(row.indexOf(Math.max(...row))).toBe(logits[at]!.indexOf(Math.max(...logits[at]!)))
  }
  const { layers } = await both((page) => page.respond({ model: classifier.model, pictures }))
  const conv2 = layers.find((one) => one.layer === 'conv2')!
  const { height, width, maps } = await both((page) =>
    page.activationMaps({ model: classifier.model, layer: 'conv2', channel: 5, pictures }),
  )
  for (const [at, map] of maps.entries()) {
    expect(map).toHaveLength(height * width)
    expect(map.reduce((sum, value) => sum + value, 0) / map.length).toBeCloseTo(conv2.values[at]![5]!, 5)
  }
  const one = pictures.subarray(0, pictures.length / 3)
  const objective = { kind: 'logit', class: 3 } as const
  const found = await both((page) =>
    page.attribute({ model: classifier.model, picture: one, objective, method: { kind: 'gradient-input' } }),
  )
  expect([found.map.length, found.score]).toEqual([one.length / 3, expect.closeTo(logits[0]![3]!, 3)])
  const { z } = await both((page) => page.encode({ generator, pictures }))
  expect([z.length, z[0]!.length]).toEqual([3, 6])
  const drawn = await both((page) => page.decode({ generator, z }))
  expect([drawn.size, drawn.pictures.length]).toEqual([16, pictures.length])
})

test('a setting and what is saved may be any JSON of up to a mebibyte, and is refused in words beyond that', async () => {
  const odd = { $bytes: [0, 4], $$bytes: 1, list: [[[null]]], text: 'ü'.repeat(1000) }
  await both((page) => page.setSetting({ key: 'odd', value: odd }))
  expect(await both((page) => page.getSetting({ key: 'odd' }))).toEqual({ value: odd })
  const deep = (levels: number): Json => (levels === 0 ? 1 : [deep(levels - 1)])
  for (const [value, words] of [
    ['x'.repeat(2 ** 20), /more than 1 MiB/],
    [deep(49), /at most 48 levels/],
  ] as const) {
    expect(await faultOf((page) => page.setSetting({ key: 'odd', value }))).toMatchObject({
      code: 'invalid',
      message: expect.stringMatching(words),
    })
    expect(await faultOf((page) => page.save({ kind: 'odd', name: 'odd', body: value }))).toMatchObject({
      code: 'invalid',
      message: expect.stringMatching(words),
    })
  }
  expect(await both((page) => page.getSetting({ key: 'odd' }))).toEqual({ value: odd })
  expect(await both((page) => page.listSaved({ kind: 'odd' }))).toEqual([])
})

test('what cannot be answered is refused in the same words', async () => {
  const nobody = 'f'.repeat(64)
  for (const [code, ask] of [
    ['missing', (page) => page.getRun({ id: 'nobody' })],
    ['missing', (page) => page.classify({ model: nobody, pictures })],
    ['missing', (page) => page.activationMaps({ model: classifier.model, layer: 'conv9', channel: 0, pictures })],
    ['missing', (page) => page.activationMaps({ model: classifier.model, layer: 'conv2', channel: 99, pictures })],
    ['invalid', (page) => page.classify({ model: generator, pictures })],
    ['invalid', (page) => page.classify({ model: classifier.model, pictures: pictures.subarray(1) })],
    ['invalid', (page) => page.decode({ generator, z: [[1, 2]] })],
    [
      'invalid',
      (page) =>
        page.startRun({ recipe: examplesRecipe.parse({ kind: 'examples', model: nobody, objectives: [{ kind: 'logit', class: 1 }] }) }),
    ],
    ['invalid', (page) => page.startRun({ recipe: { kind: 'dataset', dataset: { count: 1 } } as Recipe })],
    ['invalid', (page) => page.purgeRun({ id: classifier.id })],
    ['invalid', (page) => page.resumeRun({ id: classifier.id })],
  ] satisfies [string, (page: Page) => Promise<unknown>][]) {
    expect(await faultOf(ask)).toMatchObject({ code, message: expect.stringMatching(/\w/) })
  }
})

describe.each(['port', 'socket'])('by %s', (name) => {
  test('a dataset is started, watched, read, changed, thrown away and deleted', async () => {
    const page = pages.get(name)!
    const events: RunEvent[] = []
    const leave = new AbortController()
    const watching = (async () => {
      try {
        for await (const event of page.watch({}, leave.signal)) events.push(event)
      } catch (error) {
        if (!leave.signal.aborted) throw error
      }
    })()
    const jobs: number[] = []
    const watchingJobs = (async () => {
      try {
        for await (const { running } of page.watchJobs({}, leave.signal)) jobs.push(running.length)
      } catch (error) {
        if (!leave.signal.aborted) throw error
      }
    })()
    const seed = name === 'port' ? 11 : 12
    const { id } = await page.startRun({ recipe: { kind: 'dataset', dataset: datasetSettings.parse({ count: 60, seed }) }, name: 'sixty' })
    await lab.ended(id)
    const { run, artifacts } = await page.getRun({ id })
    expect(run).toMatchObject({ state: 'finished', name: 'sixty', summary: { count: 60 } })
    expect(artifacts.map((one) => one.name)).toEqual(['wall', 'manifest'])
    const wall = await lab.site(new Request(`http://lab/artifact/${artifacts[0]!.hash}`))
    expect(decode(new Uint8Array(await wall.arrayBuffer()))).toMatchObject({ width: 15 * 48, height: 4 * 48 })
    await expect.poll(() => events.map((event) => event.type)).toEqual(expect.arrayContaining(['changed', 'progress', 'artifact']))
    await expect.poll(() => [jobs.includes(1), jobs.at(-1)]).toEqual([true, 0])
    leave.abort()
    await Promise.all([watching, watchingJobs])

    expect(await page.startRun({ recipe: run.recipe, reuse: true })).toEqual({ id, reused: true })
    expect((await page.estimate({ recipe: run.recipe })).seconds).toBeGreaterThan(0)
    const { id: replay } = await page.replayRun({ id })
    await lab.ended(replay)
    expect((await page.compareArtifacts({ id, other: replay })).same).toBe(true)
    expect((await page.compareArtifacts({ id, other: classifier.id })).same).toBe(false)
    expect(await page.updateRun({ id, patch: { name: 'renamed', starred: true, tags: ['a'] } })).toMatchObject({
      name: 'renamed',
      starred: true,
      tags: ['a'],
    })
    expect((await page.listRuns({ starred: true })).runs.map((one) => one.id)).toEqual([id])
    await page.updateRun({ id, patch: { trashed: true } })
    expect((await page.listRuns({ trashed: true })).runs.map((one) => one.id)).toEqual([id])
    await page.purgeRun({ id })
    await expect(page.getRun({ id })).rejects.toThrow(/no such run/)
  })

  test('an ascent on a trained network gives pictures, and what a page keeps comes back', async () => {
    const page = pages.get(name)!
    const recipe = ascendRecipe.parse({
      kind: 'ascend',
      model: classifier.model,
      objectives: [{ kind: 'channel', layer: 'conv2', channel: 1 }],
      steps: 6,
    })
    const { id } = await page.startRun({ recipe })
    expect((await lab.ended(id)).state).toBe('finished')
    const { artifacts } = await page.getRun({ id })
    expect(artifacts.some((one) => one.name.startsWith('pictures/conv2:1/'))).toBe(true)
    await page.setSetting({ key: 'view', value: { dark: true } })
    expect((await page.getSetting({ key: 'view' })).value).toEqual({ dark: true })
    expect((await page.getSetting({ key: 'nothing' })).value).toBeNull()
    // What one window keeps stands beside what another has kept; only what both say is the later one's.
    await page.mergeSetting({ key: 'view', value: { wide: 1, tall: 2 } })
    await page.mergeSetting({ key: 'view', value: { tall: 3 } })
    expect((await page.getSetting({ key: 'view' })).value).toEqual({ dark: true, wide: 1, tall: 3 })
    await page.mergeSetting({ key: `fresh ${name}`, value: { one: 1 } })
    expect((await page.getSetting({ key: `fresh ${name}` })).value).toEqual({ one: 1 })
    await expect(page.mergeSetting({ key: 'view', value: [1] as never })).rejects.toThrow()
    const large = 'x'.repeat(2 ** 20 - 30)
    await page.mergeSetting({ key: 'large', value: { [name]: large } })
    await expect(page.mergeSetting({ key: 'large', value: { other: 'x'.repeat(100) } })).rejects.toThrow(
      /the most that is kept in one place/,
    )
    await page.setSetting({ key: 'large', value: null })
    const item = await page.save({ kind: 'point', name: 'a point', body: [1, 2] })
    expect(await page.listSaved({ kind: 'point' })).toEqual([item])
    await page.removeSaved({ id: item.id })
    expect(await page.listSaved({ kind: 'point' })).toEqual([])
  })
})
