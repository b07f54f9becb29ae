// The command that takes a network of one's own into the library.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join, relative, resolve } from 'node:path'
import { InvalidArgumentError, Option } from 'commander'
import { type Brought, broughtKind, nothingBrought } from '../../../../src-shared/domains/brought.ts'
import { classNamesFrom } from '../../../../src-shared/network/class-names.ts'
import { preprocessings } from '../../../../src-shared/network/preprocessing.ts'
import { invalid } from '../../../../src-shared/rpc/fault.ts'
import { sameWords } from '../../../../src-shared/text/same-words.ts'
import { shownName } from '../../../../src-shared/text/shown-name.ts'
import { computedNetwork } from '../../../exchange/networks/computed-network.ts'
import { keepNetwork } from '../../../exchange/networks/kept-network.ts'
import { readInThread } from '../../../exchange/networks/read-in-thread.ts'
import { sourceOf, stagedFiles } from '../../../exchange/networks/staged-files.ts'
import { keptFile, stagedNetwork } from '../../../exchange/networks/staged-network.ts'
import { openZip } from '../../../exchange/zip/reader.ts'
import { ZipError } from '../../../../src-shared/zip/directory.ts'
import { sha256 } from '../../../store/hashes.ts'
import type { OpenLab } from '../../../lab.ts'
import { type Common, print, type Verb } from '../command.ts'
import { withLab } from '../library.ts'
import { unlessStopped } from '../unless-stopped.ts'

interface NetworkOptions {
  name?: string
  /** How it takes its pictures, one of `preprocessings`. */
  pictures?: string
  classes?: string
  side?: number
}

/** Adds `import-network`. */
export function networkCommand(verb: Verb): void {
  verb('import-network <path>', 'take a network of your own into the library: ONNX, Keras, or TensorFlow.js, a file, folder or zip')
    .option('--name <name>', 'what the network is called (default: as its file)')
    .addOption(
      new Option(
        '--pictures <range>',
        'how the network wants its pictures (default: as its first operations say, else zero-to-one)',
      ).choices(Object.keys(preprocessings)),
    )
    .option('--classes <file>', 'names of the classes: a text file with one a line, or JSON')
    .option('--side <n>', 'pixels of a side, for a network that takes pictures of any size', sideOf)
    .action((path: string, options: Common & NetworkOptions) => withLab(options, (lab) => importNetwork(lab, path, options)))
}

function sideOf(text: string): number {
  const side = Number(text)
  if (!Number.isInteger(side) || side < 8 || side > 1024) throw new InvalidArgumentError('A side is from 8 to 1024 pixels.')
  return side
}

/** What lies at a path, by what is in it; runs for what is nothing else. Throws `invalid` for a path where nothing is. */
export async function broughtAt(path: string): Promise<Brought> {
  const found = statSync(path, { throwIfNoEntry: false })
  if (!found) throw invalid(`There is no file ${resolve(path)}. Nothing was imported.`)
  if (found.isDirectory()) {
    const names = readdirSync(path, { recursive: true, encoding: 'utf8' }).map((name) => name.replaceAll('\\', '/'))
    const kind = broughtKind(names)
    if (kind === 'network' || kind === 'pictures') return kind
    throw invalid(`${nothingBrought(basename(resolve(path)), names)} Nothing was imported.`)
  }
  if (!/\.zip$/i.test(path)) return broughtKind([basename(path)]) ?? 'runs'
  try {
    const zip = await openZip(path, { entries: 1_000_000, total: 2 ** 40 })
    await zip.close()
    return broughtKind([...zip.entries.keys()]) ?? 'runs'
  } catch (error) {
    // Whoever reads it as a run says what is wrong with it.
    if (error instanceof ZipError) return 'runs'
    throw error
  }
}

/** Takes a network into the library. */
export function importNetwork(lab: OpenLab, path: string, options: Common & NetworkOptions): Promise<void> {
  return unlessStopped('Nothing was imported.', async (signal) => {
    const files = await stagedFiles(placedAt(resolve(path)))
    const read = await readInThread(files, options.side === undefined ? {} : { side: options.side }, signal)
    const staged = stagedNetwork(read, sourceOf(files))
    const { bytes } = keptFile(staged, staged.model.header)
    const found = await computedNetwork(lab.interactive, { ...staged, bytes, hash: sha256(bytes) })
    signal.throwIfAborted()
    const { channels } = found.input
    const classNames = options.classes === undefined ? found.classNames : namesIn(options.classes)
    if (classNames && classNames.length !== found.classes)
      throw invalid(`This network tells ${found.classes ?? 0} classes, and there are ${classNames.length} names. Nothing was imported.`)
    const preprocessing = preprocessings[options.pictures ?? found.reading?.name ?? 'zero-to-one']!(channels)
    const file = keptFile(staged, { preprocessing, background: new Array<number>(channels).fill(0.5), classNames })
    const name = options.name ?? basename(resolve(path))
    const { id, model } = keepNetwork(lab.store, { name, file, info: staged.info, parameters: found.parameters })
    const { input, layers, units, parameters } = found
    print(options, { id, model, ...found }, () =>
      [
        `Imported: ${shownName(name)}, which looks at pictures of ${input.height} x ${input.width} x ${input.channels}`,
        `${layers} layers with ${units.toLocaleString('en-US')} units, ${parameters.toLocaleString('en-US')} weights`,
        ...read.notes,
        ...(found.reading && options.pictures === undefined ? [found.reading.because] : []),
        ...(found.same ? [sameWords(found.same)] : []),
        `run ${id}`,
        `network ${model}`,
      ].join('\n'),
    )
  })
}

/** The files at a path: itself, the weights beside it, or all in its folder. */
function placedAt(path: string): { name: string; path: string }[] {
  const found = statSync(path, { throwIfNoEntry: false })
  if (!found) throw invalid(`There is no ${path}. Nothing was imported.`)
  const folder = found.isDirectory() ? path : join(path, '..')
  if (found.isFile() && !/model\.json$|\.onnx$/i.test(path)) return [{ name: basename(path), path }]
  const all = readdirSync(folder, { recursive: found.isDirectory(), withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => join(one.parentPath, one.name))
  // Beside an ONNX file or a model.json only what they may name.
  const own = found.isDirectory() ? all : all.filter((one) => one === path || /\.(bin|data|weights)$|shard/i.test(one))
  if (own.length > 1000)
    throw invalid(`${folder} has more than 1,000 files. Put the network into a folder of its own. Nothing was imported.`)
  return own.map((one) => ({ name: relative(folder, one).replaceAll('\\', '/'), path: one }))
}

function namesIn(path: string): string[] {
  try {
    return classNamesFrom(readFileSync(resolve(path), 'utf8'))
  } catch (error) {
    throw invalid(`The names of the classes could not be read from ${resolve(path)}: ${(error as Error).message} Nothing was imported.`)
  }
}
