// The jobs that look at what there is: nearest pictures, the map of the encoded dataset, matched units, judged reconstructions.
import { encode as encodePng } from 'fast-png'
import { expect, test } from 'vitest'
import { encodingJob } from '../../src-main/engine/process/jobs/encoding.ts'
import { matchJob } from '../../src-main/engine/process/jobs/match.ts'
import { nearestJob } from '../../src-main/engine/process/jobs/nearest.ts'
import { reconstructionsJob } from '../../src-main/engine/process/jobs/reconstructions.ts'
import { tf } from '../../src-main/tensorflow/tf.ts'
import { finish } from '../../src-main/science/evaluation/evaluate.ts'
import { sequentialGenerator } from '../../src-main/science/generators/sequential-generator.ts'
import { encode, latentStatistics } from '../../src-main/science/latent/encode.ts'
import { weightSpecs } from '../../src-main/science/networks/sequential.ts'
import { contactSheet } from '../../src-main/image/contact-sheet.ts'
import { writePng } from '../../src-main/image/png.ts'
import { generateDataset, indicesOf } from '../../src-shared/domains/shapes/dataset.ts'
import { encodeModel, type ModelHeader } from '../../src-shared/network/model-file.ts'
import { random } from '../../src-shared/math/random.ts'
import { datasetSettings } from '../../src-shared/recipe/recipe.ts'
import { recordingContext, type RecordedContext } from '../fixtures/job-context.ts'
import { asTensors, randomWeights, smallClassifier, smallDecoder, smallEncoder } from '../fixtures/small-networks.ts'

const settings = datasetSettings.parse({ seed: 3, count: 120, size: 16 })
const dataset = generateDataset(settings)
const hash = (digit: string): string => digit.repeat(64)
const pictureOf = (index: number): Uint8Array => dataset.images.subarray(index * 768, (index + 1) * 768)

function classifier(seed: number): Uint8Array {
  const architecture = smallClassifier('relu')
  return encodeModel({
    header: {
      format: 'phosphene-model',
      version: 1,
      kind: 'classifier',
      architecture,
      dataset: settings,
      weights: weightSpecs(architecture),
    },
    weights: randomWeights(architecture, seed),
  })
}
function generator(latent: number, silence = 1): { bytes: Uint8Array; z: Float32Array } {
  const [encoder, decoder] = [smallEncoder(latent), smallDecoder(latent)]
  const weights = [randomWeights(encoder, 5).map((values) => values.map((value) => value * silence)), randomWeights(decoder, 6)]
  const drawing = sequentialGenerator({ encoder, decoder }, [...asTensors(encoder, weights[0]!), ...asTensors(decoder, weights[1]!)])
  const z = finish(
    encode(
      drawing,
      { pictures: dataset.images, labels: dataset.labels, shape: [16, 16, 3] },
      Uint32Array.from({ length: settings.count }, (_, at) => at),
    ),
  )
  drawing.dispose()
  const header: ModelHeader = {
    format: 'phosphene-model',
    version: 1,
    kind: 'autoencoder',
    encoder,
    decoder,
    latent,
    statistics: latentStatistics(z, latent),
    dataset: settings,
    weights: [...weightSpecs(encoder), ...weightSpecs(decoder)],
  }
  return { bytes: encodeModel({ header, weights: weights.flat() }), z }
}
const json = (context: RecordedContext, name: string): Record<string, unknown> =>
  JSON.parse(new TextDecoder().decode(context.artifacts.get(name)!.bytes)) as Record<string, unknown>
const floats = (context: RecordedContext, name: string): Float32Array => new Float32Array(context.artifacts.get(name)!.bytes.slice().buffer)

async function flat<T>(job: () => Promise<T>): Promise<T> {
  const before = tf.memory().numTensors
  const result = await job()
  expect(tf.memory().numTensors).toBe(before)
  return result
}

test(
  'a training picture is its own nearest, each tile of a sheet is looked for by itself, and unseen pictures give the ' + 'measure',
  async () => {
    const train = indicesOf(dataset.split, 'train')
    const sheet = writePng(contactSheet([pictureOf(train[4]!), pictureOf(train[9]!)], 16, 2))
    const context = recordingContext({ blobs: { [hash('a')]: sheet } })
    const summary = await flat(() => nearestJob({ kind: 'nearest', dataset: settings, pictures: [hash('a')] }, context))
    const table = json(context, 'nearest') as {
      baseline: { median: number; count: number }
      rows: { tile: number; index: number; label: number; distance: number }[]
    }
    expect(table.rows.map(({ tile, index, label }) => ({ tile, index, label }))).toEqual(
      [4, 9].map((at, tile) => ({ tile, index: train[at], label: dataset.labels[train[at]!] })),
    )
    for (const row of table.rows) expect(row.distance).toBeLessThan(1e-3)
    expect(table.baseline.count).toBe(indicesOf(dataset.split, 'test').length)
    expect(table.baseline.median).toBeGreaterThan(0.01)
    expect(summary).toMatchObject({ pictures: 2, baselineMedian: table.baseline.median })
  },
)

