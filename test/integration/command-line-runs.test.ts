// Runs by the command line: what is on stdout, what on stderr, how it ends, and which files it leaves.
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { tf } from '../../src-main/tensorflow/tf.ts'
import { forward } from '../../src-main/science/networks/sequential.ts'
import { openStore } from '../../src-main/store/open.ts'
import { generateDataset } from '../../src-shared/domains/shapes/dataset.ts'
import { decodeModel } from '../../src-shared/network/model-file.ts'
import { patternOf } from '../fixtures/pattern.ts'
import { removeFolders } from '../fixtures/library.ts'
import { longClassifier, tinyAutoencoder, tinyClassifier, tinyDataset, tinySettings } from '../fixtures/tiny-recipes.ts'
import { desk, library, lab, json, file, type Concluded } from '../fixtures/command-line.ts'

afterAll(removeFolders)

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

test('a sweep makes each of its ascents as if it were alone, and the same bytes again; numbers and pictures are files', async () => {
  const model = (await json<{ artifacts: { hash: string }[] }>(['show', classifier.id])).artifacts[0]!.hash
  const units = [1, 3].map((channel) => ({ kind: 'channel', layer: 'conv1', channel }))
  const base = { kind: 'ascend', model, objectives: units, steps: 3, frames: 0, optimizer: { kind: 'adam', step: 0.05 } }
  const sweep = file('sweep.json', { kind: 'sweep', base, vary: [{ path: 'optimizer.step', values: [0.01, 0.1] }] })
  const out = join(desk, 'swept')
  const made = await json<Concluded & { cells: { words: string; key: string; score: number }[] }>(['sweep', sweep, '--out', out])
  expect(made).toMatchObject({ state: 'finished', summary: { cells: 2, pictures: 4 } })
  expect(made.cells.map(({ words, key }) => `${words} ${key}`)).toEqual(['0.01 conv1:1', '0.01 conv1:3', '0.1 conv1:1', '0.1 conv1:3'])
  const rows = readFileSync(join(out, 'numbers.csv'), 'utf8').trim().split('\n')
  expect(rows[0]).toBe('"Steps are made by (Adam), step size",objective,score,picture')
  expect(rows.slice(1).map((row) => Number(row.split(',')[2]))).toEqual(made.cells.map((one) => one.score))
  // A row for each value, a column for each objective.
  const sheet = readFileSync(join(out, 'sheet.png'))
  expect([sheet.readUInt32BE(16), sheet.readUInt32BE(20)]).toEqual([2 * tinySettings().size, 2 * tinySettings().size])
  const alone = await json<Concluded>(['run', file('cell.json', { ...base, optimizer: { kind: 'adam', step: 0.1 } })])
  type Shown = { artifacts: { name: string; hash: string }[] }
  const pictures = (await json<Shown>(['show', alone.id])).artifacts.filter((one) => one.name.startsWith('pictures/'))
  expect(pictures.map((one) => one.hash).sort()).toEqual(
    rows
      .filter((row) => row.startsWith('0.1,'))
      .map((row) => row.split(',')[3]!)
      .sort(),
  )
  const replay = await json<Concluded>(['replay', made.id])
  expect([replay.state, replay.comparison!.same]).toEqual(['finished', true])
  const none = await lab(['sweep', file('no-sweep.json', base)])
  expect([none.code, none.words]).toEqual([2, expect.stringContaining('Carry it out with "lab run"')])
})

test('a network is asked which pixels of a picture its answer rests on, with a PNG of them', async () => {
  const out = join(desk, 'map.png')
  const found = await json<{ map: number[]; width: number; score: number; reference: number }>([
    'attribute',
    classifier.id,
    '3',
    '--out',
    out,
  ])
  expect(found.map).toHaveLength(found.width ** 2)
  const sum = found.map.reduce((total, one) => total + one, 0)
  expect(Math.abs(sum - (found.score - found.reference))).toBeLessThan(0.05 * Math.abs(found.score - found.reference) + 0.05)
  expect(readFileSync(out).subarray(1, 4).toString()).toBe('PNG')
  // The picture that was just written is a picture as well; and what there is not is said.
  expect((await lab(['attribute', classifier.id, out, '--method', 'occlusion', '--class', '2'])).out).toMatch(
    /^How far the logit of .*falls/,
  )
  const grid = ['grid', classifier.id, '3', '--layer', 'conv4.relu', '--settings', '{"side":2,"steps":2}', '--out', join(desk, 'grid')]
  expect(await json(grid)).toMatchObject({ state: 'finished', summary: { places: expect.any(Number) } })
  expect(readdirSync(join(desk, 'grid'))).toEqual(expect.arrayContaining(['grid.png', 'picture.png', 'places.json', 'recipe.json']))
  expect((await lab(['atlas', classifier.id, '--layer', 'conv9'])).code).toBe(2)
  const wrong = await lab(['attribute', classifier.id, '3', '--class', '60'])
  expect([wrong.code, wrong.words]).toEqual([2, expect.stringContaining('there is no number 60')])
})

