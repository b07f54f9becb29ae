// npm run bench:ui: how fast the page answers, in Chromium against the built service, each figure beside its budget. Nothing here fails for
// being slow: the table is to be read, and the figures are kept to be compared.
//
// Options: --throttle N (slows the page's processor, as the budgets suppose; 1 leaves it alone), --repeats N, --json (JSON lines only).
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { gzipSync } from 'node:zlib'
import { chromium, type Browser, type CDPSession, type Page } from 'playwright/test'
import { lineTo } from '../pages/client.ts'
import { startService } from '../pages/lab.ts'
import { median } from './table.ts'
import { type Figure, figureTable, judged, keep } from './ui-figures.ts'
import { addFixture, curvePoints, longTraining, makeNetworks, records } from './ui-library.ts'
import {
  arrival,
  dialToPicture,
  hoverMap,
  install,
  openCurve,
  type Probe,
  scrollFrames,
  searchKeys,
  switchTo,
  switchToPictures,
} from './ui-probe.ts'

const { values: options } = parseArgs({
  options: {
    throttle: { type: 'string', default: '4' },
    repeats: { type: 'string', default: '5' },
    json: { type: 'boolean', default: false },
  },
})
const [throttle, repeats] = [Number(options.throttle), Number(options.repeats)]
if (!(throttle >= 1) || !Number.isInteger(repeats) || repeats < 1) {
  console.error('--throttle takes a number from 1, --repeats a whole number from 1.')
  process.exit(2)
}
const say = (words: string): void => {
  if (!options.json) process.stderr.write(words)
}
const wait = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds)
  })
const root = join(import.meta.dirname, '..', '..')
const about = {
  processor: cpus()[0]?.model.trim() ?? 'unknown',
  threads: availableParallelism(),
  load: loadavg()[0]!,
  throttle,
  platform: process.platform,
}
const figures: Figure[] = []
function add(figure: Figure): void {
  figures.push(figure)
  say(
    figure.values.length === 0
      ? `  ${figure.what}: not measured\n`
      : `  ${figure.what}: ${judged(figure).toPrecision(3)} ${figure.unit} ` +
          `(${figure.of}; budget ${figure.budget})${figure.note === undefined ? '' : `; ${figure.note}`}\n`,
  )
}

say(`${about.processor}, ${about.threads} threads; the page's processor slowed ${throttle} times.\n`)
if (about.load > about.threads / 4)
  say(
    `The machine is busy (load ${about.load.toFixed(1)} on ${about.threads} threads), so these figures say little. Run this again ` +
      `when it is idle.\n`,
  )

const folder = mkdtempSync(join(tmpdir(), 'phosphene-bench-'))
let browser: Browser | null = null
try {
  say('Preparing the library\n')
  const preparing = await startService(folder)
  const line = lineTo(preparing)
  await makeNetworks(line.client)
  line.close()
  await preparing.stop()
  const long = addFixture(folder)

  browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  })
  const open = async (url: string, slow = throttle): Promise<{ page: Page; tools: CDPSession }> => {
    const page = await (await browser!.newContext({ viewport: { width: 1280, height: 800 } })).newPage()
    const tools = await page.context().newCDPSession(page)
    await tools.send('Emulation.setCPUThrottlingRate', { rate: slow })
    await page.addInitScript(install)
    await page.goto(url)
    return { page, tools }
  }

  // The whole start, from the command to the first picture of a page, by this process's clock.
  const cold: number[] = []
  for (let turn = 0; turn < repeats; turn++) {
    const began = performance.now()
    const one = await startService(folder)
    const { page } = await open(one.url)
    await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length > 0)
    cold.push(performance.now() - began)
    await page.context().close()
    await one.stop()
  }
  add({ what: 'Cold start of service and page to first content', unit: 'ms', values: cold, of: 'p95', budget: 1500 })

  const service = await startService(folder)
  const { client, close } = lineTo(service)
  try {
    await measure(service.url)
  } finally {
    close()
    await service.stop()
  }

  async function measure(url: string): Promise<void> {
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

  if (options.json) {
    for (const { values, ...one } of figures) console.log(JSON.stringify({ ...one, values, ...about }))
  } else {
    keep(figures, join(root, '.lab'), about)
    console.log(
      `\n${figureTable(figures)}\n\nEach figure was added to .lab/bench-ui.jsonl. The budgets are for a page slowed 4 times; here it ` +
        `was slowed ${throttle} times, the service not at all.`,
    )
  }
} finally {
  await browser?.close()
  rmSync(folder, { recursive: true, force: true })
}
