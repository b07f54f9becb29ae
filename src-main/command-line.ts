// The command line: the same service as the page's, without a window. Results go to stdout, progress to stderr.
import { accessSync, constants, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { z } from 'zod'
import type { RunFilter } from '../src-shared/contract.ts'
import { type Comparison, outcomeOf, reasonWords, rowWords, sizeWords } from '../src-shared/run/replay-comparison.ts'
import { environmentRows } from '../src-shared/run/environment.ts'
import { faultOf, invalid, missing } from '../src-shared/rpc/fault.ts'
import { countVerdicts, type Figure, verdictSentence, verdictWords } from '../src-shared/run/figure.ts'
import {
  type Recipe,
  type ReproducePreset,
  recipe as recipeSchema,
  reproducePreset,
  seed as seedSchema,
} from '../src-shared/recipe/recipe.ts'
import { reproduction } from '../src-shared/recipe/reproduction-presets.ts'
import type { Run } from '../src-shared/run/run.ts'
import { shownLines, shownName } from '../src-shared/text/shown-name.ts'
import { packRuns, writeBundle } from './exchange/archive.ts'
import { carryOut, stoppedCode } from './app/terminal/run-to-end.ts'
import { createEngine } from './engine/client.ts'
import { doctor } from './app/doctor.ts'
import { exportRun } from './exchange/export.ts'
import { libraryFolder } from './app/library-folder.ts'
import { type OpenLab, openLab } from './lab.ts'
import { reportOf } from './report/page.ts'
import { onStop } from './app/stop-signals.ts'
import { columns } from './app/terminal/table.ts'
import { localTime, tell, tellJson, warn, zone } from './app/terminal/output.ts'
import { unpackFile } from './exchange/unpacking.ts'
import { version } from './app/version.ts'

interface Common {
  json?: true
  library?: string
}

/** Prints one JSON document, or `words`; never both. */
function print(options: Common, value: unknown, words: () => string): void {
  if (options.json) tellJson(value)
  else tell(words())
}

/** Opens the library for some work. One that is only to be read is not made: a mistyped name must not leave an empty library. */
async function withLab<T>(options: Common, work: (lab: OpenLab) => Promise<T>, { existing = false } = {}): Promise<T> {
  const folder = libraryFolder(options.library)
  if (existing && !existsSync(join(folder, 'library.sqlite')) && !statSync(folder, { throwIfNoEntry: false })?.isFile())
    throw missing(`There is no library in ${folder}. Nothing was created; name another folder with --library.`)
  const lab = await openLab({ folder, starter: false })
  try {
    for (const notice of lab.store.notices) warn(notice.message)
    return await work(lab)
  } finally {
    await lab.close()
  }
}
const existing = { existing: true }

/** Work that Ctrl-C ends between two steps; then `words` say what is left. */
async function unlessStopped(words: string, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const stop = new AbortController()
  const deaf = onStop(
    () => stop.abort(),
    () => process.exit(stoppedCode),
  )
  try {
    await work(stop.signal)
  } catch (error) {
    if (!stop.signal.aborted) throw error
    warn(`Stopped. ${words}`)
    process.exitCode = stoppedCode
  } finally {
    deaf()
  }
}

function conclude(options: Common, lab: OpenLab, run: Run, more: Record<string, unknown> = {}): void {
  const goesOn =
    run.state !== 'finished' &&
    run.state !== 'cancelled' &&
    (run.recipe.kind === 'reproduce' || lab.store.checkpoints.get(run.id) !== undefined)
  print(
    options,
    { id: run.id, state: run.state, seconds: run.seconds, summary: run.summary, fault: run.fault, notices: run.notices, ...more },
    () =>
      [
        `${shownName(run.name)}: ${run.state} in ${run.seconds.toFixed(1)} s`,
        `run ${run.id}`,
        ...(run.fault ? [run.fault.message] : []),
        ...(goesOn ? [`What is done is kept: "lab resume ${run.id.slice(0, 8)}" continues from there.`] : []),
        JSON.stringify(run.summary, null, 2),
      ].join('\n'),
  )
  if (run.state !== 'finished') process.exitCode ??= 1
}

/** Every page of a list. */
async function allRuns(lab: OpenLab, filter: RunFilter): Promise<Run[]> {
  const found: Run[] = []
  for (let before: string | null | undefined; before !== null; ) {
    const { runs, next } = await lab.client.listRuns({ ...filter, limit: 1000, ...(before === undefined ? {} : { before }) })
    found.push(...runs)
    before = next
  }
  return found
}

/** A run by its id or the beginning of it, also one in the Trash. */
async function find(lab: OpenLab, given: string): Promise<Run> {
  const exact = lab.store.runs.get(given)
  if (exact) return exact
  if (given.length < shortestId)
    throw invalid(
      `"${given}" does not name a run: give its id, or at least the first ${shortestId} characters of it. "lab runs" lists them.`,
    )
  const fitting = [...(await allRuns(lab, { archived: 'all' })), ...(await allRuns(lab, { trashed: true }))].filter((run) =>
    run.id.startsWith(given),
  )
  if (fitting.length === 1) return fitting[0]!
  throw invalid(
    fitting.length === 0
      ? `There is no run ${given}. "lab runs" lists them.`
      : `${given} is the beginning of ${fitting.length} runs; give more of it.`,
  )
}
/** Characters of an id that are enough to look for. */
const shortestId = 4

function readRecipe(file: string): Recipe {
  let raw: unknown
  try {
    raw = JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw invalid(`${file} cannot be read as a recipe: ${(error as Error).message}`)
  }
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
    throw new InvalidArgumentError('Its folder does not exist or cannot be written to.')
  }
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory()) throw new InvalidArgumentError('It is a folder; name a file.')
  return file
}

