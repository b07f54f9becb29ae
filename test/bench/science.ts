// npm run bench: how fast the lab's own steps are here, against the peak of this machine, against eager tfjs and against PyTorch.
//
// Each round measures all of these right after each other, so that what else the machine does weighs on all alike; the figures are medians
// over the rounds, of rates and of ratios. Options: --rounds N, --seconds S (of each measurement), --only WORD (keys that contain it),
// --python COMMAND (one that can import torch), --json (JSON lines on stdout and nothing else there).
import { appendFileSync, mkdirSync } from 'node:fs'
import { loadavg } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { environmentOf } from '../../src-main/engine/process/environment.ts'
import { environmentRows } from '../../src-shared/run/environment.ts'
import { median, rounded, share, table, times } from './table.ts'
import { findPython, startTorch, type Torch } from './pytorch.ts'
import { gemm, networks, type Work, works } from './works.ts'

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '0.7' },
    only: { type: 'string', default: '' },
    python: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
})
const rounds = Number(options.rounds)
const seconds = Number(options.seconds)
if (!Number.isInteger(rounds) || rounds < 1 || !(seconds > 0)) {
  console.error('--rounds takes a whole number from 1, --seconds a number above 0.')
  process.exit(2)
}

interface Figure {
  work: string
  unit: string
  perSecond: number
  /** Slowest and fastest round. */
  range: [number, number]
  /** Share of the floating-point rate of the matrix product in the same round. */
  peakShare: number | null
  overEager: number | null
  overTorch: number | null
  torchMode: string | null
}

/** Units a second of `run`, which does `units` of them. */
function rate(run: () => void, units: number): number {
  const start = performance.now()
  let done = 0
  for (;;) {
    run()
    done += units
    const spent = performance.now() - start
    if (spent >= 1000 * seconds) return (1000 * done) / spent
  }
}

async function measure(work: Work, torch: Torch | null, product: ReturnType<typeof gemm>): Promise<Figure & { gemm: number }> {
  const [ours, eager, theirs, peaks]: [number[], number[], number[], number[]] = [[], [], [], []]
  let mode: string | null = null
  // TensorFlow optimizes a graph when it first runs.
  for (let warm = 0; warm < 3; warm++) {
    work.run()
    work.eager?.()
  }
  for (let round = 0; round < rounds; round++) {
    peaks.push(rate(product.run, product.floatingPointOperations))
    ours.push(rate(work.run, work.units))
    if (work.eager) eager.push(rate(work.eager, work.units))
    if (torch && work.torch) {
      const answer = await torch.measure(work.torch, seconds)
      theirs.push(answer.perSecond)
      mode = answer.mode
      // Its threads spin for a moment before they sleep.
      await new Promise((resolve) => setTimeout(resolve, 300))
    }
  }
  const over = (others: number[]): number | null => (others.length > 0 ? median(ours.map((one, at) => one / others[at]!)) : null)
  const { multiplyAdds } = work
  return {
    work: work.key,
    unit: work.unit,
    perSecond: median(ours),
    range: [Math.min(...ours), Math.max(...ours)],
    peakShare: multiplyAdds === null ? null : median(ours.map((one, at) => (2 * multiplyAdds * one) / peaks[at]!)),
    overEager: over(eager),
    overTorch: over(theirs),
    torchMode: mode,
    gemm: median(peaks),
  }
}

const say = (text: string): void => {
  ;(options.json ? process.stderr : process.stdout).write(text)
}
const python = findPython(options.python === undefined ? ['python3', 'python'] : [options.python])
const torch = python === null ? null : await startTorch(python, networks)
const environment = environmentOf()
const machine = {
  ...environment,
  node: process.version,
  torch: torch?.version ?? null,
  /** Load average of the last minute before the bench began: what else there was to do. Always 0 on Windows. */
  load: loadavg()[0]!,
}
const log = fileURLToPath(new URL('../../.lab/', import.meta.url))
const time = new Date().toISOString()
const rows: string[][] = []
const peaks: number[] = []
const product = gemm()
for (let warm = 0; warm < 5; warm++) product.run()

say(
  `${environmentRows(environment)
    .map(({ label, value }) => `${label}: ${value}`)
    .join('\n')}\n`,
)
if (environment.oneDnn !== true) {
  say(
    `oneDNN is ${environment.oneDnn === null ? 'left to TensorFlow' : 'off'}: figures taken without it are several times smaller on ` +
      `most processors and say nothing of the lab as it runs. Unset TF_ENABLE_ONEDNN_OPTS to measure that.\n`,
  )
}
say(`${rounds} rounds of ${seconds} s for each measurement; medians.\n`)
if (machine.load > machine.threads / 4) {
  say(
    `The machine is busy (load ${machine.load.toFixed(1)} on ${machine.threads} threads). Figures taken now say little, and ` +
      'ratios to PyTorch nothing: its threads wait by spinning, so it suffers most. Run this again when the machine is idle.\n',
  )
}
for (const { key, make } of works().filter((one) => one.key.includes(options.only))) {
  const work = make()
  const { gemm: peak, ...figure } = await measure(work, torch, product)
  work.dispose()
  peaks.push(peak)
  const line = JSON.stringify({ time, ...figure, gemmPerSecond: peak, rounds, seconds, ...machine })
  if (options.json) console.log(line)
  else {
    mkdirSync(log, { recursive: true })
    appendFileSync(`${log}bench.jsonl`, `${line}\n`)
  }
  say(`  ${key}: ${rounded(figure.perSecond)} ${figure.unit}/s\n`)
  rows.push([
    work.name,
    `${rounded(figure.perSecond)} ${figure.unit}/s`,
    `${rounded(figure.range[0])} - ${rounded(figure.range[1])}`,
    share(figure.peakShare),
    times(figure.overEager),
    figure.overTorch === null ? '-' : `${times(figure.overTorch)} (${figure.torchMode})`,
  ])
}
product.dispose()
torch?.stop()

if (rows.length === 0) {
  console.error(
    `No work has "${options.only}" in its key. They are: ${works()
      .map(({ key }) => key)
      .join(', ')}.`,
  )
  process.exitCode = 2
} else {
  say(`\n${table([['work', 'ours', 'rounds', 'of peak', 'over eager', 'over PyTorch'], ...rows])}\n\n`)
  say(`Peak: ${rounded(median(peaks) / 1e9)} GFLOP/s in float32 products of 1024 x 1024 matrices, measured in the same rounds.\n`)
  say('Share of peak: multiply-adds of the networks as they are written; a folded convolution does fewer.\n')
  say(
    torch
      ? `PyTorch ${torch.version} with ${torch.threads} threads, eager or compiled, whichever was faster.\n`
      : 'No Python with torch was found, so there is nothing to compare with; --python COMMAND names one.\n',
  )
  if (!options.json) say('Each figure was added to .lab/bench.jsonl.\n')
}
