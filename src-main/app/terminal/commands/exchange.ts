// The commands that write runs and libraries as files, and take them in.
import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { invalid } from '../../../../src-shared/rpc/fault.ts'
import type { Run } from '../../../../src-shared/run/run.ts'
import { shownName } from '../../../../src-shared/text/shown-name.ts'
import { packRuns, writeArchive } from '../../../exchange/archive.ts'
import { exportRun } from '../../../exchange/export.ts'
import { unpackFile } from '../../../exchange/unpacking.ts'
import { type Common, print, type Verb } from '../command.ts'
import { broughtAt, importNetwork } from './network.ts'
import { withLab, existing, find } from '../library.ts'
import { newFile } from '../arguments.ts'
import { unlessStopped } from '../unless-stopped.ts'

/** Adds `export`, `bundle`, `import` and `backup`. */
export function exchangeCommands(verb: Verb): void {
  verb('export <run>', 'write a run as files for other tools')
    .requiredOption('--out <dir>', 'a new or empty folder')
    .action((given: string, options: Common & { out: string }) =>
      withLab(
        options,
        async (lab) => {
          const run = await find(lab, given)
          const files = await exportRun(run, lab.store, lab.interactive, options.out)
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
            await writeArchive(packRuns([...runs.values()], lab.store), options.out, signal)
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

  verb('import <file>', 'take the runs of a file, or a network of your own, into the library').action(
    async (file: string, options: Common) => {
      const kind = await broughtAt(file)
      if (kind === 'network') return withLab(options, (lab) => importNetwork(lab, file, options))
      if (kind === 'pictures')
        throw invalid(`${resolve(file)} holds pictures: "lab import-pictures" takes them as a dataset. Nothing was imported.`)
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
    },
  )

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
}
