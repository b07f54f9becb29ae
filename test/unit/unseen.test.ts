import { expect, it } from 'vitest'
import { classOf, generateDataset, indicesOf, samplePicture, splitOf } from '../../src-shared/domains/shapes/dataset.ts'
import { type DatasetSettings, datasetSettings, newDataset } from '../../src-shared/recipe/recipe.ts'
import { unseenBy } from '../../src-shared/domains/shapes/unseen.ts'
import { unseenPictures } from '../../src-main/engine/process/unseen-pictures.ts'
import { recordingContext } from '../fixtures/job-context.ts'

/** What a picture is, apart from its index: class and factors. */
const identity = (settings: DatasetSettings, index: number): string =>
  JSON.stringify([classOf(settings, index), samplePicture(settings, index)])

it('leaves exactly the pictures that the other network has not learnt from, also with other classes and counts', () => {
  const here = datasetSettings.parse({ count: 600, size: 16 })
  for (const other of [
    datasetSettings.parse({ count: 2400, size: 16 }),
    newDataset({ count: 600, size: 16 }),
    datasetSettings.parse({ count: 300, size: 16, classes: [3, 7, 24, 41] }),
  ]) {
    const learnt = new Set([...indicesOf(splitOf(other), 'train')].map((index) => identity(other, index)))
    const test = indicesOf(splitOf(here), 'test')
    const expected = [...test].filter((index) => !learnt.has(identity(here, index)))
    expect(expected.length).toBeLessThan(test.length)
    expect([...unseenBy(other, here, test)]).toEqual(expected)
  }
  // Of another seed there is no such picture; of datasets by the second rule none is ever learnt from elsewhere.
  const test = indicesOf(splitOf(here), 'test')
  expect(unseenBy({ ...here, seed: 2 }, here, test)).toEqual(test)
  const [few, many] = [newDataset({ count: 600 }), newDataset({ count: 6000 })]
  expect(unseenBy(many, few, indicesOf(splitOf(few), 'test'))).toHaveLength(60)
})

it('says how many were left out, and refuses when none is left', () => {
  const here = datasetSettings.parse({ count: 240, size: 16 })
  const other = datasetSettings.parse({ count: 2400, size: 16 })
  const context = recordingContext()
  const dataset = generateDataset(here)
  const left = unseenPictures(dataset, here, other, 'test', context)
  expect(context.notices.map((one) => one.message)).toEqual([
    expect.stringContaining(`${24 - left.length} of 24 test pictures were left out`),
  ])
  const all = { ...dataset, split: new Uint8Array(240).fill(2) }
  const learnt = { ...all, split: dataset.split.map((_, index) => (splitOf(other)[index] === 0 ? 2 : 0)) }
  expect(() => unseenPictures(learnt, here, other, 'test', context)).toThrow(/has learnt from every test picture/)
  expect(unseenPictures(dataset, here, other, 'train', context)).toEqual(indicesOf(dataset.split, 'train'))
})