test('a replay whose results differ says how far, and why where the records tell it; its exit code says which', async () => {
  const { id } = await json<Concluded>(['run', file('dataset.json', tinyDataset())])
  /** Makes the record one of another machine, on which the manifest came out differently. */
  const elsewhere = (threads: number | null): void => {
    const store = openStore(library)
    const { environment } = store.runs.get(id)!
    store.runs.update(id, { environment: environment && (threads === null ? null : { ...environment, threads }) })
    const manifest = JSON.parse(Buffer.from(store.artifacts.read(store.artifacts.find(id, 'manifest')!.hash)!.bytes).toString()) as Record<
      string,
      unknown
    >
    store.artifacts.put(
      id,
      'manifest',
      'application/json',
      Buffer.from(JSON.stringify({ ...manifest, version: 40 })),
      store.artifacts.find(id, 'manifest')!.meta,
    )
    store.close()
  }
  elsewhere(4096)
  const explained = await lab(['replay', id])
  const explanation = patternOf(
    /^Not the same: 1 of 2 results differ\.\nThe two were not made under the same conditions: /,
    /they differ in threads \(\d+ here, 4096 there\)\./,
  )
  expect([explained.code, explained.out]).toEqual([3, expect.stringMatching(explanation)])
  expect(explained.out).toMatch(/^manifest +\S.* here, .* there/m)
  elsewhere(null)
  const silent = await lab(['replay', id, '--json'])
  expect([silent.code, (JSON.parse(silent.out) as { comparison: unknown }).comparison]).toEqual([
    1,
    expect.objectContaining({ same: false, recorded: false, reasons: [] }),
  ])
  expect((await lab(['show', id])).out).toContain('made on: not recorded')
  expect((await lab(['replay', '--help'])).out).toMatch(/Exit code 0: the same bytes\. 3: /)
})

test(
  'a run goes out as one file and comes into another library; a second time it is there already, and what is no such file is ' + 'refused',
  async () => {
    const [out, other] = [join(desk, '円.phosphene.zip'), join(desk, 'other')]
    // Named twice, it is in it once.
    expect(await json(['bundle', classifier.id.slice(0, 8), classifier.id, '--out', out])).toEqual({
      ids: [classifier.id],
      out,
      bytes: statSync(out).size,
    })
    expect((await lab(['bundle', classifier.id, '--out', out])).code).toBe(2)
    expect(await json(['import', out, '--library', other])).toEqual({ id: classifier.id, already: false })
    const again = await lab(['import', out, '--library', other])
    expect([again.code, again.out]).toEqual([0, expect.stringContaining('Already in the library')])
    expect(await json<{ id: string; origin: string }[]>(['runs', '--library', other])).toEqual([
      expect.objectContaining({ id: classifier.id, origin: 'imported' }),
    ])
    const wrong = await lab(['import', file('no.zip', {}), '--library', other])
    expect([wrong.code, wrong.words]).toEqual([2, expect.stringMatching(/not a zip.*Nothing was imported/)])
    const nowhere = await lab(['import', join(desk, 'nowhere.zip'), '--library', other])
    expect([nowhere.code, nowhere.words]).toEqual([2, expect.stringMatching(/There is no file/)])
  },
)

