// What is no weighted sum is climbed, searched for and ranked by like any other objective, also in one batch with it.
import { expect, test } from 'vitest'
import { drawDatasetPicture, generateDataset, indicesOf } from '../../src-shared/domains/shapes/dataset.ts'
import { objectiveKey, objectiveSpec } from '../../src-shared/recipe/objective.ts'
import { type AscendRecipe, ascendRecipe, examplesRecipe } from '../../src-shared/recipe/recipe.ts'
import { ascendJob } from '../../src-main/engine/process/jobs/ascend.ts'
import { examplesJob } from '../../src-main/engine/process/jobs/examples.ts'
import { writePng } from '../../src-main/image/png.ts'
import { strip } from '../../src-main/image/tiles.ts'
import { unitRange } from '../../src-main/image/unit-range.ts'
import { tf } from '../../src-main/tensorflow/tf.ts'
import { createPainter, startSearch } from '../../src-main/science/latent/search.ts'
import { startAscent } from '../../src-main/science/visualization/ascent.ts'
import { ascentProgram } from '../../src-main/science/visualization/ascent-program.ts'
import { answersTo } from '../../src-main/science/visualization/given-answers.ts'
import { tapsRead } from '../../src-main/science/visualization/objective.ts'
import { scoresOf } from '../../src-main/science/visualization/scoring.ts'
import { functionals } from '../fixtures/functional-objectives.ts'
import { recordingContext } from '../fixtures/job-context.ts'
import { blobs, channel, climbOf, model, network } from '../fixtures/small-ascent.ts'
import { smallDataset } from '../fixtures/small-networks.ts'
import { plan } from '../fixtures/small-search.ts'

const objectives = [...functionals, channel(2)]
const example = (index: number): Float32Array => {
  const bytes = new Uint8Array(768)
  drawDatasetPicture(smallDataset, index, bytes, 0, 3)
  return unitRange(bytes)
}
const given = answersTo(network, objectives, (picture) => example(picture.kind === 'example' ? picture.index : 0))
const worst = (a: Float32Array, b: Float32Array): number => a.reduce((most, value, at) => Math.max(most, Math.abs(value - b[at]!)), 0)

/** The scores of each step, and the parameters after the last. */
function walk(part: Partial<AscendRecipe>, steps: number, eager = false): { scores: Float32Array[]; last: Float32Array } {
  const climb = { ...climbOf({ objectives, optimizer: { kind: 'adam', step: 0.02 }, ...part }), given }
  const program = ascentProgram(climb, eager)
  const ascent = startAscent(climb, program)
  const scores = Array.from({ length: steps }, () => ascent.advance().score)
  const last = ascent.params('last')
  ascent.dispose()
  program.dispose()
  return { scores, last }
}

test('every kind rises, each picture as it would alone, a graph as eager TensorFlow', () => {
  const { scores } = walk({}, 60)
  objectives.forEach((_, at) => expect(scores.at(-1)![at]).toBeGreaterThan(scores[0]![at]!))
  const [graph, eager] = [walk({}, 3), walk({}, 3, true)]
  expect(worst(graph.last, eager.last)).toBeLessThan(2e-3)
  const each = graph.last.length / objectives.length
  // One of few parameters, one of many, and one of several terms; a graph each.
  objectives.forEach((one, at) => {
    if (!['level', 'distribution', 'sum'].includes(one.kind)) return
    const alone = walk({ objectives: [one] }, 3)
    expect(worst(alone.last, graph.last.subarray(at * each, (at + 1) * each))).toBeLessThan(2e-3)
  })
})

test('a job keeps a picture of each, with the score of the picture as kept', async () => {
  const context = recordingContext({ blobs })
  await ascendJob(ascendRecipe.parse({ kind: 'ascend', model, objectives, steps: 4, frames: 2 }), context)
  for (const spec of objectives)
    expect(Number.isFinite((context.artifacts.get(`pictures/${objectiveKey(spec)}/0`)!.meta as { score: number }).score)).toBe(true)
})

