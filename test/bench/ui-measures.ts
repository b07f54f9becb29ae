// What is measured of an open service: its pages, their switches, what follows a hand, the memory, and its answers while it trains.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { CDPSession, Page } from 'playwright/test'
import type { LabClient } from '../e2e/client.ts'
import { median } from './table.ts'
import type { Figure } from './ui-figures.ts'
import { curvePoints, longTraining, records } from './ui-library.ts'
import {
  arrival,
  dialToPicture,
  hoverMap,
  openCurve,
  type Probe,
  scrollFrames,
  searchKeys,
  switchTo,
  switchToPictures,
} from './ui-probe.ts'

/** The service’s line and its pages, where a figure goes, how often each is taken, and the training whose curve is long. */
interface Bench {
  client: LabClient
  open(url: string, slow?: number): Promise<{ page: Page; tools: CDPSession }>
  add(figure: Figure): void
  repeats: number
  long: string
}

const root = join(import.meta.dirname, '..', '..')

const wait = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds)
  })

/** Takes every figure of the service at `url`, in one order. */
export async function measure(url: string, { client, open, add, repeats, long }: Bench): Promise<void> {
  const arrivals: Awaited<ReturnType<typeof arrival>>[] = []
  for (let turn = 0; turn < repeats; turn++) {
    const { page } = await open(url)
    arrivals.push(await arrival(page))
    await page.context().close()
  }
  add({ what: 'Page load to first content', unit: 'ms', values: arrivals.map((one) => one.content), of: 'p95', budget: 1500 })
  add({ what: 'Page load to interactive', unit: 'ms', values: arrivals.map((one) => one.ready), of: 'p95', budget: 2500 })
  add({ what: 'Layout shift while Home loads', unit: 'score', values: arrivals.map((one) => one.shifts), of: 'most', budget: 0.02 })
  const scripts = arrivals[0]!.scripts.map((name) => readFileSync(join(root, 'out', 'renderer', 'assets', name.split('/').at(-1)!)))
  add({
    what: `Initial scripts of Home, compressed (${scripts.length} files)`,
    unit: 'kB',
    values: [scripts.reduce((sum, bytes) => sum + gzipSync(bytes).length, 0) / 1000],
    of: 'most',
    budget: 300,
  })

  const { page, tools } = await open(url)
  await arrival(page)
  const routes = ['data', 'train', 'look', 'imagine', 'runs', 'objective', 'settings', 'help', 'reproduce', 'home']
  for (const route of routes) {
    await switchTo(page, route)
    await wait(400)
  }
  // What pages start by themselves when first seen, such as the search for dataset examples, is no part of switching.
  while ((await client.listRuns({ states: ['running', 'queued'], limit: 1 })).runs.length > 0) await wait(200)
  const switches = routes.map((route) => ({ route, values: [] as number[] }))
  for (let turn = 0; turn < repeats; turn++)
    for (const { route, values } of switches) {
      values.push(await switchTo(page, route))
      await wait(120)
    }
  const each = switches
    .map(({ route, values }) => ({ route, usual: median(values) }))
    .sort((a, b) => b.usual - a.usual)
    .map(({ route, usual }) => `${route} ${usual.toFixed(0)}`)
    .join(', ')
  add({
    what: 'Page switch',
    unit: 'ms',
    values: switches.flatMap(({ values }) => values),
    of: 'p95',
    budget: 100,
    note: `median of each page: ${each}`,
  })

  const pictured = switches.map(({ route }) => ({ route, values: [] as number[] }))
  for (let turn = 0; turn < repeats; turn++)
    for (const { route, values } of pictured) {
      const taken = await switchToPictures(page, route)
      if (taken !== null) values.push(taken)
    }
  add({
    what: 'Page switch to its last picture',
    unit: 'ms',
    values: pictured.flatMap(({ values }) => values),
    of: 'p95',
    budget: 300,
    note: `median of each page: ${pictured
      .filter(({ values }) => values.length > 0)
      .map(({ route, values }) => `${route} ${median(values).toFixed(0)}`)
      .join(', ')}`,
  })

  const go = async (hash: string, there: string): Promise<void> => {
    await page.evaluate((to) => {
      location.hash = to
    }, hash)
    await page.locator(there).first().waitFor()
    await wait(1000)
  }
  await go('#/data/class/39', 'main canvas')
  add({ what: 'Frames while scrolling the sheet of a class', unit: 'ms', values: await scrollFrames(page), of: 'p95', budget: 20 })
  await go('#/runs', 'main [data-run]')
  add({
    what: `Frames while scrolling the list of ${records.toLocaleString('en-US')} runs`,
    unit: 'ms',
    values: await scrollFrames(page),
    of: 'p95',
    budget: 20,
  })
  await page.evaluate(() => {
    document.querySelector('main')!.scrollTop = 0
  })
  add({
    what: 'Key in the search of runs to its answer on screen',
    unit: 'ms',
    values: await searchKeys(page, 'rainbows 0041'),
    of: 'p95',
    budget: 100,
    note: 'no budget of its own: press to visible change',
  })
  const searches: number[] = []
  for (const word of ['f', 'fi', 'fixture', 'corners', 'rainbows 0041', 'nothing like it', '#fixture', 'edges 99']) {
    for (let turn = 0; turn < repeats; turn++) {
      const began = performance.now()
      await client.listRuns({ search: word, parent: null, limit: 100 })
      searches.push(performance.now() - began)
    }
  }
  add({ what: `Search in ${records.toLocaleString('en-US')} runs, there and back`, unit: 'ms', values: searches, of: 'p95', budget: 50 })

  await go('#/imagine', 'main input[type=range]')
  await page.waitForFunction(() => document.querySelectorAll('main canvas').length > 10)
  await dialToPicture(page, 5)
  add({ what: 'Latent slider to its picture', unit: 'ms', values: await dialToPicture(page, 12 * repeats), of: 'p95', budget: 50 })

  const curves: number[] = []
  for (let turn = 0; turn <= repeats; turn++) curves.push(await openCurve(page, long))
  add({
    what: `Opening a curve of ${curvePoints.toLocaleString('en-US')} points`,
    unit: 'ms',
    values: curves.slice(1),
    of: 'p95',
    budget: 150,
  })

  await go('#/imagine/map', 'main canvas')
  await page.waitForFunction(() => (window as unknown as { probe: Probe }).probe.redraws.length > 0, undefined, { timeout: 60_000 })
  await wait(1000)
  await page.evaluate(() => {
    ;(window as unknown as { probe: Probe }).probe.redraws.length = 0
  })
  const map = (await page.locator('main canvas').first().boundingBox())!
  await page.mouse.move(map.x + map.width / 2, map.y + map.height / 2)
  for (let turn = 0; turn < 12 * repeats; turn++) {
    await page.mouse.wheel(0, turn % 12 < 6 ? -40 : 40)
    await wait(30)
  }
  await wait(300)
  add({
    what: 'Redraw of a map of 24,000 points',
    unit: 'ms',
    values: await page.evaluate(() => (window as unknown as { probe: Probe }).probe.redraws),
    of: 'p95',
    budget: 12,
  })
  add({ what: 'Pointing at a map of 24,000 points', unit: 'ms', values: await hoverMap(page, 20 * repeats), of: 'p95', budget: 5 })

  // Real presses, as the browser times interactions.
  await page.evaluate(() => {
    ;(window as unknown as { probe: Probe }).probe.events.length = 0
  })
  for (const route of routes) {
    await page.locator(`nav ul a[href="#/${route}"]`).click()
    await wait(500)
  }
  add({
    what: 'Press to the next frame, as the browser tells it',
    unit: 'ms',
    values: await page.evaluate(() => (window as unknown as { probe: Probe }).probe.events),
    of: 'most',
    budget: 200,
  })

  const heap = async (): Promise<number> => {
    await tools.send('HeapProfiler.collectGarbage')
    await wait(300)
    await tools.send('HeapProfiler.collectGarbage')
    return ((await tools.send('Runtime.getHeapUsage')) as { usedSize: number }).usedSize / 1e6
  }
  await tools.send('Emulation.setCPUThrottlingRate', { rate: 1 })
  const before = await heap()
  for (let turn = 0; turn < 50; turn++) {
    await switchTo(page, routes[turn % routes.length]!)
    await wait(60)
  }
  const after = await heap()
  add({ what: 'Heap of the page', unit: 'MB', values: [before, after], of: 'most', budget: 80 })
  add({ what: 'Its growth over 50 page switches', unit: 'MB', values: [Math.max(0, after - before)], of: 'most', budget: 5 })
  await page.context().close()

  // The process that owns the library is asked something small, fifty times a second, while the engine trains.
  const { id } = await client.startRun({ recipe: longTraining, name: 'Training of the bench' })
  while (!/epoch/.test((await client.getRun({ id })).run.progress?.phase ?? '')) await wait(200)
  const trips: number[] = []
  for (let turn = 0; turn < 300; turn++) {
    const began = performance.now()
    await client.about({})
    trips.push(performance.now() - began)
    await wait(Math.max(0, 20 - (performance.now() - began)))
  }
  await client.cancelRun({ id })
  add({ what: 'Answer of the service while it trains', unit: 'ms', values: trips, of: 'p99', budget: 50 })
}
