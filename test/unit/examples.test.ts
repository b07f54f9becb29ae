import { describe, expect, it } from 'vitest'
import { generateDataset, indicesOf } from '../../src-shared/domains/shapes/dataset.ts'
import { decodeModel } from '../../src-shared/network/model-file.ts'
import { objectiveKey, type ObjectiveSpec } from '../../src-shared/recipe/objective.ts'
import { type ExamplesRecipe, examplesRecipe } from '../../src-shared/recipe/recipe.ts'
import { random } from '../../src-shared/math/random.ts'
import { examplesJob } from '../../src-main/engine/process/jobs/examples.ts'
import { tf } from '../../src-main/tensorflow/tf.ts'
import { distribution, rank } from '../../src-main/science/evaluation/dataset-examples.ts'
import { tapsRead } from '../../src-main/science/visualization/objective.ts'
import { scoresOf } from '../../src-main/science/visualization/scoring.ts'
import { type ContextOptions, type RecordedContext, recordingContext } from '../fixtures/job-context.ts'
import { plainForward } from '../fixtures/plain-network.ts'
import { asNetwork, smallClassifier, smallDataset, smallModels } from '../fixtures/small-networks.ts'

const model = 'a'.repeat(64)
const { classifier, generator } = smallModels()
const architecture = smallClassifier('relu')
const objectives: ObjectiveSpec[] = [
  { kind: 'channel', layer: 'conv2.relu', channel: 1 },
  { kind: 'neuron', layer: 'conv1', channel: 2, x: 3, y: 9 },
  { kind: 'logit', class: 5 },
  // Dead on every picture, so that all scores are equal.
  { kind: 'sum', terms: [{ weight: 0, of: { kind: 'logit', class: 0 } }] },
]
interface Row {
  key: string
  measure?: string
  classes?: number[]
  top: { index: number; score: number; label: number; x?: number; y?: number }[]
  bottom: { index: number; score: number; label: number }[]
  best: number
  histogram: { counts: number[] }
}

async function job(
  part: Partial<ExamplesRecipe> = {},
  options: ContextOptions = {},
): Promise<{ summary: unknown; rows: Row[]; context: RecordedContext }> {
  const context = recordingContext({ blobs: { [model]: classifier }, ...options })
  const summary = await examplesJob(examplesRecipe.parse({ kind: 'examples', model, objectives, ...part }), context)
  const artifact = context.artifacts.get('examples')
  return {
    summary,
    rows: artifact ? (JSON.parse(new TextDecoder().decode(artifact.bytes)) as { objectives: Row[] }).objectives : [],
    context,
  }
}