test('an exported classifier loads in TensorFlow.js and predicts as ours does', async () => {
  const out = join(desk, 'exported')
  const { files } = await json<{ files: number }>(['export', classifier.id, '--out', out])
  const found = readdirSync(out, { recursive: true, withFileTypes: true }).filter((one) => one.isFile()).length
  expect(found).toBe(files)
  for (const name of [
    'recipe.json',
    'run.json',
    'artifacts.json',
    'confusion.json',
    'curves/train_loss.csv',
    'model/classifier/model.json',
    'model/classifier/weights.bin',
  ])
    expect(existsSync(join(out, name))).toBe(true)
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
  const pictures = tf.tensor4d(
    Float32Array.from(images.subarray(0, 5 * 768), (value) => value / 255),
    [5, 16, 16, 3],
  )
  const theirs = (loaded.predict(pictures) as tf.Tensor).dataSync()
  const ours = forward(
    header.architecture,
    header.weights.map(({ shape }, at) => tf.tensor(weights[at]!, shape)),
    pictures,
    'logits',
  )
    .logits!.softmax()
    .dataSync()
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
  const splits = readFileSync(join(out, 'split.csv'), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((row) => row.split(',')[1])
  expect(splits).toEqual(Array.from(split, (one) => ['train', 'validation', 'test'][one]))
  expect(existsSync(join(out, 'wall.png'))).toBe(true)

  const generator = await json<Concluded>(['run', file('autoencoder.json', tinyAutoencoder())])
  await json(['export', generator.id, '--out', join(desk, 'generator')])
  const decoder = await tf.loadLayersModel(tf.io.fileSystem(join(desk, 'generator/model/decoder/model.json')))
  expect((decoder.predict(tf.zeros([1, 6])) as tf.Tensor).shape).toEqual([1, 16, 16, 3])
  expect(readdirSync(join(desk, 'generator/model')).sort()).toEqual(['README.md', 'autoencoder', 'decoder', 'encoder', 'metadata.json'])
})

test('a recipe that cannot be carried out is code 2, and leaves no run', async () => {
  const before = await json<{ id: string }[]>(['runs'])
  const store = openStore(library)
  const [model, generator] = ['classifier', 'autoencoder'].map((kind) => store.artifacts.models().find((one) => one.kind === kind)!.hash)
  store.close()
  for (const [words, recipe] of [
    [/60 classes, 0 to 59; there is no number 60/, { kind: 'ascend', model, objectives: [{ kind: 'logit', class: 60 }] }],
    [/is a generator; a classifier is needed/, { kind: 'examples', model: generator, objectives: [{ kind: 'logit', class: 1 }] }],
    [/at most 77,672/, { kind: 'dataset', dataset: { count: 77_673, size: 96 } }],
  ] as const) {
    const ended = await lab(['run', file('refused.json', recipe)])
    expect([ended.code, ended.out, ended.words]).toEqual([2, '', expect.stringMatching(words)])
  }
  expect(await json(['runs'])).toEqual(before)
})

test('a run that was killed is resumed by its id, and a finished one is not', async () => {
  await lab(['run', file('long.json', longClassifier({ seed: 2 }))], (pid, words) => {
    if (words.includes('epoch')) process.kill(pid, 'SIGKILL')
  })
  const [killed] = await json<{ id: string; state: string }[]>(['runs'])
  expect(killed!.state).toBe('interrupted')
  let told = false
  const resumed = await lab(['resume', killed!.id.slice(0, 8), '--json'], (pid, words) => {
    if (told || !words.includes('epoch')) return
    told = true
    process.kill(pid, 'SIGTERM')
  })
  expect([resumed.code, JSON.parse(resumed.out)]).toEqual([130, expect.objectContaining({ id: killed!.id, state: 'cancelled' })])
  const again = await lab(['resume', classifier.id])
  expect([again.code, again.words]).toEqual([
    2,
    expect.stringMatching(/is finished; only a paused, interrupted or failed run can be resumed/),
  ])
})

test('a backup is a library with the same runs, and overwrites nothing', async () => {
  const { code } = await lab(['backup', '--out', 'kept.sqlite'], undefined, { cwd: desk })
  expect(code).toBe(0)
  expect(await json(['runs', '--library', join(desk, 'kept.sqlite')])).toEqual(await json(['runs']))
  const again = await lab(['backup', '--out', 'kept.sqlite'], undefined, { cwd: desk })
  expect([again.code, again.out, again.words]).toEqual([2, '', expect.stringMatching(/exists already/)])
})

test('names are shown and not carried out, and times are those of the zone that is said', async () => {
  const store = openStore(library)
  store.runs.update(classifier.id, { name: 'red \u001b[31m\nand on' })
  const { created } = store.runs.get(classifier.id)!
  store.close()
  const { out } = await lab(['runs'], undefined, { env: { TZ: 'America/New_York' } })
  const row = out.split('\n').find((line) => line.startsWith(classifier.id.slice(0, 8)))!
  expect(out).not.toContain('\u001b')
  expect(row).toContain('red \\x1b[31m\\nand on')
  expect(out.split('\n')[0]).toContain('made (America/New_York)')
  const parts = Object.fromEntries(
    new Intl.DateTimeFormat('en-GB', { timeZone: 'America/New_York', dateStyle: 'short', timeStyle: 'short' })
      .formatToParts(created)
      .map(({ type, value }) => [type, value]),
  )
  expect(row).toContain(`${parts['year']}-${parts['month']}-${parts['day']} ${parts['hour']}:${parts['minute']}`)
  for (const args of [
    ['show', classifier.id],
    ['runs', '--json'],
    ['show', classifier.id, '--json'],
  ])
    expect((await lab(args)).out).not.toContain('\u001b')
})