test(
  'a picture is most similar to itself, however dark, pale or speckled it is shown; noise and unseen pictures give the ends of the ' +
    'scale',
  async () => {
    const train = indicesOf(dataset.split, 'train')
    const stream = random(1, 'speckle')
    const dimmed = pictureOf(train[4]!).map((value) => Math.round(40 + value / 3))
    // Every block of two by two pixels keeps its sum.
    const speckled = pictureOf(train[9]!).map((value) => 64 + Math.round(value / 2))
    for (let y = 0; y < 16; y += 2) {
      for (let at = 0; at < 48; at++) {
        if (Math.floor(at / 3) % 2 === 1) continue
        const push = stream.integer(60)
        for (const [place, sign] of [
          [at, 1],
          [at + 3, -1],
        ] as const) {
          speckled[48 * y + place]! += sign * push
          speckled[48 * (y + 1) + place]! -= sign * push
        }
      }
    }
    const context = recordingContext({ blobs: { [hash('a')]: writePng(contactSheet([dimmed, speckled], 16, 2)) } })
    await flat(() => nearestJob({ kind: 'nearest', dataset: settings, pictures: [hash('a')], block: 2 }, context))
    const table = json(context, 'nearest') as {
      similar: Record<'test' | 'noise', { correlations: number[]; named: number }>
      rows: { similar: { index: number; label: number; correlation: number } }[]
    }
    expect(table.rows.map(({ similar }) => ({ index: similar.index, label: similar.label }))).toEqual(
      [4, 9].map((at) => ({ index: train[at], label: dataset.labels[train[at]!] })),
    )
    for (const { similar } of table.rows) expect(similar.correlation).toBeGreaterThan(0.99)
    const { test: unseen, noise } = table.similar
    for (const value of [...unseen.correlations, ...noise.correlations]) expect(Math.abs(value)).toBeLessThan(1.0001)
    expect(Math.max(...noise.correlations)).toBeLessThan(Math.min(...table.rows.map(({ similar }) => similar.correlation)))
    expect(unseen.named).toBeLessThanOrEqual(unseen.correlations.length)
    expect([unseen.correlations.length > 0, noise.correlations.length > 0]).toEqual([true, true])
  },
)

test('a picture of another size is refused in words', async () => {
  const context = recordingContext({ blobs: { [hash('a')]: writePng({ width: 20, height: 16, rgb: new Uint8Array(960) }) } })
  await expect(nearestJob({ kind: 'nearest', dataset: settings, pictures: [hash('a')] }, context)).rejects.toThrow(/20 x 16/)
})
test('so is a picture without colours', async () => {
  const bytes = encodePng({ width: 16, height: 16, data: new Uint8Array(256), channels: 1 })
  const context = recordingContext({ blobs: { [hash('a')]: bytes } })
  await expect(nearestJob({ kind: 'nearest', dataset: settings, pictures: [hash('a')] }, context)).rejects.toThrow(/in colour/)
})

test('the map is the latent vectors seen along their two longest axes: centred, uncorrelated, and as wide as it says', async () => {
  const { bytes, z } = generator(3)
  const context = recordingContext({ blobs: { [hash('b')]: bytes } })
  const summary = await flat(() => encodingJob({ kind: 'encoding', generator: hash('b') }, context))
  expect(floats(context, 'latents')).toEqual(z)
  const map = floats(context, 'map')
  const { covariance, mean } = latentStatistics(map, 2)
  const { explained } = context.artifacts.get('map')!.meta as { explained: number[] }
  const total = latentStatistics(z, 3).covariance.reduce((sum, row, at) => sum + row[at]!, 0)
  for (const value of mean) expect(Math.abs(value)).toBeLessThan(1e-4 * Math.sqrt(total))
  expect(Math.abs(covariance[0]![1]!)).toBeLessThan(1e-4 * total)
  expect(covariance.map((row, at) => row[at]! / total)).toEqual(explained.map((share) => expect.closeTo(share, 4)))
  expect(summary).toMatchObject({ count: 120, latent: 3, explained: expect.closeTo(explained[0]! + explained[1]!, 12) })
})

