// The commands that make runs, list them, show them and go on with them.
import { Option } from 'commander'
import { environmentRows } from '../../../../src-shared/run/environment.ts'
import { shownName } from '../../../../src-shared/text/shown-name.ts'
import { carryOut } from '../run-to-end.ts'
import { columns } from '../table.ts'
import { localTime, zone } from '../output.ts'
import { type Common, print, type Verb } from '../command.ts'
import { withLab, existing, allRuns, find } from '../library.ts'
import { conclude } from '../conclusion.ts'
import { readRecipe, epochsOption } from '../arguments.ts'

/** Adds `run`, `runs`, `show`, `resume` and `longer`. */
export function runCommands(verb: Verb): void {
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
}