describe('dataset examples', () => {
  for (const split of ['train', 'test'] as const) {
    it(`are the pictures of the ${split} split that a full sort puts first and last`, async () => {
      const { rows } = await job({ split, top: 7 })
      const dataset = generateDataset(smallDataset)
      const indices = [...indicesOf(dataset.split, split)]
      const scores = tf.tidy(() => {
        const all = tf.tensor4d(
          Float32Array.from(dataset.images, (byte) => byte / 255),
          [smallDataset.count, 16, 16, 3],
        )
        const network = asNetwork(architecture, decodeModel(classifier).weights)
        return scoresOf(objectives, network.info)(network.run(all, tapsRead(objectives, network.info))).arraySync()
      })
      objectives.forEach((spec, at) => {
        const row = rows[at]!
        expect(row.key).toBe(objectiveKey(spec))
        const sorted = indices.toSorted((a, b) => scores[b]![at]! - scores[a]![at]! || a - b)
        const lowest = indices.toSorted((a, b) => scores[a]![at]! - scores[b]![at]! || a - b)
        for (const [list, expected] of [
          [row.top, sorted],
          [row.bottom, lowest],
        ] as const) {
          // The compiled pass may round otherwise, so that near equals change places: it is their scores that must agree.
          expect(list).toHaveLength(7)
          list.forEach((one, place) => {
            expect(one.score).toBeCloseTo(scores[expected[place]!]![at]!, 4)
            expect(one.score).toBeCloseTo(scores[one.index]![at]!, 4)
            expect(one.label).toBe(dataset.labels[one.index])
          })
        }
        expect(row.best).toBe(row.top[0]!.score)
        expect(row.histogram.counts.reduce((sum, count) => sum + count, 0)).toBe(indices.length)
      })
    })
  }

  it('rank like a sort, with equal scores in the order of the dataset', () => {
    const stream = random(1)
    const scores = Float32Array.from({ length: 500 }, () => stream.integer(40))
    const indices = Uint32Array.from({ length: 500 }, (_, at) => 3 * at)
    const labels = Uint8Array.from({ length: 1500 }, (_, at) => at % 60)
    const places = Array.from(scores.keys())
    const { top, bottom } = rank(scores, indices, labels, 25)
    expect(top.map((one) => one.index)).toEqual(
      places
        .toSorted((a, b) => scores[b]! - scores[a]! || a - b)
        .slice(0, 25)
        .map((place) => 3 * place),
    )
    expect(bottom.map((one) => one.index)).toEqual(
      places
        .toSorted((a, b) => scores[a]! - scores[b]! || a - b)
        .slice(0, 25)
        .map((place) => 3 * place),
    )
    expect(rank(scores.subarray(0, 3), indices, labels, 9).top).toHaveLength(3)
    const wide = Uint16Array.from(labels, (label) => label + 900)
    expect(rank(scores, indices, wide, 25).top.map((one) => one.label)).toEqual(top.map((one) => one.label + 900))
  })

  it('come with how all scores are spread', () => {
    const spread = distribution(Float32Array.from({ length: 2000 }, (_, at) => 2000 - at))
    expect(spread).toMatchObject({ mean: 1000.5, median: 1000, high: 1998 })
    expect(spread.std).toBeCloseTo(Math.sqrt((2000 ** 2 - 1) / 12), 6)
    expect(spread.histogram).toMatchObject({ low: 1, high: 2000 })
    for (const count of spread.histogram.counts) expect(Math.abs(count - 2000 / 64)).toBeLessThan(1.5)
    // All alike: one bar.
    expect(distribution(new Float32Array(5).fill(2))).toMatchObject({
      mean: 2,
      std: 0,
      histogram: { low: 2, high: 2, counts: [5, ...new Array<number>(63).fill(0)] },
    })
  })

  it('are the same bytes each time, free every tensor, and keep nothing of a ranking that was stopped', async () => {
    const before = tf.memory().numTensors
    const [first, second] = [await job(), await job()]
    expect(second.context.artifacts.get('examples')!.bytes).toEqual(first.context.artifacts.get('examples')!.bytes)
    const stopped = await job({}, { stopAt: () => 'cancel' })
    expect(stopped.context.artifacts.size).toBe(0)
    expect(tf.memory().numTensors).toBe(before)
  })

  it(
    'by measures are ranked by what the activation function passes on, at the strongest place or over all, as a plain forward pass ' +
      'finds',
    async () => {
      const spec: ObjectiveSpec = { kind: 'channel', layer: 'conv2.relu', channel: 2 }
      const sum: ObjectiveSpec = {
        kind: 'sum',
        terms: [
          { weight: 2, of: spec },
          { weight: -1, of: { kind: 'channel', layer: 'conv1', channel: 0 } },
        ],
      }
      const { rows, context } = await job({ objectives: [spec, { kind: 'logit', class: 3 }, sum], measures: ['mean', 'max'], top: 5 })
      expect(rows.map(({ key, measure }) => [key, measure])).toEqual([
        ['conv2.relu:2', 'mean'],
        ['conv2.relu:2', 'max'],
        ['logit:3', undefined],
        [objectiveKey(sum), 'mean'],
        [objectiveKey(sum), 'max'],
      ])
      const dataset = generateDataset(smallDataset)
      const indices = [...indicesOf(dataset.split, 'test')]
      const { weights } = decodeModel(classifier)
      // [picture][place], in double precision loops.
      const taps = new Map(
        indices.map((index) => [
          index,
          plainForward(
            architecture,
            weights,
            Float64Array.from(dataset.images.subarray(index * 768, (index + 1) * 768), (byte) => byte / 255),
          ),
        ]),
      )
      const mapOf = (index: number, tap: string, channel: number, channels: number): number[] =>
        Array.from(taps.get(index)![tap]!).filter((_, at) => at % channels === channel)
      const mean = (values: readonly number[]): number => values.reduce((total, one) => total + one, 0) / values.length
      const expected: ((index: number) => number)[] = [
        (index) => mean(mapOf(index, 'conv2.relu', 2, 4)),
        (index) => Math.max(...mapOf(index, 'conv2.relu', 2, 4)),
        (index) => taps.get(index)!['logits']![3]!,
        (index) => 2 * mean(mapOf(index, 'conv2.relu', 2, 4)) - mean(mapOf(index, 'conv1', 0, 3)),
        (index) => 2 * Math.max(...mapOf(index, 'conv2.relu', 2, 4)) - Math.max(...mapOf(index, 'conv1', 0, 3)),
      ]
      const { classes } = JSON.parse(new TextDecoder().decode(context.artifacts.get('examples')!.bytes)) as {
        classes: { label: number; count: number }[]
      }
      expect(classes.reduce((total, one) => total + one.count, 0)).toBe(indices.length)
      rows.forEach((row, at) => {
        const score = expected[at]!
        const sorted = indices.map(score).sort((a, b) => b - a)
        row.top.forEach((one, place) => {
          expect(one.score).toBeCloseTo(sorted[place]!, 4)
          expect(one.score).toBeCloseTo(score(one.index), 4)
          // The place is that of the maximum, 8 across.
          if (row.key === 'conv2.relu:2' && row.measure === 'max')
            expect(mapOf(one.index, 'conv2.relu', 2, 4)[one.y! * 8 + one.x!]).toBeCloseTo(one.score, 4)
          else expect(one.x).toBeUndefined()
        })
        for (const [place, { label }] of classes.entries())
          expect(row.classes![place]).toBeCloseTo(mean(indices.filter((index) => dataset.labels[index] === label).map(score)), 4)
      })
    },
  )

  it('refuse a generator, in words', async () => {
    await expect(job({}, { blobs: { [model]: generator } })).rejects.toThrow('is a generator. Choose a classifier.')
  })
})
