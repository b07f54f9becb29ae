// The command line as scripts meet it: what is on stdout, what on stderr, how it ends, and which files it leaves.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { tf } from '../../src-main/engine/tf.ts'
import { forward } from '../../src-main/science/network.ts'
import { openStore } from '../../src-main/store/open.ts'
import { generateDataset } from '../../src-shared/dataset.ts'
import { decodeModel } from '../../src-shared/model.ts'
import { childrenOf, isAlive, newFolder, removeFolders } from '../fixtures/library.ts'
import { longClassifier, tinyAutoencoder, tinyClassifier, tinyDataset, tinySettings } from '../fixtures/tiny-recipes.ts'

const entry = fileURLToPath(new URL('../../src-main/command-line.ts', import.meta.url))
const desk = newFolder()
const library = join(desk, 'library')
afterAll(removeFolders)

interface Ended { code: number | null; signal: string | null; out: string; words: string }

function lab(args: string[], during?: (pid: number, words: string) => void): Promise<Ended> {
  const child = spawn(process.execPath, [entry, ...args], { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, PHOSPHENE_LIBRARY: library } })
  let [out, words] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => { out += text })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    words += text
    during?.(child.pid!, words)
  })
  return new Promise((resolve) => child.on('close', (code, signal) => resolve({ code, signal, out, words })))
}
const json = async <T>(args: string[]): Promise<T> => {
  const { out, words, code } = await lab([...args, '--json'])
  expect([code, words]).toEqual([0, expect.any(String)])
  return JSON.parse(out) as T
}
function file(name: string, content: unknown): string {
  const path = join(desk, name)
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}

