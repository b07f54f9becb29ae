// A network of one's own, from its file to a picture of one of its units: through the site, the contract and the engine, as a page does it.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { decode } from 'fast-png'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { importPictures } from '../../src-main/exchange/pictures/import-folder.ts'
import { openPictureSource } from '../../src-main/exchange/pictures/folder.ts'
import { packColumns, readPicturesIndex } from '../../src-shared/domains/pictures/pictures-index.ts'
import { framing } from '../../src-shared/domains/pictures/settings.ts'
import { examplesResults } from '../../src-shared/run/results/examples.ts'
import { picturesOfRun } from '../../src-shared/run/results/own-pictures.ts'
import { pictureFolder } from '../fixtures/own-pictures.ts'
import { readOnnx } from '../../src-main/exchange/networks/onnx/read.ts'
import type { OpenLab } from '../../src-main/lab.ts'
import { graphNetwork } from '../../src-main/science/networks/graph-network.ts'
import { tf } from '../../src-main/tensorflow/tf.ts'
import { preprocessings } from '../../src-shared/network/preprocessing.ts'
import { networkRecipe } from '../../src-shared/recipe/imported-network.ts'
import { classifierRecipe, type Recipe, recipe } from '../../src-shared/recipe/recipe.ts'
import { matchResults, type Pairs } from '../../src-shared/run/results/match.ts'
import { resultOf, tableOf } from '../../src-shared/run/results/form.ts'
import { networkResults } from '../../src-shared/run/results/network.ts'
import { networkPath } from '../../src-shared/run/transfer.ts'
import { newFolder, openIn, removeFolders } from '../fixtures/library.ts'

const onnx = new URL('../fixtures/networks/onnx/', import.meta.url)
const fileOf = (name: string): Uint8Array => new Uint8Array(readFileSync(new URL(name, onnx)))
let lab: OpenLab
let folder: string
beforeAll(async () => {
  folder = newFolder()
  lab = await openIn(folder)
})
afterAll(async () => {
  await lab.close()
  removeFolders()
})

async function bring(stage: string, name: string, bytes: Uint8Array): Promise<unknown> {
  const url = new URL(networkPath(stage, name), 'http://lab/')
  const answer = await lab.site(new Request(url, { method: 'POST', body: bytes as Uint8Array<ArrayBuffer> }))
  return answer.json()
}
const leftovers = (): string[] => readdirSync(folder).filter((name) => name.endsWith('.part'))
const pictureOf = ({ height, width, channels }: { height: number; width: number; channels: number }): Uint8Array =>
  Uint8Array.from({ length: height * width * channels }, (_, at) => (at * 37) % 256)

