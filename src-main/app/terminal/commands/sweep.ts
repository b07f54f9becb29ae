// The command that varies settings of an ascent, and its numbers as lines.
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { InvalidArgumentError } from 'commander'
import { invalid } from '../../../../src-shared/rpc/fault.ts'
import { cellsOf } from '../../../../src-shared/recipe/sweep-cells.ts'
import { compact } from '../../../../src-shared/text/numbers.ts'
import { tableOf, resultOf } from '../../../../src-shared/run/results/form.ts'
import { sweepResults } from '../../../../src-shared/run/results/sweep.ts'
import type { Run } from '../../../../src-shared/run/run.ts'
import type { OpenLab } from '../../../lab.ts'
import { readRecipe } from '../arguments.ts'
import type { Common, Verb } from '../command.ts'
import { conclude } from '../conclusion.ts'
import { withLab } from '../library.ts'
import { tell } from '../output.ts'
import { carryOut } from '../run-to-end.ts'
import { columns } from '../table.ts'

/** Adds `sweep`. */
export function sweepCommand(verb: Verb): void {
  verb('sweep <recipe>', 'vary settings of an ascent: a recipe of the kind "sweep" from a JSON file')
    .option('--out <dir>', 'write the pictures as one sheet and the numbers as CSV into a new or empty folder', emptyFolder)
    .action((file: string, options: Common & { out?: string }) => {
      const recipe = readRecipe(file)
      if (recipe.kind !== 'sweep') throw invalid(`${file} is a recipe of the kind "${recipe.kind}". Carry it out with "lab run".`)
      return withLab(options, async (lab) => {
        const run = await carryOut(lab, () => lab.client.startRun({ recipe }))
        const rows = cellRows(lab, run)
        if (options.out !== undefined) writeFiles(lab, run, options.out)
        if (!options.json && rows.length > 0)
          tell(
            columns(
              ['setting', 'objective', 'score'],
              rows.map(({ words, key, score }) => [words, key, compact(score)]),
            ),
          )
        conclude(options, lab, run, { cells: rows })
      })
    })
}

/** A folder that is new or empty, told at the beginning of long work. */
function emptyFolder(text: string): string {
  const folder = resolve(text)
  try {
    mkdirSync(folder, { recursive: true })
    if (readdirSync(folder).length === 0) return folder
  } catch (error) {
    throw new InvalidArgumentError(`It cannot be written to: ${(error as Error).message}`)
  }
  throw new InvalidArgumentError('It is not empty; nothing in it was changed. Choose a new folder.')
}

const { cells, numbers, sheet } = sweepResults.artifacts
function cellRows(lab: OpenLab, run: Run): { words: string; key: string; score: number }[] {
  if (run.recipe.kind !== 'sweep') return []
  const words = new Map(cellsOf(run.recipe).cells.map((one) => [one.at.join(), one.words]))
  const found = resultOf(cells, lab.store.artifacts.of(run.id))
  const made = found ? tableOf(cells, lab.store.artifacts.read(found.hash)!.bytes) : []
  return made.flatMap(({ at, pictures }) => pictures.map(({ key, score }) => ({ words: words.get(at.join()) ?? '', key, score })))
}
function writeFiles(lab: OpenLab, run: Run, folder: string): void {
  const artifacts = lab.store.artifacts.of(run.id)
  for (const [form, name] of [
    [numbers, 'numbers.csv'],
    [sheet, 'sheet.png'],
  ] as const) {
    const found = resultOf(form, artifacts)
    if (found) writeFileSync(join(folder, name), lab.store.artifacts.read(found.hash)!.bytes)
  }
}
