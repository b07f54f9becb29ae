// npm run bench:ui: how fast the page answers, in Chromium against the built service, each figure beside its budget. Nothing here fails for
// being slow: the table is to be read, and the figures are kept to be compared.
//
// Options: --throttle N (slows the page's processor, as the budgets suppose; 1 leaves it alone), --repeats N, --json (JSON lines only).
import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { chromium, type Browser, type CDPSession, type Page } from 'playwright/test'
import { lineTo } from '../e2e/client.ts'
import { startService } from '../e2e/lab.ts'
import { type Figure, figureTable, judged, keep } from './ui-figures.ts'
import { addFixture, makeNetworks } from './ui-library.ts'
import { install } from './ui-probe.ts'
import { measure } from './ui-measures.ts'

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
    await measure(service.url, { client, open, add, repeats, long })
  } finally {
    close()
    await service.stop()
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
