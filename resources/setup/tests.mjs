// The tests: the static checks, the laws, the walks over the pages.
import { existsSync, readdirSync, rmSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { withChromium } from './chromium.mjs'
import { Stopped } from './failure.mjs'
import { get } from './files.mjs'
import { at, LAB } from './places.mjs'
import { foreground, stopping } from './process.mjs'
import { sideBySide } from './side-by-side.mjs'

const REPORTS = { vitest: join(LAB, 'vitest.json'), playwright: join(LAB, 'playwright.json') }
// None needs another, so several go at a time; the longest first, so that none is left to go alone at the end.
const CHECKS = [
  ['svelte-check', '--tsgo', '--fail-on-warnings', '--tsconfig', './tsconfig.json'],
  ['tsc', '-p', 'test'],
  ['tsc', '-p', 'src-main'],
  ['depcruise', '-c', '.dependency-cruiser.mjs', 'src-main', 'src-renderer', 'src-shared', 'resources', 'test', 'setup.mjs'],
  ['knip'],
  ['biome', 'check'],
  ['prettier', '--check', '--log-level', 'warn', 'src-renderer/**/*.svelte'],
]
const VITEST = ['vitest', 'run', '--config', 'test/vitest.config.ts']
const PLAYWRIGHT = ['playwright', 'test', '-c', 'test/playwright.config.ts']

/** Passed, failed and skipped of a JSON report; a runner that failed without naming a test counts as one failure. */
export function counts(report, code) {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, stats } = JSON.parse(report || '{}')
  const [passed, failed, skipped] = stats
    ? [stats.expected + stats.flaky, stats.unexpected, stats.skipped]
    : [numPassedTests ?? 0, numFailedTests ?? 0, (numPendingTests ?? 0) + (numTodoTests ?? 0)]
  return { passed, failed: code === 0 ? failed : Math.max(1, failed), skipped }
}

const heading = (words) =>
  console.log(`\n== ${words.filter((word) => !word.startsWith('--reporter') && !word.startsWith('--outputFile')).join(' ')}`)

/** The static checks, each told whole; how many failed. More than four at a time would take more memory than time is saved. */
async function checked() {
  const codes = await sideBySide(CHECKS, Math.min(4, availableParallelism()), (words, _code, text) => {
    heading(words)
    process.stdout.write(text)
  })
  return codes.filter((code) => code !== 0).length
}

/** What the page said when a walk was lost, so that a fault of another machine can be read there. */
function lastPages() {
  const results = at('test-results')
  const lost = existsSync(results) ? readdirSync(results, { recursive: true }).filter((name) => name.endsWith('error-context.md')) : []
  for (const name of lost.slice(0, 3)) console.log(`\n== ${name}\n${get(join(results, name)).slice(0, 12_000)}`)
}

/** Everything that is checked before a change is good, or with `filters` the laws in these files alone; resolves to the exit code. */
export async function test(filters) {
  const total = { passed: 0, failed: 0, skipped: 0 }
  const vitest = [...VITEST, '--reporter=default', '--reporter=json', `--outputFile.json=${REPORTS.vitest}`, ...filters]
  const stages = filters.length > 0 ? [vitest] : [vitest, [...PLAYWRIGHT, '--reporter=list,json']]
  if (filters.length === 0) {
    try {
      await withChromium()
    } catch (error) {
      if (process.env.CI || error instanceof Stopped) throw error
      console.error(`${error.text('chromium')}\n  The tests of the page are skipped.`)
      stages.pop()
      total.skipped = 1
    }
  }
  if (filters.length === 0) total.failed = await checked()
  for (const words of stages) {
    if (total.failed > 0 || stopping) break
    const report = REPORTS[words[0]]
    rmSync(report, { force: true })
    heading(words)
    const code = await foreground(words, { env: { PLAYWRIGHT_JSON_OUTPUT_FILE: REPORTS.playwright } })
    const found = counts(get(report), code)
    for (const key of Object.keys(total)) total[key] += found[key]
    if (words === stages[1] && code !== 0) lastPages()
  }
  console.log(`\n${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`)
  return total.failed > 0 ? 1 : 0
}