test('what is wrong with a flag, a recipe or a file is one sentence on stderr, code 2, and nothing is written', async () => {
  const recipe = file('dataset.json', tinyDataset())
  const wrong: [RegExp, string[]][] = [
    [/unknown option '--fast'/, ['doctor', '--fast']],
    [/unknown command 'dance'/, ['dance']],
    [/too many arguments/, ['runs', 'more']],
    [/missing required argument/, ['show']],
    [/preset.*(invalid|Allowed choices)/, ['reproduce', '--preset', 'huge']],
    [/--preset.* not specified/, ['reproduce']],
    [/whole number from 0/, ['reproduce', '--preset', 'tiny', '--seed', '-1']],
    [/folder is not there/, ['reproduce', '--preset', 'tiny', '--out', join(desk, 'nowhere', 'a.html')]],
    [/is a folder/, ['reproduce', '--preset', 'tiny', '--out', desk]],
    [/cannot be read as a recipe/, ['run', join(desk, 'nothing.json')]],
    [/cannot be read as a recipe/, ['run', file('broken.json', '{ "kind": ')]],
    [/not a recipe/, ['run', file('kind.json', { kind: 'dance' })]],
    [/not a recipe.*count/s, ['run', file('small.json', { kind: 'dataset', dataset: { count: 3 } })]],
    [/not a recipe.*colour/s, ['run', file('unknown.json', { kind: 'dataset', dataset: {}, colour: 'red' })]],
    [/--out <dir>' not specified/, ['export', 'abcd']],
  ]
  const ends = await Promise.all(wrong.map(([, args]) => lab(args)))
  for (const [at, { code, out, words }] of ends.entries()) {
    expect(words).toMatch(wrong[at]![0])
    expect(words).not.toMatch(/ at .*\.(ts|js):\d+/)
    expect([wrong[at]![1].join(' '), code, out]).toEqual([wrong[at]![1].join(' '), 2, ''])
  }
  expect(existsSync(library)).toBe(false)
  expect(existsSync(recipe)).toBe(true)
})

test('what names nothing in the library is code 2 as well', async () => {
  for (const args of [['show', 'abcdef'], ['replay', 'abcdef'], ['export', 'abcdef', '--out', join(desk, 'no')]]) {
    const { code, out, words } = await lab([...args, '--json'])
    expect([code, out, words.trim().split('\n').length]).toEqual([2, '', 1])
    expect(words).toMatch(/There is no run abcdef/)
  }
  const { code, words } = await lab(['run', file('parentless.json', { kind: 'encoding', generator: 'a'.repeat(64) })])
  expect([code, words]).toEqual([2, expect.stringMatching(/not in this library/)])
  expect(await json(['runs'])).toEqual([])
  expect(existsSync(join(desk, 'no'))).toBe(false)
})

test('doctor says that everything is there, in a table or as one document', async () => {
  const rows = await json<{ name: string; ok: boolean }[]>(['doctor'])
  expect(rows.map((row) => row.name)).toEqual(['Node', 'Processor', 'Vector instructions', 'Threads', 'oneDNN', 'TensorFlow', 'tfjs-node', 'System', 'Electron', 'Browser', 'Library folder', 'Free disk', 'Database'])
  expect(rows.every((row) => row.ok)).toBe(true)
  const { code, out } = await lab(['doctor'])
  expect([code, out.split('\n').length]).toEqual([0, rows.length + 3])
  // A library that another process has is said to be so, and the rest is checked all the same.
  const store = openStore(library)
  try {
    const held = await lab(['doctor', '--json'])
    const found = JSON.parse(held.out) as { name: string; ok: boolean; hint: string }[]
    expect([held.code, found.filter((row) => !row.ok).map((row) => row.name)]).toEqual([1, ['Library', 'Database']])
    expect(found.find((row) => row.name === 'Library')!.hint).toMatch(/already open/)
  } finally {
    store.close()
  }
})

interface Concluded { id: string; state: string; summary: Record<string, unknown>; comparison?: { same: boolean; rows: unknown[] } }
let classifier: Concluded

test('a recipe is run, listed, shown, and replayed to the same bytes', async () => {
  classifier = await json<Concluded>(['run', file('classifier.json', tinyClassifier())])
  expect(classifier).toMatchObject({ state: 'finished', summary: { testCount: 12 } })
  const runs = await json<{ id: string }[]>(['runs'])
  expect(runs.map((run) => run.id)).toEqual([classifier.id])
  const shown = await json<{ run: { id: string }; artifacts: { name: string }[] }>(['show', classifier.id.slice(0, 8)])
  expect([shown.run.id, shown.artifacts.map((one) => one.name)]).toEqual([classifier.id, ['model', 'confusion']])
  const replay = await json<Concluded>(['replay', classifier.id])
  expect([replay.state, replay.comparison!.same, replay.comparison!.rows.length]).toEqual(['finished', true, 2])
  const words = await lab(['runs'])
  expect(words.out).toContain(classifier.id.slice(0, 8))
  const text = (await lab(['show', classifier.id])).out
  expect(text).toContain('"epochs": 2')
  expect(text).toMatch(/^Threads +\d+$/m)
})

test('a replay whose results differ says how far, and why where the records tell it; its exit code says which', async () => {
  const { id } = await json<Concluded>(['run', file('dataset.json', tinyDataset())])
  /** Makes the record one of another machine, on which the manifest came out differently. */
  const elsewhere = (threads: number | null): void => {
    const store = openStore(library)
    const { environment } = store.runs.get(id)!
    store.runs.update(id, { environment: environment && (threads === null ? null : { ...environment, threads }) })
    const manifest = JSON.parse(Buffer.from(store.artifacts.read(store.artifacts.find(id, 'manifest')!.hash)!.bytes).toString()) as Record<string, unknown>
    store.artifacts.put(id, 'manifest', 'application/json', Buffer.from(JSON.stringify({ ...manifest, version: 40 })), store.artifacts.find(id, 'manifest')!.meta)
    store.close()
  }
  elsewhere(4096)
  const explained = await lab(['replay', id])
  expect([explained.code, explained.out]).toEqual([3, expect.stringMatching(/^Not the same: 1 of 2 results differ\.\nThe two were not made on the same: they differ in threads \(\d+ here, 4096 there\)\./)])
  expect(explained.out).toMatch(/^manifest +\S.* here, .* there/m)
  elsewhere(null)
  const silent = await lab(['replay', id, '--json'])
  expect([silent.code, (JSON.parse(silent.out) as { comparison: unknown }).comparison]).toEqual([1, expect.objectContaining({ same: false, recorded: false, reasons: [] })])
  expect((await lab(['show', id])).out).toContain('made on: not recorded')
  expect((await lab(['replay', '--help'])).out).toMatch(/Exit code 0: the same bytes\. 3: /)
})

test('an exported classifier loads in TensorFlow.js and predicts as ours does', async () => {
  const out = join(desk, 'exported')
  const { files } = await json<{ files: number }>(['export', classifier.id, '--out', out])
  const found = readdirSync(out, { recursive: true, withFileTypes: true }).filter((one) => one.isFile()).length
  expect(found).toBe(files)
  for (const name of ['recipe.json', 'run.json', 'artifacts.json', 'confusion.json', 'curves/train_loss.csv', 'model/classifier/model.json', 'model/classifier/weights.bin']) expect(existsSync(join(out, name))).toBe(true)
  expect(JSON.parse(readFileSync(join(out, 'recipe.json'), 'utf8'))).toEqual(tinyClassifier())
  const rows = readFileSync(join(out, 'curves/train_loss.csv'), 'utf8').trim().split('\n')
  expect([rows[0], rows.length > 2]).toEqual(['step,value', true])
  expect(rows.slice(1).every((row) => row.split(',').map(Number).every(Number.isFinite))).toBe(true)

  const loaded = await tf.loadLayersModel(tf.io.fileSystem(join(out, 'model/classifier/model.json')))
  const store = openStore(library)
  const { header, weights } = decodeModel(store.artifacts.read(store.artifacts.find(classifier.id, 'model')!.hash)!.bytes)
  store.close()
  if (header.kind !== 'classifier') throw new Error('It is no classifier.')
  const { images } = generateDataset(tinySettings())
  const pictures = tf.tensor4d(Float32Array.from(images.subarray(0, 5 * 768), (value) => value / 255), [5, 16, 16, 3])
  const theirs = (loaded.predict(pictures) as tf.Tensor).dataSync()
  const ours = forward(header.architecture, header.weights.map(({ shape }, at) => tf.tensor(weights[at]!, shape)), pictures, 'logits').logits!.softmax().dataSync()
  for (const [at, value] of ours.entries()) expect(theirs[at]).toBeCloseTo(value, 5)

  const again = await lab(['export', classifier.id, '--out', out, '--json'])
  expect([again.code, again.out, again.words]).toEqual([2, '', expect.stringMatching(/is not empty/)])
  const under = await lab(['export', classifier.id, '--out', join(out, 'recipe.json', 'deeper')])
  expect([under.code, under.words]).toEqual([2, expect.stringMatching(/is a file/)])
})

test('an exported dataset is arrays that any program reads, and an exported generator three models', async () => {
  const { id } = await json<Concluded>(['run', file('dataset.json', tinyDataset())])
  const out = join(desk, 'dataset')
  mkdirSync(out)
  await json(['export', id, '--out', out])
  const { images, labels, split } = generateDataset(tinySettings())
  expect(readFileSync(join(out, 'images.u8')).equals(images)).toBe(true)
  expect(images.length).toBe(120 * 16 * 16 * 3)
  expect(readFileSync(join(out, 'labels.u8')).equals(labels)).toBe(true)
  const factors = readFileSync(join(out, 'factors.csv'), 'utf8').trim().split('\n')
  expect([factors.length, factors[0]]).toEqual([121, 'index,label,class,shape,style,colour,x,y,angle,radius'])
  expect(factors[1]!.split(',').slice(0, 2)).toEqual(['0', String(labels[0])])
  const splits = readFileSync(join(out, 'split.csv'), 'utf8').trim().split('\n').slice(1).map((row) => row.split(',')[1])
  expect(splits).toEqual(Array.from(split, (one) => ['train', 'validation', 'test'][one]))
  expect(existsSync(join(out, 'wall.png'))).toBe(true)

  const generator = await json<Concluded>(['run', file('autoencoder.json', tinyAutoencoder())])
  await json(['export', generator.id, '--out', join(desk, 'generator')])
  const decoder = await tf.loadLayersModel(tf.io.fileSystem(join(desk, 'generator/model/decoder/model.json')))
  expect((decoder.predict(tf.zeros([1, 6])) as tf.Tensor).shape).toEqual([1, 16, 16, 3])
  expect(readdirSync(join(desk, 'generator/model')).sort()).toEqual(['autoencoder', 'decoder', 'encoder'])
})

test('Ctrl-C keeps the partial result, says so, ends with a code that is not 0, and leaves no engine', async () => {
  let told = false
  let engines: number[] = []
  const began = await lab(['run', file('long.json', longClassifier()), '--json'], (pid, words) => {
    if (told || !words.includes('epoch')) return
    told = true
    engines = childrenOf(pid)
    // A terminal tells every process of the group.
    for (const one of [pid, ...engines]) process.kill(one, 'SIGINT')
  })
  const ended = JSON.parse(began.out) as Concluded
  expect([began.code, ended.state]).toEqual([1, 'cancelled'])
  expect(engines.length).toBeGreaterThan(0)
  expect(engines.filter(isAlive)).toEqual([])
  const shown = await json<{ artifacts: { name: string }[] }>(['show', ended.id])
  expect(shown.artifacts.map((one) => one.name)).toContain('model')
})

test('a reader that leaves early is no error', async () => {
  const child = spawn('sh', ['-c', `'${process.execPath}' '${entry}' runs | true; echo done`], { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, PHOSPHENE_LIBRARY: library } })
  let words = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => { words += text })
  await new Promise((resolve) => child.on('close', resolve))
  expect(words).toBe('')
})