test('a search without gradients raises it too', async () => {
  const context = recordingContext({ blobs })
  const optimizer = { kind: 'genetic', step: 0.1, candidates: 8 }
  await ascendJob(ascendRecipe.parse({ kind: 'ascend', model, objectives, optimizer, steps: 6, frames: 0 }), context)
  const gains = objectives.map((spec) => {
    const { score, scoreFirst } = context.artifacts.get(`pictures/${objectiveKey(spec)}/0`)!.meta as { score: number; scoreFirst: number }
    return score - scoreFirst
  })
  for (const one of gains) expect(one).toBeGreaterThanOrEqual(0)
  expect(gains.filter((one) => one > 0).length).toBeGreaterThan(objectives.length / 2)
})

test('a picture that the library keeps is the one of the dataset, if it has its pixels', async () => {
  const hash = 'd'.repeat(64)
  const bytes = new Uint8Array(768)
  drawDatasetPicture(smallDataset, 9, bytes, 0, 3)
  const sheet = strip([new Uint8Array(768), bytes].map((rgb) => ({ width: 16, height: 16, rgb })))
  const asked = [
    { kind: 'example', index: 9 },
    { kind: 'kept', picture: hash, tile: 1 },
  ].map((picture) => objectiveSpec.parse({ kind: 'inversion', layer: 'conv2', picture }))
  const context = recordingContext({ blobs: { ...blobs, [hash]: writePng(sheet) } })
  await ascendJob(ascendRecipe.parse({ kind: 'ascend', model, objectives: asked, steps: 8, frames: 0 }), context)
  const [one, other] = asked.map((spec) => context.artifacts.get(`pictures/${objectiveKey(spec)}/0`)!.bytes)
  expect(one).toEqual(other)
})

test('dataset examples are ranked by it, by one measure whichever are asked for', async () => {
  const context = recordingContext({ blobs })
  const asked = { kind: 'examples', model, objectives, split: 'test', top: 3, measures: ['max', 'mean'] }
  await examplesJob(examplesRecipe.parse(asked), context)
  const table = JSON.parse(new TextDecoder().decode(context.artifacts.get('examples')!.bytes)) as {
    objectives: { key: string; measure?: string; best: number; top: { index: number; score: number }[] }[]
  }
  const { images, split } = generateDataset(smallDataset)
  const indices = indicesOf(split, 'test')
  const scores = tf.tidy(() => {
    const pictures = Float32Array.from([...indices].flatMap((index) => [...images.subarray(index * 768, (index + 1) * 768)]))
    const all = tf.tensor4d(pictures, [indices.length, 16, 16, 3]).div<tf.Tensor4D>(255)
    return scoresOf(objectives, network.info, given)(network.run(all, tapsRead(objectives, network.info))).arraySync()
  })
  functionals.forEach((spec, at) => {
    const rows = table.objectives.filter(({ key }) => key === objectiveKey(spec))
    const sum = spec.kind === 'sum'
    expect(rows).toHaveLength(sum ? 2 : 1)
    if (!sum) expect(rows[0]!.measure).toBeUndefined()
    const row = rows.find(({ measure }) => measure !== 'max')!
    const best = Math.max(...scores.map((one) => one[at]!))
    expect(Math.abs(row.best - best)).toBeLessThan(1e-4 * Math.max(1, Math.abs(best)))
  })
})

test('a search keeps the pictures that score highest', () => {
  const of = plan({ objectives })
  const wanted = { ...of, samples: 300, top: 1, given: answersTo(of.classifier, objectives, () => example(3)) }
  const search = startSearch(wanted)
  while (search.seen < search.samples) search.advance()
  const painter = createPainter(wanted)
  const all = painter.score(painter.paint(search.latents(Array.from({ length: 300 }, (_, sample) => sample))))
  objectives.forEach((_, at) => {
    const [found] = search.top.of(at)
    const best = Math.max(...all.map((one) => one[at]!))
    // A byte more or less in a pixel: the search sees the picture before it is rounded.
    expect(Math.abs(found!.score - best)).toBeLessThan(0.02 * Math.max(1, Math.abs(best)))
  })
  painter.dispose()
  search.dispose()
})
