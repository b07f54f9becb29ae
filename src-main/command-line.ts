// The command line: the same service as the page's, without a window. Results go to stdout, progress to stderr.
import { accessSync, constants, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { z } from 'zod'
import type { RunFilter } from '../src-shared/contract.ts'
import { type Comparison, outcomeOf, reasonWords, rowWords, sizeWords } from '../src-shared/comparison.ts'
import { environmentRows } from '../src-shared/environment.ts'
import { faultOf, invalid } from '../src-shared/fault.ts'
import { countVerdicts, type Figure, verdictSentence, verdictWords } from '../src-shared/figure.ts'
import { type Recipe, type ReproducePreset, recipe as recipeSchema, reproducePreset, seed as seedSchema } from '../src-shared/recipe.ts'
import { reproduction } from '../src-shared/reproduction.ts'
import type { Run } from '../src-shared/run.ts'
import { createEngine } from './engine/host.ts'
import { doctor } from './doctor.ts'
import { exportRun } from './export.ts'
import { libraryFolder } from './folder.ts'
import { type OpenLab, openLab } from './lab.ts'
import { createMeter, type Meter } from './meter.ts'
import { columns } from './table.ts'
import { version } from './version.ts'

interface Common { json?: true; library?: string }

/** Prints one JSON document, or `words`; never both. */
function print(options: Common, value: unknown, words: () => string): void {
  process.stdout.write(options.json ? `${JSON.stringify(value)}\n` : `${words()}\n`)
}

async function withLab<T>(options: Common, work: (lab: OpenLab) => Promise<T>): Promise<T> {
  const lab = await openLab({ folder: libraryFolder(options.library), starter: false })
  try {
    return await work(lab)
  } finally {
    await lab.close()
  }
}

/** Starts a recipe, shows how it goes, and returns the run when it has ended. Ctrl-C cancels it and keeps what it has. */
async function carryOut(lab: OpenLab, start: () => Promise<{ id: string }>): Promise<Run> {
  const meter = createMeter(process.stderr)
  const leave = new AbortController()
  const showing = show(lab, meter, leave.signal)
  const { id } = await start()
  const stop = (): void => { void lab.client.cancelRun({ id }).catch(() => { /* it has ended meanwhile */ }) }
  // The second one does not wait: the library is sound at every moment.
  for (const signal of stops) process.once(signal, stop)
  try {
    return await lab.ended(id)
  } finally {
    for (const signal of stops) process.off(signal, stop)
    leave.abort()
    await showing
    meter.end()
  }
}
const stops = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

async function show(lab: OpenLab, meter: Meter, signal: AbortSignal): Promise<void> {
  const names = new Map<string, string>()
  try {
    for await (const event of lab.client.watch({}, signal)) {
      if (event.type === 'notice') meter.say(event.notice.message)
      if (event.type !== 'progress') continue
      if (!names.has(event.run)) {
        const { run } = await lab.client.getRun({ id: event.run })
        names.set(run.id, run.parent === null ? '' : run.name)
      }
      meter.show(names.get(event.run)!, event.progress)
    }
  } catch (error) {
    if (!signal.aborted) meter.say(faultOf(error).message)
  }
}

function conclude(options: Common, run: Run, more: Record<string, unknown> = {}): void {
  print(options, { id: run.id, state: run.state, seconds: run.seconds, summary: run.summary, fault: run.fault, notices: run.notices, ...more },
    () => [`${run.name}: ${run.state} in ${run.seconds.toFixed(1)} s`, `run ${run.id}`, ...(run.fault ? [run.fault] : []), JSON.stringify(run.summary, null, 2)].join('\n'))
  if (run.state !== 'finished') process.exitCode = 1
}

/** Every page of a list. */
async function allRuns(lab: OpenLab, filter: RunFilter): Promise<Run[]> {
  const found: Run[] = []
  for (let before: string | null | undefined; before !== null;) {
    const { runs, next } = await lab.client.listRuns({ ...filter, limit: 1000, ...(before === undefined ? {} : { before }) })
    found.push(...runs)
    before = next
  }
  return found
}

/** A run by its id or the beginning of it. */
async function find(lab: OpenLab, given: string): Promise<Run> {
  const exact = lab.store.runs.get(given)
  if (exact) return exact
  const fitting = given.length >= 4 ? (await allRuns(lab, { archived: 'all' })).filter((run) => run.id.startsWith(given)) : []
  if (fitting.length === 1) return fitting[0]!
  throw invalid(fitting.length === 0 ? `There is no run ${given}. "lab runs" lists them.` : `${given} is the beginning of ${fitting.length} runs; write more of it.`)
}

function readRecipe(file: string): Recipe {
  let raw: unknown
  try { raw = JSON.parse(readFileSync(file, 'utf8')) } catch (error) { throw invalid(`${file} cannot be read as a recipe: ${(error as Error).message}`) }
  const parsed = recipeSchema.safeParse(raw)
  if (!parsed.success) throw invalid(`${file} is not a recipe of this version. ${z.prettifyError(parsed.error)}`)
  return parsed.data
}

function seedOption(text: string): number {
  const parsed = seedSchema.safeParse(Number(text))
  if (!parsed.success || text.trim() === '') throw new InvalidArgumentError('A seed is a whole number from 0 to 4294967295.')
  return parsed.data
}

/** A file to be written at the end of long work: that it cannot be is better said at its beginning. */
function outFile(text: string): string {
  const file = resolve(text)
  try {
    accessSync(dirname(file), constants.W_OK)
  } catch {
    throw new InvalidArgumentError('Its folder is not there or cannot be written to.')
  }
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory()) throw new InvalidArgumentError('It is a folder; name a file.')
  return file
}

