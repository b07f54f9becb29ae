// What is said of a run when it has ended.
import { isComposite } from '../../../src-shared/recipe/recipe.ts'
import type { Run } from '../../../src-shared/run/run.ts'
import { shownName } from '../../../src-shared/text/shown-name.ts'
import type { OpenLab } from '../../lab.ts'
import { type Common, print } from './command.ts'

/** Says how a run ended, with what the command adds to it, and sets the exit code: 1 unless it finished. */
export function conclude(options: Common, lab: OpenLab, run: Run, more: Record<string, unknown> = {}): void {
  const goesOn =
    run.state !== 'finished' && run.state !== 'cancelled' && (isComposite(run.recipe) || lab.store.checkpoints.get(run.id) !== undefined)
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
