// The command that takes a folder of pictures into the library as a dataset.
import { InvalidArgumentError, Option } from 'commander'
import { type Framing, framing } from '../../../../src-shared/domains/pictures/settings.ts'
import { outcomeOf } from '../../../../src-shared/run/outcome.ts'
import { shownName } from '../../../../src-shared/text/shown-name.ts'
import { openPictureSource } from '../../../exchange/pictures/folder.ts'
import { importPictures } from '../../../exchange/pictures/import-folder.ts'
import { createForecast } from '../../../../src-shared/run/forecast.ts'
import { type Common, print, type Verb } from '../command.ts'
import { withLab } from '../library.ts'
import { warn } from '../output.ts'
import { createProgressLine } from '../progress.ts'
import { unlessStopped } from '../unless-stopped.ts'

/** One of the settings of a framing, from its text. */
const setting =
  <K extends keyof Framing>(key: K, words: string) =>
  (text: string): Framing[K] => {
    const read = framing.shape[key].safeParse(key === 'size' ? Number(text) : text)
    if (!read.success || text.trim() === '') throw new InvalidArgumentError(words)
    return read.data as Framing[K]
  }

/** Adds `import-pictures`. */
export function picturesCommand(verb: Verb): void {
  verb('import-pictures <folder>', 'take pictures into the library as a dataset: a folder or zip, whose sub-folders are the classes')
    .option('--name <name>', 'what the dataset is called (default: as the folder)')
    .option('--size <n>', 'width and height in pixels', setting('size', 'A size is a multiple of 16 from 16 to 224.'), 48)
    .addOption(new Option('--fit <fit>', 'cut out the middle, or show all with bars').choices(['crop', 'letterbox']).default('crop'))
    .option(
      '--background <colour>',
      'of bars, and of what is transparent',
      setting('background', 'A colour is # and six hexadecimal digits, such as #ffffff.'),
      '#000000',
    )
    .action(async (path: string, options: Common & Framing & { name?: string }) => {
      // Before the library is opened: a mistyped name must not make one.
      const source = await openPictureSource(path)
      try {
        await withLab(options, (lab) =>
          unlessStopped('Nothing was imported.', async (signal) => {
            const line = createProgressLine(process.stderr)
            const left = createForecast()
            const { size, fit, background } = options
            try {
              const run = await importPictures(source, lab.store, {
                framing: { size, fit, background },
                name: options.name ?? source.name,
                signal,
                told: (done, total) =>
                  line.show('', { phase: 'reading pictures', done, total, secondsLeft: left(done, total, performance.now()) }),
              })
              line.end()
              for (const notice of run.notices) warn(notice.message)
              print(options, { id: run.id, ...run.summary }, () => `Imported: ${shownName(run.name)}, ${outcomeOf(run)}\nrun ${run.id}`)
            } finally {
              line.end()
            }
          }),
        )
      } finally {
        await source.close()
      }
    })
}