const program = new Command('lab').description('Phosphene without a window: train, visualize, search and compare from scripts.').version(version).exitOverride()
program.configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, '')) })
const verb = (usage: string, words: string): Command =>
  program.command(usage).description(words).option('--json', 'print one JSON document on stdout, nothing else there').option('--library <dir>', 'the library folder (default: the one the window uses)').allowExcessArguments(false)

verb('doctor', 'check everything the lab stands on').action(async (options: Common) => {
  const rows = await withLab(options, (lab) => lab.client.doctor({})).catch(async (error: unknown) => {
    const look = createEngine({ nice: 0 })
    try { return await doctor({ store: faultOf(error).message, look, folder: libraryFolder(options.library) }) } finally { look.close() }
  })
  print(options, rows, () => columns(['', 'part', 'state', 'what to do'], rows.map((row) => [row.ok ? 'ok' : 'NO', row.name, row.value, row.hint])))
  if (rows.some((row) => !row.ok)) process.exitCode = 1
})

/** Figures as lines: what one sees, each claim with its verdict and rule, and what is no claim; at the end how many of each verdict there are. */
function figuresAsText(figures: Figure[]): string {
  const lines = figures.flatMap((one) => [
    `Fig. ${one.number}  ${one.reading}`,
    ...one.claims.flatMap(({ verdict, paper, ours, rule }) => [
      `  ${verdictWords[verdict].word.toUpperCase()}: ${paper}`, `      ${ours}`, ...(rule ? [`      Agrees if ${rule.agrees}.`, `      Differs if ${rule.differs}.`] : []),
    ]),
    ...one.remarks.flatMap(({ paper, ours }) => [`  No verdict: ${paper}`, `      ${ours}`]),
  ])
  const verdicts = figures.flatMap((one) => one.claims.map((claim) => claim.verdict))
  if (verdicts.length > 0) lines.push(`Of ${verdicts.length} claims, ${verdictSentence(countVerdicts(verdicts))}.`)
  return lines.map((line) => `${line}\n`).join('')
}

verb('reproduce', 'carry out the paper’s experiments').addOption(new Option('--preset <preset>', 'size of the experiments').choices(reproducePreset.options).makeOptionMandatory())
  .option('--seed <n>', 'seed of everything', seedOption, 1).option('--out <file>', 'write the result as one HTML file', outFile)
  .action((options: Common & { preset: ReproducePreset; seed: number; out?: string }) => withLab(options, async (lab) => {
    const run = await carryOut(lab, () => lab.client.startRun({ recipe: reproduction(options.preset, options.seed) }))
    if (options.out !== undefined) writeFileSync(options.out, (await lab.client.report({ ids: [run.id] })).bytes)
    const figures = await lab.client.figures({ id: run.id })
    if (!options.json) process.stdout.write(figuresAsText(figures))
    conclude(options, run, { figures })
  }))