describe('a network in an ONNX file', () => {
  const stage = crypto.randomUUID()

  test('is found, tried on pictures and kept; then it is a model like the lab’s own', async () => {
    expect(await bring(stage, 'my net.onnx', fileOf('residual.onnx'))).toEqual({})
    const found = await lab.client.readNetwork({ stage })
    expect(found).toMatchObject({ format: 'onnx', producer: expect.stringMatching(/^pytorch/) })
    expect(found.layers).toBeGreaterThan(2)
    const pictures = pictureOf(found.input)
    const ways = ['zero-to-one', 'imagenet'].map((one) => preprocessings[one]!(found.input.channels))
    const { answers } = await lab.client.tryNetwork({ stage, readings: ways, pictures })
    // What it says under a reading is what it says once it is kept with it.
    for (const [at, preprocessing] of ways.entries()) {
      const again = at === 0 ? stage : crypto.randomUUID()
      if (at > 0) {
        await bring(again, 'my net.onnx', fileOf('residual.onnx'))
        await lab.client.readNetwork({ stage: again })
      }
      const background = new Array<number>(found.input.channels).fill(0)
      const classNames = Array.from({ length: found.classes! }, (_, number) => `kind ${number}`)
      const { id, model } = await lab.client.keepNetwork({ stage: again, name: `Mine ${at}`, preprocessing, background, classNames })
      const { probabilities } = await lab.client.classify({ model, pictures })
      const [first] = answers[at]!
      for (const { class: number, probability } of first!.top) expect(probabilities[0]![number]).toBeCloseTo(probability, 5)
      const { run, artifacts } = await lab.client.getRun({ id })
      expect(run).toMatchObject({ state: 'finished', name: `Mine ${at}`, recipe: { kind: 'network', classNames, preprocessing } })
      expect(networkRecipe.safeParse(run.recipe).success).toBe(true)
      expect(resultOf(networkResults.artifacts.model, artifacts)?.hash).toBe(model)
      expect((await lab.client.listModels({})).find((one) => one.hash === model)?.meta.kind).toBe('imported')
    }
    expect(leftovers()).toEqual([])
  })

  test('answers through the engine what its operations answer, each reading by itself', async () => {
    const [{ hash } = { hash: '' }] = (await lab.client.listModels({})).filter((one) => one.name === 'Mine 1')
    const read = readOnnx([{ name: 'residual.onnx', bytes: fileOf('residual.onnx') }])
    const { input } = read.graph
    const pictures = pictureOf(input)
    const network = graphNetwork(read.graph, read.weights, { preprocessing: preprocessings['imagenet']!(input.channels) })
    const wanted = tf.tidy(() => {
      const x = tf.tensor4d(
        Float32Array.from(pictures, (one) => one / 255),
        [1, input.height, input.width, input.channels],
      )
      const { tap } = network.info.classes!
      return [...network.run(x, [tap])[tap]!.dataSync()]
    })
    const { logits } = await lab.client.classify({ model: hash, pictures })
    for (const [at, one] of wanted.entries()) expect(logits[0]![at]).toBeCloseTo(one, 3)
    network.dispose()
  })

  test('a unit of it is climbed to; what was brought is not computed again, and says so', async () => {
    const [{ hash, run } = { hash: '', run: '' }] = (await lab.client.listModels({})).filter((one) => one.name === 'Mine 0')
    const ascend = recipe.parse({ kind: 'ascend', model: hash, objectives: [{ kind: 'logit', class: 1 }], steps: 4, frames: 2 })
    const { id } = await lab.client.startRun({ recipe: ascend })
    expect(await lab.ended(id)).toMatchObject({ state: 'finished', fault: null, name: 'logit of kind 1, naive' })
    const absent = recipe.parse({ kind: 'ascend', model: hash, objectives: [{ kind: 'channel', layer: 'conv9', channel: 0 }] })
    await expect(lab.client.startRun({ recipe: absent })).rejects.toThrow(/no layer "conv9"|conv9/)
    await expect(lab.client.replayRun({ id: run })).rejects.toThrow(/brought from files.*import the same files again/)
  })
})

test('its dataset examples are found among pictures that were brought, and are what it says of them', async () => {
  const [{ hash } = { hash: '' }] = (await lab.client.listModels({})).filter((one) => one.name === 'Mine 0')
  const objectives = [{ kind: 'logit', class: 1 } as const]
  const wanted = { kind: 'examples', model: hash, objectives, split: 'train', top: 3 } as const
  await expect(lab.client.startRun({ recipe: recipe.parse(wanted) })).rejects.toThrow(/does not have the pictures.*Import a folder/)
  const source = await openPictureSource(pictureFolder(['red', 'green', 'blue'], 30))
  const imported = await importPictures(source, lab.store, { framing: framing.parse({ size: 32 }), name: 'Colours' })
  await source.close()
  const among = picturesOfRun(imported)!
  const { id } = await lab.client.startRun({ recipe: recipe.parse({ ...wanted, among }) })
  expect(await lab.ended(id)).toMatchObject({ state: 'finished', fault: null })
  const { artifacts } = await lab.client.getRun({ id })
  const table = resultOf(examplesResults.artifacts.examples, artifacts)!
  const { objectives: rows } = tableOf(examplesResults.artifacts.examples, lab.store.artifacts.read(table.hash)!.bytes)
  const index = readPicturesIndex(lab.store.artifacts.read(among.index)!.bytes)
  const scores: number[] = []
  for (const { index: at } of rows[0]!.top) {
    const sheet = decode(lab.store.artifacts.read(index.packs[0]!)!.bytes)
    const picture = Uint8Array.from({ length: 32 * 32 * 3 }, (_, place) => {
      const [row, column, channel] = [Math.floor(place / 96), Math.floor((place % 96) / 3), place % 3]
      const [top, left] = [Math.floor(at / packColumns) * 32, (at % packColumns) * 32]
      return sheet.data[((top + row) * sheet.width + left + column) * sheet.channels + channel]!
    })
    scores.push((await lab.client.classify({ model: hash, pictures: picture })).logits[0]![1]!)
  }
  rows[0]!.top.forEach(({ score }, at) => expect(score).toBeCloseTo(scores[at]!, 3))
  expect([...scores].sort((a, b) => b - a)).toEqual(scores)
  const otherSize = await openPictureSource(pictureFolder(['red', 'green'], 12))
  const small = await importPictures(otherSize, lab.store, { framing: framing.parse({ size: 16 }), name: 'Small' })
  await otherSize.close()
  const wrong = picturesOfRun(small)!
  await expect(lab.client.startRun({ recipe: recipe.parse({ ...wanted, among: wrong }) })).rejects.toThrow(/16 x 16 pixels.*32 x 32/)
})

