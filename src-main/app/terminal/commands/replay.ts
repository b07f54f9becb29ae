// The command that runs a recipe again and compares every byte.
import { type Comparison, outcomeOf, reasonWords, rowWords, sizeWords } from '../../../../src-shared/run/replay-comparison.ts'
import { shownName } from '../../../../src-shared/text/shown-name.ts'
import { carryOut } from '../run-to-end.ts'
import { columns } from '../table.ts'
import { tell } from '../output.ts'
import type { Common, Verb } from '../command.ts'
import { withLab, existing, find } from '../library.ts'
import { conclude } from '../conclusion.ts'

/** What a script learns of a replay whose results differ: 3 where the two records say why, 1 where nothing recorded explains it. */
const replayCodes = { same: 0, explained: 3, silent: 1, unexplained: 1 } as const
const short = (value: number): string => String(Number(value.toPrecision(3)))

/** Adds `replay`. */
export function replayCommand(verb: Verb): void {
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
}

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