verb('run <recipe>', 'carry out a recipe from a JSON file').action((file: string, options: Common) => {
  const recipe = readRecipe(file)
  return withLab(options, async (lab) => conclude(options, await carryOut(lab, () => lab.client.startRun({ recipe }))))
})

verb('runs', 'list the runs of the library').option('--all', 'also archived runs').action((options: Common & { all?: true }) => withLab(options, async (lab) => {
  const runs = await allRuns(lab, { parent: null, archived: options.all ? 'all' : 'hide' })
  print(options, runs, () => (runs.length === 0 ? 'No runs yet. "lab reproduce --preset quick" makes the first.'
    : columns(['run', 'state', 'seconds', 'made', 'name'], runs.map((run) => [run.id.slice(0, 8), run.state, run.seconds.toFixed(1), new Date(run.created).toISOString().slice(0, 16).replace('T', ' '), run.name]))))
}))

verb('show <run>', 'show one run: recipe, summary, artifacts').action((given: string, options: Common) => withLab(options, async (lab) => {
  const { id } = await find(lab, given)
  const detail = await lab.client.getRun({ id })
  print(options, detail, () => [`${detail.run.name} (${detail.run.state}, ${detail.run.seconds.toFixed(1)} s)`, JSON.stringify(detail.run.recipe, null, 2), JSON.stringify(detail.run.summary, null, 2),
    ...(detail.run.environment ? [columns(['made on', ''], environmentRows(detail.run.environment).map(({ label, value }) => [label, value]))] : ['made on: not recorded']),
    columns(['artifact', 'media', 'bytes', 'hash'], detail.artifacts.map((one) => [one.name, one.media, String(one.size), one.hash.slice(0, 12)])),
    ...detail.children.map((child) => `part ${child.id.slice(0, 8)}  ${child.state}  ${child.name}`)].join('\n'))
}))

/** What a script learns of a replay whose results differ: 3 where the two records say why, 1 where nothing recorded explains it. */
const replayCodes = { same: 0, explained: 3, silent: 1, unexplained: 1 } as const
const short = (value: number): string => String(Number(value.toPrecision(3)))

verb('replay <run>', 'carry out a run’s recipe again and compare every byte').addHelpText('after', `
Exit code 0: the same bytes. 3: results differ, and the two records name another processor, setting or version. 1: they differ and nothing recorded explains it, or the replay failed.`).action((given: string, options: Common) => withLab(options, async (lab) => {
  const before = await find(lab, given)
  const run = await carryOut(lab, () => lab.client.replayRun({ id: before.id }))
  if (run.state !== 'finished') return conclude(options, run)
  const comparison = await lab.client.compareArtifacts({ id: run.id, other: before.id })
  if (!options.json) process.stdout.write(`${compared(comparison)}\n\n`)
  conclude(options, run, { comparison })
  process.exitCode = replayCodes[outcomeOf(comparison)]
}))

/** "Here" is the replay, "there" the run it repeats. */
function compared(comparison: Comparison): string {
  const different = comparison.rows.filter((row) => !row.same)
  if (comparison.same) return 'The same bytes, artifact by artifact.'
  return [`Not the same: ${different.length} of ${comparison.rows.length} results differ.`, reasonWords(comparison), sizeWords(comparison, short),
    columns(['result', 'how far the replay (here) is from the run it repeats (there)'], different.map((row) => [row.name, rowWords(row, short)]))].filter((line) => line !== '').join('\n')
}

verb('export <run>', 'write a run as files for other tools').requiredOption('--out <dir>', 'a new or empty folder').action((given: string, options: Common & { out: string }) => withLab(options, async (lab) => {
  const run = await find(lab, given)
  const files = await exportRun(run, lab.store, lab.look, options.out)
  print(options, { id: run.id, out: options.out, files }, () => `${files} files in ${options.out}`)
}))

// Whoever reads has heard enough, as "head" has after ten lines.
process.stdout.on('error', () => process.exit(process.exitCode ?? 0))

try {
  await program.parseAsync()
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2
  else {
    const fault = faultOf(error)
    process.stderr.write(`${fault.message}\n`)
    process.exitCode = fault.code === 'invalid' || fault.code === 'missing' ? 2 : 1
  }
}