/** A file that must not be there yet: nothing is overwritten. */
function newFile(text: string): string {
  const file = outFile(text)
  if (existsSync(file)) throw new InvalidArgumentError('A file of this name exists already; it was not changed. Choose another name.')
  return file
}

const program = new Command('lab')
  .description('Phosphene without a window: train, visualize, search and compare from scripts.')
  .version(version)
  .exitOverride()
program.configureOutput({ outputError: (text, write) => write(shownLines(text.replace(/^error: /, ''))) })
program.addHelpText(
  'after',
  '\nRUN is the id of a run as "lab runs" lists it, or its first characters. Relative paths start at the folder you are in.\nCode 0: ' +
    'it worked. 1: the work failed. 2: a flag, recipe or file was wrong, and nothing was written. 130: you stopped it.',
)
const verb = (usage: string, words: string): Command =>
  program
    .command(usage)
    .description(words)
    .option('--json', 'print one JSON document, and nothing else, on stdout')
    .option('--library <dir>', 'the library folder (default: the one the window uses)')
    .allowExcessArguments(false)

verb('doctor', 'check everything the lab depends on').action(async (options: Common) => {
  const folder = libraryFolder(options.library)
  const rows = await withLab(options, (lab) => lab.client.doctor({})).catch(async (error: unknown) => {
    const look = createEngine({ nice: 0 })
    try {
      return await doctor({ store: faultOf(error).message, look, folder })
    } finally {
      look.close()
    }
  })
  print(options, rows, () =>
    columns(
      ['', 'part', 'state', 'what to do'],
      rows.map((row) => [row.ok ? 'ok' : 'NO', row.name, row.value, row.hint]),
    ),
  )
  if (rows.some((row) => !row.ok)) process.exitCode = 1
})

/**
 * Figures as lines: what one sees, each claim with its verdict and rule, and what is no claim; at the end how many of each verdict there
 * are.
 */
function figuresAsText(figures: Figure[]): string {
  const lines = figures.flatMap((one) => [
    `Fig. ${one.number}  ${one.reading}`,
    ...one.claims.flatMap(({ verdict, paper, ours, rule }) => [
      `  ${verdictWords[verdict].word.toUpperCase()}: ${paper}`,
      `      ${ours}`,
      ...(rule ? [`      Agrees if ${rule.agrees}.`, `      Differs if ${rule.differs}.`] : []),
    ]),
    ...one.remarks.flatMap(({ paper, ours }) => [`  No verdict: ${paper}`, `      ${ours}`]),
  ])
  const verdicts = figures.flatMap((one) => one.claims.map((claim) => claim.verdict))
  if (verdicts.length > 0) lines.push(`Of ${verdicts.length} claims, ${verdictSentence(countVerdicts(verdicts))}.`)
  return lines.map((line) => `${line}\n`).join('')
}

