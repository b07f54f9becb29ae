// Laws of ascents that begin with pictures of the network's dataset, and of what they take from it.
import { decode } from 'fast-png'
import { describe, expect, it } from 'vitest'
import { random } from '../../src-shared/math/random.ts'
import { drawDatasetPicture, indicesOf, splitOf } from '../../src-shared/domains/shapes/dataset.ts'
import { ascentPictures } from '../../src-shared/recipe/dataset-in-recipe.ts'
import { type AscendRecipe, ascendRecipe } from '../../src-shared/recipe/recipe.ts'
import { ascendJob } from '../../src-main/engine/process/jobs/ascend.ts'
import { type RecordedContext, recordingContext } from '../fixtures/job-context.ts'
import { blobs, model } from '../fixtures/small-ascent.ts'
import { smallDataset } from '../fixtures/small-networks.ts'

const logit = { kind: 'logit', class: 3 } as const
const each = smallDataset.size ** 2 * 3
function drawn(index: number): Uint8Array {
  const out = new Uint8Array(each)
  drawDatasetPicture(smallDataset, index, out, 0, 3)
  return out
}
async function climbed(part: Partial<AscendRecipe>): Promise<RecordedContext> {
  const context = recordingContext({ blobs })
  await ascendJob(ascendRecipe.parse({ kind: 'ascend', model, objectives: [logit], steps: 1, frames: 2, ...part }), context)
  return context
}
/** The first frame of the film of a start: what it began with. */
function begun(context: RecordedContext, start = 0): Uint8Array {
  const { width, data } = decode(context.artifacts.get(`films/logit:3/${start}`)!.bytes)
  const side = width / 2
  return Uint8Array.from({ length: side * side * 3 }, (_, at) => data[(Math.floor(at / (side * 3)) * width + 0) * 3 + (at % (side * 3))]!)
}
const farthest = (a: Uint8Array, b: Uint8Array): number => Math.max(...a.map((one, at) => Math.abs(one - b[at]!)))

describe('an ascent', () => {
  it('in pixels begins with the picture of the dataset that is named, for all starts', async () => {
    const context = await climbed({ parameterization: { kind: 'pixels', start: 'noise', picture: 17 }, starts: 2 })
    for (const start of [0, 1]) expect(farthest(begun(context, start), drawn(17))).toBe(0)
  })
  it.each([
    { kind: 'fourier', power: 1, picture: 17 },
    { kind: 'laplacian', levels: 3, picture: 17 },
  ] as const)('in %o begins as near to it as the sigmoid comes', async (parameterization) => {
    const context = await climbed({ parameterization })
    const clipped = drawn(17).map((one) => Math.min(0.98 * 255, Math.max(0.02 * 255, one)))
    expect(farthest(begun(context), clipped)).toBeLessThanOrEqual(1)
  })
  it('begins with a training picture by lot for each start, the same ones for the same seed', async () => {
    const train = indicesOf(splitOf(smallDataset), 'train')
    const context = await climbed({ parameterization: { kind: 'pixels', start: 'examples' }, starts: 3, seed: 5 })
    for (const start of [0, 1, 2])
      expect(farthest(begun(context, start), drawn(train[random(5, 'example', start).integer(train.length)]!))).toBe(0)
  })
  it('begins with the mean of training pictures: near that of all', async () => {
    const context = await climbed({ parameterization: { kind: 'pixels', start: 'mean' } })
    const train = indicesOf(splitOf(smallDataset), 'train')
    const sum = new Float64Array(each)
    for (const index of train) drawn(index).forEach((one, at) => (sum[at]! += one))
    const error = begun(context).reduce((total, one, at) => total + Math.abs(one - sum[at]! / train.length), 0) / each
    expect(error).toBeLessThan(4)
  })
  it.each([
    ['grey', 0.5 * 255],
    ['black', 0.02 * 255],
  ] as const)('in waves begins with an even %s picture', async (start, level) => {
    const context = await climbed({ parameterization: { kind: 'fourier', power: 1, start } })
    expect(farthest(begun(context), new Uint8Array(each).fill(Math.round(level)))).toBeLessThanOrEqual(1)
  })
  it('takes the strength of waves from the dataset, and a function of the place is also drawn larger', async () => {
    const context = await climbed({ parameterization: { kind: 'maco', magnitude: 'dataset' }, steps: 2 })
    expect(context.whole).toBe(true)
    const { bytes } = (await climbed({ parameterization: { kind: 'cppn', large: 40 } })).artifacts.get('large/logit:3/0')!
    const { width, height } = decode(bytes)
    expect([width, height]).toEqual([40, 40])
  })
})

it('names the network whose pictures it needs, and none where it needs none', () => {
  const whose = (parameterization: object): string | null =>
    ascentPictures(ascendRecipe.parse({ kind: 'ascend', model, objectives: [logit], parameterization }))
  expect(whose({ kind: 'pixels', picture: 3 })).toBe(model)
  expect(whose({ kind: 'pixels', start: 'mean' })).toBe(model)
  expect(whose({ kind: 'fourier', start: 'examples' })).toBe(model)
  expect(whose({ kind: 'maco' })).toBe(model)
  expect(whose({ kind: 'maco', magnitude: 'natural' })).toBeNull()
  expect(whose({ kind: 'laplacian', start: 'black' })).toBeNull()
  expect(whose({ kind: 'cppn' })).toBeNull()
  expect(whose({ kind: 'pixels' })).toBeNull()
})