test('its units are matched with those of a network that was brought, or was trained here on pictures of its size', async () => {
  const [first, second] = (await lab.client.listModels({})).filter((one) => one.meta.kind === 'imported').map((one) => one.hash)
  const { runs } = await lab.client.listRuns({ kinds: ['pictures'] })
  const among = picturesOfRun(runs.find((one) => one.name === 'Colours')!)!
  const wanted = { kind: 'match', model: first, other: second, layer: 'stem', otherLayer: 'layer2.0.conv1', split: 'all', among } as const
  const { among: _, ...without } = wanted
  await expect(lab.client.startRun({ recipe: recipe.parse(without) })).rejects.toThrow(/does not have the pictures/)
  expect(await lab.client.finishedRun({ recipe: recipe.parse(wanted) })).toEqual({ id: null })
  const pairsOf = async (asked: Recipe): Promise<Pairs> => {
    const { id } = await lab.client.startRun({ recipe: asked })
    expect(await lab.ended(id)).toMatchObject({ state: 'finished', fault: null })
    expect(await lab.client.finishedRun({ recipe: asked })).toEqual({ id })
    const { hash } = resultOf(matchResults.artifacts.pairs, (await lab.client.getRun({ id })).artifacts)!
    return tableOf(matchResults.artifacts.pairs, lab.store.artifacts.read(hash)!.bytes)
  }
  const { pairs, ...made } = await pairsOf(recipe.parse(wanted))
  expect(made).toMatchObject({ layer: 'stem', otherLayer: 'layer2.0.conv1', pictures: 90 })
  expect(pairs).toHaveLength(8)
  expect(Math.max(...pairs.map((one) => one.other))).toBeLessThan(12)
  // Of itself each unit is its own counterpart.
  const own = await pairsOf(recipe.parse({ ...wanted, other: first, otherLayer: 'stem' }))
  for (const { unit, other, correlation } of own.pairs) {
    expect(correlation).toBeCloseTo(1, 5)
    if (correlation > 0) expect(other).toBe(unit)
  }
  const training = classifierRecipe.parse({ kind: 'classifier', dataset: among, epochs: 1, batchSize: 8 })
  const trained = await lab.ended((await lab.client.startRun({ recipe: training })).id)
  const { hash: model } = lab.store.artifacts.find(trained.id, 'model')!
  // The pictures of the one that has some.
  const across = await pairsOf(
    recipe.parse({ kind: 'match', model: first, other: model, layer: 'stem', otherLayer: 'conv1', split: 'all' }),
  )
  expect(across).toMatchObject({ pictures: 90, otherLayer: 'conv1' })
})

test('files that are no network are refused in one sentence, and nothing of them stays', async () => {
  const before = (await lab.client.listRuns({})).runs.length
  for (const [name, bytes] of [
    ['words.txt', new TextEncoder().encode('no network')],
    ['cut.onnx', fileOf('residual.onnx').subarray(0, 900)],
  ] as const) {
    const stage = crypto.randomUUID()
    await bring(stage, name, bytes)
    await expect(lab.client.readNetwork({ stage })).rejects.toMatchObject({ fault: { code: 'invalid' } })
    await expect(lab.client.keepNetwork({ stage, name: 'x', ...preprocessingOf(3) })).rejects.toThrow(/has not been read yet/)
    await lab.client.dropNetwork({ stage })
    await expect(lab.client.readNetwork({ stage })).rejects.toThrow(/not here any more/)
  }
  expect(leftovers()).toEqual([])
  expect((await lab.client.listRuns({})).runs).toHaveLength(before)
})
const preprocessingOf = (channels: number) => ({
  preprocessing: preprocessings['zero-to-one']!(channels),
  background: new Array<number>(channels).fill(0),
  classNames: null,
})

test('a name from outside cannot leave its stage', async () => {
  const stage = crypto.randomUUID()
  expect(await bring(stage, '../../library.sqlite', fileOf('residual.onnx'))).toEqual({})
  expect(readdirSync(join(folder, `network-${stage}.part`))).toEqual(['0'])
  await lab.client.dropNetwork({ stage })
  expect(leftovers()).toEqual([])
})