verb('reproduce', 'run the paper’s experiments')
  .addOption(new Option('--preset <preset>', 'size of the experiments').choices(reproducePreset.options).makeOptionMandatory())
  .option('--seed <n>', 'seed of everything', seedOption, 1)
  .option('--out <file>', 'write the result as one HTML file', outFile)
  .action((options: Common & { preset: ReproducePreset; seed: number; out?: string }) =>
    withLab(options, async (lab) => {
      const run = await carryOut(lab, () => lab.client.startRun({ recipe: reproduction(options.preset, options.seed) }))
      if (options.out !== undefined) writeFileSync(options.out, Buffer.concat([...reportOf([run], lab.store).pieces()]))
      const figures = await lab.client.figures({ id: run.id })
      if (!options.json) tell(figuresAsText(figures).trimEnd())
      conclude(options, lab, run, { figures })
    }),
  )

verb('run <recipe>', 'run a recipe from a JSON file').action((file: string, options: Common) => {
  const recipe = readRecipe(file)
  return withLab(options, async (lab) => conclude(options, lab, await carryOut(lab, () => lab.client.startRun({ recipe }))))
})

verb('runs', 'list the runs of the library')
  .option('--all', 'also archived runs')
  .action((options: Common & { all?: true }) =>
    withLab(options, async (lab) => {
      const runs = await allRuns(lab, { parent: null, archived: options.all ? 'all' : 'hide' })
      print(options, runs, () =>
        runs.length === 0
          ? 'No runs yet. "lab reproduce --preset quick" makes the first.'
          : columns(
              ['run', 'state', 'time', `made (${zone()})`, 'name'],
              runs.map((run) => [
                run.id.slice(0, 8),
                run.state,
                `${run.seconds.toFixed(1)} s`,
                localTime(run.created),
                shownName(run.name),
              ]),
            ),
      )
    }),
  )

verb('show <run>', 'show one run: recipe, summary, artifacts').action((given: string, options: Common) =>
  withLab(
    options,
    async (lab) => {
      const { id } = await find(lab, given)
      const detail = await lab.client.getRun({ id })
      print(options, detail, () =>
        [
          `${shownName(detail.run.name)} (${detail.run.state}, ${detail.run.seconds.toFixed(1)} s)`,
          ...(detail.run.fault ? [detail.run.fault.message] : []),
          JSON.stringify(detail.run.recipe, null, 2),
          JSON.stringify(detail.run.summary, null, 2),
          ...(detail.run.environment
            ? [
                columns(
                  ['made on', ''],
                  environmentRows(detail.run.environment).map(({ label, value }) => [label, value]),
                ),
              ]
            : ['made on: not recorded']),
          columns(
            ['artifact', 'media', 'size', 'hash'],
            detail.artifacts.map((one) => [
              shownName(one.name),
              shownName(one.media),
              `${one.size.toLocaleString('en-US')} bytes`,
              one.hash.slice(0, 12),
            ]),
          ),
          ...detail.children.map((child) => `part ${child.id.slice(0, 8)}  ${child.state}  ${shownName(child.name)}`),
        ].join('\n'),
      )
    },
    existing,
  ),
)

verb('resume <run>', 'continue a run that was paused or interrupted, or that failed').action((given: string, options: Common) =>
  withLab(
    options,
    async (lab) => {
      const { id } = await find(lab, given)
      conclude(
        options,
        lab,
        await carryOut(lab, async () => {
          await lab.client.resumeRun({ id })
          return { id }
        }),
      )
    },
    existing,
  ),
)

function epochsOption(text: string): number {
  const parsed = z.int().min(1).max(1000).safeParse(Number(text))
  if (!parsed.success || text.trim() === '') throw new InvalidArgumentError('Epochs are a whole number from 1 to 1000.')
  return parsed.data
}

verb('longer <run>', 'train a finished network for more epochs, as a new run')
  .addOption(new Option('--epochs <n>', 'epochs to add').argParser(epochsOption).makeOptionMandatory())
  .action((given: string, options: Common & { epochs: number }) =>
    withLab(
      options,
      async (lab) => {
        const { id } = await find(lab, given)
        conclude(options, lab, await carryOut(lab, () => lab.client.trainLonger({ id, epochs: options.epochs })))
      },
      existing,
    ),
  )

/** What a script learns of a replay whose results differ: 3 where the two records say why, 1 where nothing recorded explains it. */
const replayCodes = { same: 0, explained: 3, silent: 1, unexplained: 1 } as const
const short = (value: number): string => String(Number(value.toPrecision(3)))

