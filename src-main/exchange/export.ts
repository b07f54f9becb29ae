// A run as files for other tools: PNG pictures, CSV curves, models for TensorFlow.js and Keras, a dataset as raw arrays.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, extname, join, resolve } from 'node:path'
import { className, colours, shapes, styles } from '../../src-shared/domains/shapes/classes.ts'
import { factorNames, generateDataset } from '../../src-shared/domains/shapes/dataset.ts'
import { splits } from '../../src-shared/domains/splits.ts'
import { FaultError, invalid } from '../../src-shared/rpc/fault.ts'
import { decodeModel, modelMedia } from '../../src-shared/network/model-file.ts'
import type { DatasetSettings } from '../../src-shared/recipe/recipe.ts'
import type { Run } from '../../src-shared/run/run.ts'
import type { Engine } from '../engine/client.ts'
import { modelNotes } from './model-notes.ts'
import type { Store } from '../store/open.ts'

const text = new TextEncoder()
const endings = new Map([
  ['image/png', '.png'],
  ['application/json', '.json'],
  ['text/html', '.html'],
  ['text/csv', '.csv'],
])

/** Every file of an export as a relative path, made of safe parts, and its bytes. Parts of a run go into folders of their own. */
async function* exportFiles(run: Run, store: Store, engine: Engine): AsyncGenerator<{ path: string; bytes: Uint8Array }> {
  yield { path: 'recipe.json', bytes: text.encode(`${JSON.stringify(run.recipe, null, 2)}\n`) }
  yield { path: 'run.json', bytes: text.encode(`${JSON.stringify(run, null, 2)}\n`) }
  for (const { series } of store.metrics.series(run.id)) {
    const rows = store.metrics.read(run.id, series).map(({ step, value }) => `${step},${value}`)
    yield { path: `curves/${safe(series)}.csv`, bytes: text.encode(`step,value\n${rows.join('\n')}\n`) }
  }
  const meta: Record<string, unknown> = {}
  for (const one of store.artifacts.of(run.id)) {
    const { bytes } = store.artifacts.read(one.hash)!
    if (one.media === modelMedia)
      for await (const file of modelFiles(one.hash, bytes, run, engine)) yield { ...file, path: `${safe(one.name)}/${file.path}` }
    else {
      yield { path: `${one.name.split('/').map(safe).join('/')}${endings.get(one.media) ?? '.bin'}`, bytes }
    }
    meta[one.name] = { ...one.meta, hash: one.hash, media: one.media }
  }
  yield { path: 'artifacts.json', bytes: text.encode(`${JSON.stringify(meta, null, 2)}\n`) }
  if (run.recipe.kind === 'dataset') yield* datasetFiles(run.recipe.dataset)
  for (const child of store.runs.children(run.id))
    for await (const file of exportFiles(child, store, engine)) yield { ...file, path: `${safe(child.name)}/${file.path}` }
}

/** A network for other programs: as TensorFlow.js layers models, or, one that was brought, as its operations and its weights. */
async function* modelFiles(hash: string, bytes: Uint8Array, run: Run, engine: Engine): AsyncGenerator<{ path: string; bytes: Uint8Array }> {
  const { header, weights } = decodeModel(bytes)
  if (header.kind === 'imported') {
    yield { path: 'network.json', bytes: text.encode(`${JSON.stringify(header, null, 2)}\n`) }
    // One array after the other, in the order and with the shapes that network.json lists.
    yield { path: 'weights.f32', bytes: Buffer.concat(weights.map((one) => new Uint8Array(one.buffer, one.byteOffset, one.byteLength))) }
    return
  }
  const { folders } = await (await engine.clientWith(hash, () => bytes)).layersModel({ model: hash })
  for (const [name, content] of Object.entries(modelNotes(header, run.appVersion))) yield { path: name, bytes: text.encode(content) }
  for (const [folder, files] of Object.entries(folders))
    for (const [name, content] of Object.entries(files)) yield { path: `${folder}/${name}`, bytes: content }
}

/** images.u8 [n, size, size, 3], labels.u8, factors.csv and split.csv. */
function* datasetFiles(settings: DatasetSettings): Generator<{ path: string; bytes: Uint8Array }> {
  const { images, labels, factors, split } = generateDataset(settings)
  yield { path: 'images.u8', bytes: images }
  yield { path: 'labels.u8', bytes: labels }
  const rows = Array.from({ length: settings.count }, (_, at) => {
    const [shape, style, colour, ...rest] = factors.subarray(factorNames.length * at, factorNames.length * (at + 1))
    return [at, labels[at], className(labels[at]!), shapes[shape!], styles[style!], colours[colour!], ...rest].join(',')
  })
  yield { path: 'factors.csv', bytes: text.encode(`index,label,class,${factorNames.join(',')}\n${rows.join('\n')}\n`) }
  yield { path: 'split.csv', bytes: text.encode(`index,split\n${Array.from(split, (part, at) => `${at},${splits[part]}`).join('\n')}\n`) }
}

/**
 * Writes an export into `folder`, which must be empty or not there. Returns the number of files. Throws `invalid` if it cannot be written;
 * then nothing is left of it.
 */
export async function exportRun(run: Run, store: Store, engine: Engine, folder: string): Promise<number> {
  const root = resolve(folder)
  const before = entriesOf(root)
  if (before !== null && before.length > 0) throw invalid(`${root} is not empty. Choose a new folder, so that nothing is overwritten.`)
  const written = new Set<string>()
  try {
    for await (const { path, bytes } of exportFiles(run, store, engine)) {
      const file = freePath(join(root, path), written)
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, bytes)
      written.add(file.toLowerCase())
    }
    return written.size
  } catch (error) {
    rmSync(root, { recursive: true, force: true })
    if (before !== null) mkdirSync(root)
    throw error instanceof FaultError
      ? error
      : invalid(`${root} could not be written, and nothing was left behind: ${(error as Error).message}`)
  }
}

/** What is in a folder; null if it is not there. */
function entriesOf(root: string): string[] | null {
  try {
    return readdirSync(root)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return null
    throw invalid(code === 'ENOTDIR' ? `${root} is a file, or is inside one. Choose a new folder.` : `${root} cannot be read: ${message}`)
  }
}

/** The path, or with a number where two names became the same one, also for file systems that do not tell capitals apart. */
function freePath(path: string, taken: ReadonlySet<string>): string {
  const ending = extname(path)
  for (let count = 1; ; count++) {
    const free = count === 1 ? path : `${path.slice(0, path.length - ending.length)} (${count})${ending}`
    if (!taken.has(free.toLowerCase())) return free
  }
}

/** A part of a path that every file system takes, that names no other folder and that no program takes for a flag. */
function safe(part: string): string {
  const kept = part
    .normalize('NFC')
    .replace(/[^\p{L}\p{M}\p{N}\s,@+()._-]|[\r\n\t]/gu, '_')
    .replace(/^[\s.-]+|[\s.]+$/gu, '_')
  let short = ''
  for (const letter of kept) {
    // File systems count 255 bytes, and an ending is to come.
    if (short.length + letter.length > 100 || Buffer.byteLength(short + letter) > 200) break
    short += letter
  }
  return short.replace(/^(con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/iu, '$1_') || '_'
}
