// Networks that learn from pictures that were brought: every job takes them, a run on them replays, and what a run needs stays.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPictureSource } from '../../src-main/exchange/pictures/folder.ts'
import { importPictures } from '../../src-main/exchange/pictures/import-folder.ts'
import type { OpenLab } from '../../src-main/lab.ts'
import { reportOf } from '../../src-main/report/page.ts'
import { framing, type PicturesDataset } from '../../src-shared/domains/pictures/settings.ts'
import { decodeModel } from '../../src-shared/network/model-file.ts'
import {
  ascendRecipe,
  autoencoderRecipe,
  classifierRecipe,
  encodingRecipe,
  examplesRecipe,
  matchRecipe,
  nearestRecipe,
  reconstructionsRecipe,
  searchRecipe,
} from '../../src-shared/recipe/recipe.ts'
import { examplesResults } from '../../src-shared/run/results/examples.ts'
import { tableOf } from '../../src-shared/run/results/form.ts'
import { unreadableResults } from '../../src-shared/run/results/index.ts'
import { picturesOfRun } from '../../src-shared/run/results/own-pictures.ts'
import type { Run } from '../../src-shared/run/run.ts'
import { carryOut, newFolder, openIn, removeFolders, results } from '../fixtures/library.ts'
import { pictureFolder } from '../fixtures/own-pictures.ts'
import { packed, unpacked } from '../fixtures/packed.ts'
import { faultOf } from '../fixtures/thrown-fault.ts'

const names = ['blue', 'green', 'red']
let lab: OpenLab
let brought: Run
let dataset: PicturesDataset
let classifier: Run
let generator: Run
const modelOf = (run: Run): string => lab.store.artifacts.find(run.id, 'model')!.hash
const small = { epochs: 2, batchSize: 16 }

async function bring(each: number, classes = names): Promise<Run> {
  const source = await openPictureSource(pictureFolder(classes, each))
  return importPictures(source, lab.store, { framing: framing.parse({ size: 16 }), name: 'colours' })
}
beforeAll(async () => {
  lab = await openIn(newFolder())
  brought = await bring(40)
  dataset = picturesOfRun(brought)!
  classifier = await carryOut(lab, classifierRecipe.parse({ kind: 'classifier', dataset, ...small, epochs: 4 }))
  generator = await carryOut(lab, autoencoderRecipe.parse({ kind: 'autoencoder', dataset, ...small, latent: 2 }))
})
afterAll(async () => {
  await lab.close()
  removeFolders()
})

test('a classifier learns its classes from pictures that were brought', () => {
  expect(classifier).toMatchObject({ state: 'finished', fault: null })
  expect(dataset).toMatchObject({ name: 'colours', count: 120, size: 16, classNames: names })
  const { header } = decodeModel(lab.store.artifacts.read(modelOf(classifier))!.bytes)
  expect(header).toMatchObject({ kind: 'classifier', dataset })
  if (header.kind === 'classifier') expect(header.architecture.layers.at(-1)).toMatchObject({ name: 'logits', units: 3 })
  // Colours are easy: guessing would be right for a third.
  expect(classifier.summary['testAccuracy']).toBeGreaterThan(0.8)
  expect(unreadableResults(classifier, lab.store.artifacts.of(classifier.id))).toEqual([])
})

test('the same recipe gives the same bytes', async () => {
  const again = await carryOut(lab, classifier.recipe)
  expect((await results(lab, again.id))['model']).toBe(modelOf(classifier))
})