test('a generator of one number is mapped on a line, and a dead one on a point', async () => {
  const one = recordingContext({ blobs: { [hash('b')]: generator(1).bytes } })
  await encodingJob({ kind: 'encoding', generator: hash('b') }, one)
  expect(floats(one, 'map').every((value, at) => at % 2 === 0 || value === 0)).toBe(true)
  const dead = recordingContext({ blobs: { [hash('b')]: generator(2, 0).bytes } })
  expect(await encodingJob({ kind: 'encoding', generator: hash('b') }, dead)).toMatchObject({ explained: 0 })
})

test('a network matched with itself pairs every unit with itself, and another one does not', async () => {
  const context = recordingContext({ blobs: { [hash('c')]: classifier(1), [hash('d')]: classifier(2) } })
  const summary = await flat(() => matchJob({ kind: 'match', model: hash('c'), other: hash('c'), layer: 'conv2', split: 'train' }, context))
  const { pairs } = json(context, 'pairs') as { pairs: { unit: number; other: number; correlation: number }[] }
  expect(pairs.map(({ unit, other }) => [unit, other])).toEqual([0, 1, 2, 3].map((unit) => [unit, unit]))
  expect(summary['meanCorrelation']).toBeCloseTo(1, 4)
  // Every unit finds itself; of shuffled pictures the best of four is left, which no unit shares with its own answers.
  expect(summary['chanceCorrelation']).toBeLessThan(0.5)
  expect(summary['chanceCorrelation']).toBeGreaterThan(0)
  expect(summary['unmatchedCorrelation']).toBeLessThan(1)
  const other = await matchJob({ kind: 'match', model: hash('c'), other: hash('d'), layer: 'logits', split: 'train' }, context)
  expect(other['units']).toBe(6)
  expect(other['meanCorrelation']).toBeLessThan(0.999)
  await expect(matchJob({ kind: 'match', model: hash('c'), other: hash('d'), layer: 'conv9', split: 'train' }, context)).rejects.toThrow(
    /no layer "conv9"/,
  )
})

test('reconstructions are judged on the split asked for, beside the originals and an all-black answer', async () => {
  const context = recordingContext({ blobs: { [hash('c')]: classifier(1), [hash('b')]: generator(3).bytes } })
  const summary = await flat(() =>
    reconstructionsJob({ kind: 'reconstructions', model: hash('c'), generator: hash('b'), split: 'test' }, context),
  )
  const test = indicesOf(dataset.split, 'test')
  const black =
    Array.from(test, (index) => pictureOf(index).reduce((sum, value) => sum + (value / 255) ** 2, 0) / 768).reduce(
      (sum, value) => sum + value,
      0,
    ) / test.length
  expect(summary['count']).toBe(test.length)
  expect(summary['blackError']).toBeCloseTo(black, 5)
  expect(summary['accuracy']).toBe((summary['correct'] as number) / test.length)
  // What was lost had been right: neither more than the right originals, nor fewer than the fall in right answers.
  expect(summary['lost']).toBeGreaterThanOrEqual((summary['originalCorrect'] as number) - (summary['correct'] as number))
  expect(summary['lost']).toBeLessThanOrEqual(summary['originalCorrect'] as number)
  await expect(
    reconstructionsJob({ kind: 'reconstructions', model: hash('b'), generator: hash('c'), split: 'test' }, context),
  ).rejects.toThrow(/other models/)
})

test('asked to stop, a look leaves nothing half done', async () => {
  const blobs = { [hash('a')]: writePng(contactSheet([pictureOf(0)], 16, 1)), [hash('c')]: classifier(1), [hash('b')]: generator(3).bytes }
  const looks: ((context: RecordedContext) => Promise<unknown>)[] = [
    (context) => nearestJob({ kind: 'nearest', dataset: settings, pictures: [hash('a')] }, context),
    (context) => reconstructionsJob({ kind: 'reconstructions', model: hash('c'), generator: hash('b'), split: 'test' }, context),
    (context) => encodingJob({ kind: 'encoding', generator: hash('b') }, context),
    (context) => matchJob({ kind: 'match', model: hash('c'), other: hash('c'), layer: 'conv2', split: 'train' }, context),
  ]
  for (const run of looks) {
    const context = recordingContext({ blobs, stopAt: () => 'cancel' })
    expect(await flat(() => run(context))).toEqual({})
    expect(context.artifacts.size).toBe(0)
  }
})