verb('replay <run>', 'run a recipe again and compare every byte')
  .addHelpText(
    'after',
    `
Exit code 0: the same bytes. 3: results differ, and the two records name another processor, setting or version.
1: they differ and nothing recorded explains it, or the replay failed.`,
  )
  .action((given: string, options: Common) =>
    withLab(
      options,
      async (lab) => {
        const before = await find(lab, given)
        const run = await carryOut(lab, () => lab.client.replayRun({ id: before.id }))
        if (run.state !== 'finished') return conclude(options, lab, run)
        const comparison = await lab.client.compareArtifacts({ id: run.id, other: before.id })
        if (!options.json) tell(`${compared(comparison)}\n`)
        conclude(options, lab, run, { comparison })
        process.exitCode = replayCodes[outcomeOf(comparison)]
      },
      existing,
    ),
  )

/** "Here" is the replay, "there" the run it repeats. */
function compared(comparison: Comparison): string {
  const different = comparison.rows.filter((row) => !row.same)
  if (comparison.same) return 'The same bytes, artifact by artifact.'
  return [
    `Not the same: ${different.length} of ${comparison.rows.length} results differ.`,
    reasonWords(comparison),
    sizeWords(comparison, short),
    columns(
      ['result', 'how far the replay (here) is from the run it repeats (there)'],
      different.map((row) => [shownName(row.name), rowWords(row, short)]),
    ),
  ]
    .filter((line) => line !== '')
    .join('\n')
}

verb('export <run>', 'write a run as files for other tools')
  .requiredOption('--out <dir>', 'a new or empty folder')
  .action((given: string, options: Common & { out: string }) =>
    withLab(
      options,
      async (lab) => {
        const run = await find(lab, given)
        const files = await exportRun(run, lab.store, lab.look, options.out)
        print(options, { id: run.id, out: options.out, files }, () => `${files} files in ${options.out}`)
      },
      existing,
    ),
  )

verb('bundle <runs...>', 'write runs, with everything they build on, as one file that another library can import')
  .requiredOption('--out <file>', 'a new file', newFile)
  .action((given: string[], options: Common & { out: string }) =>
    withLab(
      options,
      async (lab) => {
        const runs = new Map<string, Run>()
        for (const one of given) {
          const run = await find(lab, one)
          runs.set(run.id, run)
        }
        await unlessStopped('The file was not finished and was removed.', async (signal) => {
          await writeBundle(packRuns([...runs.values()], lab.store), options.out, signal)
          const { size } = statSync(options.out)
          print(
            options,
            { out: options.out, ids: [...runs.keys()], bytes: size },
            () =>
              `${options.out}: ${runs.size === 1 ? 'one run' : `${runs.size} runs`} in ` +
              `${size.toLocaleString('en-US')} bytes. "lab import" takes it into another library.`,
          )
        })
      },
      existing,
    ),
  )

verb('import <file>', 'take the runs of a file into the library').action((file: string, options: Common) => {
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) throw invalid(`There is no file ${resolve(file)}. Nothing was imported.`)
  return withLab(options, (lab) =>
    unlessStopped('Nothing was imported.', async (signal) => {
      const { id, already } = await unpackFile(resolve(file), lab.store, 'imported', signal)
      print(
        options,
        { id, already },
        () => `${already ? 'Already in the library' : 'Imported'}: ${shownName(lab.store.runs.get(id)?.name ?? '')}\nrun ${id}`,
      )
    }),
  )
})

verb('backup', 'copy the whole library into one file, from which it can be opened again')
  .requiredOption('--out <file>', 'a new file', newFile)
  .action((options: Common & { out: string }) =>
    withLab(
      options,
      async (lab) => {
        await unlessStopped('The backup was not finished and was removed.', async (signal) => {
          const bytes = await lab.store.backupTo(options.out, { signal })
          print(
            options,
            { out: options.out, bytes },
            () =>
              `${options.out}: ${bytes.toLocaleString('en-US')} bytes. To open it: --library ` +
              `${options.out}, or put it into an empty folder as library.sqlite.`,
          )
        })
      },
      existing,
    ),
  )

// Whoever reads has heard enough, as "head" has after ten lines.
process.stdout.on('error', () => process.exit(process.exitCode ?? 0))

try {
  await program.parseAsync()
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2
  else {
    const fault = faultOf(error)
    warn(fault.message)
    process.exitCode = fault.code === 'invalid' || fault.code === 'missing' ? 2 : 1
  }
}