test('every job that looks at a dataset looks at them', async () => {
  const [model, other, made] = [
    modelOf(classifier),
    modelOf(await carryOut(lab, { ...classifier.recipe, seed: 2 } as never)),
    modelOf(generator),
  ]
  const logit = { kind: 'logit' as const, class: 1 }
  const examples = await carryOut(lab, examplesRecipe.parse({ kind: 'examples', model, objectives: [logit], split: 'train' }))
  const table = tableOf(
    examplesResults.artifacts.examples,
    lab.store.artifacts.read(lab.store.artifacts.find(examples.id, 'examples')!.hash)!.bytes,
  )
  expect(table.objectives[0]).toMatchObject({
    name: 'logit of green',
    top: expect.arrayContaining([expect.objectContaining({ label: 1 })]),
  })
  const ascent = await carryOut(
    lab,
    ascendRecipe.parse({
      kind: 'ascend',
      model,
      objectives: [logit],
      steps: 4,
      frames: 2,
      parameterization: { kind: 'decoder', generator: made, start: 'examples' },
      optimizer: { kind: 'unit', step: 0.05 },
    }),
  )
  const picture = lab.store.artifacts.of(ascent.id).find(({ name }) => name.startsWith('pictures/'))!.hash
  const runs = [
    examples,
    ascent,
    await carryOut(lab, searchRecipe.parse({ kind: 'search', model, generator: made, objectives: [logit], samples: 500 })),
    await carryOut(lab, reconstructionsRecipe.parse({ kind: 'reconstructions', model, generator: made, split: 'test' })),
    await carryOut(lab, encodingRecipe.parse({ kind: 'encoding', generator: made })),
    await carryOut(lab, matchRecipe.parse({ kind: 'match', model, other, layer: 'conv2', split: 'test' })),
    await carryOut(lab, nearestRecipe.parse({ kind: 'nearest', dataset, pictures: [picture], block: 4 })),
  ]
  for (const run of runs) {
    expect(run, run.name).toMatchObject({ state: 'finished', fault: null })
    expect(unreadableResults(run, lab.store.artifacts.of(run.id)), run.name).toEqual([])
  }
  expect(lab.store.artifacts.find(generator.id, 'reconstructions')!.meta).toMatchObject({ size: 16 })
})

test('a report shows them under their own names', () => {
  const page = Buffer.concat([...reportOf([classifier], lab.store).pieces()]).toString('utf8')
  expect(page).toContain('“colours”: blue, green, red')
  expect(page.match(/data:image\/png/g)!.length).toBeGreaterThanOrEqual(3)
})

test('a run takes its pictures along to another library, and is carried out there', async () => {
  const file = await packed(generator, lab.store)
  const elsewhere = await openIn(newFolder())
  try {
    const { id } = await unpacked(file, elsewhere.store)
    const again = await carryOut(elsewhere, elsewhere.store.runs.get(id)!.recipe)
    expect(again.state).toBe('finished')
    expect((await results(elsewhere, again.id))['model']).toBe(modelOf(generator))
  } finally {
    await elsewhere.close()
  }
})

test('pictures that a training builds on stay when their import is deleted; the others go', async () => {
  const [kept, unused] = [await bring(30), await bring(31)]
  const recipe = autoencoderRecipe.parse({ kind: 'autoencoder', dataset: picturesOfRun(kept)!, ...small, epochs: 1, latent: 2 })
  const before = await carryOut(lab, recipe)
  expect(await lab.client.dependents({ ids: [kept.id] })).toEqual({ count: 1, names: [before.name] })
  const packs = (run: Run) => lab.store.artifacts.of(run.id).filter(({ name }) => name.startsWith('pack/') || name === 'index')
  const [needed, free] = [packs(kept), packs(unused)]
  for (const run of [kept, unused]) {
    await lab.client.updateRun({ id: run.id, patch: { trashed: true } })
    await lab.client.purgeRun({ id: run.id })
  }
  expect(needed.length).toBe(2)
  expect(needed.every(({ hash }) => lab.store.artifacts.read(hash) !== undefined)).toBe(true)
  expect(free.every(({ hash }) => lab.store.artifacts.read(hash) === undefined)).toBe(true)
  expect((await results(lab, (await carryOut(lab, recipe)).id))['model']).toBe((await results(lab, before.id))['model'])
})

test('what cannot be learnt from is refused in words, before a run is recorded', async () => {
  const plain = picturesOfRun(await bring(40, ['.']))!
  expect(plain.classNames).toEqual([])
  const refused = async (recipe: object): Promise<string> => (await faultOf(lab.client.startRun({ recipe: recipe as never }))).message
  expect(await refused(classifierRecipe.parse({ kind: 'classifier', dataset: plain, ...small }))).toContain(
    'These pictures have no classes',
  )
  const few = picturesOfRun(await bring(1, ['a', 'b']))!
  expect(await refused(autoencoderRecipe.parse({ kind: 'autoencoder', dataset: few, ...small }))).toContain('too few to keep some apart')
  expect(await refused(classifierRecipe.parse({ kind: 'classifier', dataset: { ...dataset, count: 9 }, ...small }))).toContain(
    'is not what their index says',
  )
  expect(await refused(brought.recipe)).toContain('the files themselves are not part of it')
})
