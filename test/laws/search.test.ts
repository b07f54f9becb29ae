// Laws of latent search: the graph says what the plain networks say, a full sort finds nothing better, and a break changes nothing.
import { describe, expect, it } from 'vitest'
import { decode as decodePng } from 'fast-png'
import { encodeModel, type LatentStatistics } from '../../src-shared/network/model-file.ts'
import { objectiveKey, type ObjectiveSpec } from '../../src-shared/recipe/objective.ts'
import { type Architecture, datasetSettings, type SearchRecipe, searchRecipe } from '../../src-shared/recipe/recipe.ts'
import { searchJob } from '../../src-main/engine/process/jobs/search.ts'
import { tf } from '../../src-main/tensorflow/tf.ts'
import { autoencoderArchitecture, classifierArchitecture } from '../../src-main/science/networks/presets.ts'
import { weightSpecs } from '../../src-main/science/networks/sequential.ts'
import { createSampler } from '../../src-main/science/latent/sampling.ts'
import { createPainter, scoreStep, searchBatch, type SearchPlan, startSearch } from '../../src-main/science/latent/search.ts'
import { type ContextOptions, type RecordedContext, recordingContext } from '../fixtures/job-context.ts'
import { randomWeights, smallClassifier, smallDecoder, smallEncoder } from '../fixtures/small-networks.ts'

const statistics: LatentStatistics = {
  mean: [0, 1, -1],
  covariance: [
    [1, 0.3, 0],
    [0.3, 2, 0],
    [0, 0, 0.5],
  ],
  low: [-3, -2, -3],
  high: [3, 4, 1],
}
const classifier = smallClassifier('relu')
const decoder = smallDecoder(3, 'linear')
const encoder = smallEncoder(3)
const objectives: ObjectiveSpec[] = [
  ...[0, 1, 2, 3, 4, 5].map((one): ObjectiveSpec => ({ kind: 'logit', class: one })),
  { kind: 'channel', layer: 'conv1', channel: 0 },
  { kind: 'channel', layer: 'conv1.relu', channel: 1 },
  { kind: 'channel', layer: 'conv2', channel: 3 },
  { kind: 'neuron', layer: 'conv1', channel: 2, x: 15, y: 0 },
  {
    kind: 'sum',
    terms: [
      { weight: 1, of: { kind: 'logit', class: 0 } },
      { weight: -0.5, of: { kind: 'channel', layer: 'pool1', channel: 0 } },
    ],
  },
]
const plan = (over: Partial<SearchPlan> = {}): SearchPlan => ({
  decoder: { architecture: decoder, weights: randomWeights(decoder, 1) },
  classifier: { architecture: classifier, weights: randomWeights(classifier, 2) },
  statistics,
  objectives,
  samples: 3 * searchBatch + 17,
  top: 5,
  sampling: 'box',
  seed: 3,
  ...over,
})

/** Everything at once, eagerly, by the plain networks: [samples, objectives]. */
function allScores(of: SearchPlan): number[][] {
  const z = createSampler(of.statistics, of.sampling, of.seed).fill(new Float32Array(of.samples * of.statistics.mean.length), 0)
  return tf.tidy(() => scoreStep(of, 'plain')(tf.tensor2d(z, [of.samples, of.statistics.mean.length]))[0]!.arraySync() as number[][])
}

function run(of: SearchPlan): { sample: number; score: number }[][] {
  const search = startSearch(of)
  while (search.seen < search.samples) search.advance()
  const found = of.objectives.map((_, at) => search.top.of(at))
  search.dispose()
  return found
}

describe.each(['box', 'posterior'] as const)('a search of the %s', (sampling) => {
  it('finds for every objective what a full sort of all samples finds', () => {
    const of = plan({ sampling })
    const scores = allScores(of)
    for (const [objective, found] of run(of).entries()) {
      const sorted = scores
        .map((row, sample) => ({ sample, score: row[objective]! }))
        .sort((a, b) => b.score - a.score || a.sample - b.sample)
      expect(found).toHaveLength(of.top)
      found.forEach(({ sample, score }, rank) => {
        // Folded and plain round differently, so two nearly equal samples may change places: the scores, rank by rank, may not.
        expect(score).toBeCloseTo(scores[sample]![objective]!, 4)
        expect(score).toBeCloseTo(sorted[rank]!.score, 4)
      })
      expect(new Set(found.map(({ sample }) => sample)).size).toBe(of.top)
    }
  })
})

it('folded equals plain for the author’s networks and all logits and channels', () => {
  const big = classifierArchitecture('author', 48)
  const generator = autoencoderArchitecture('author', 48, 6).decoder
  const all: ObjectiveSpec[] = [
    ...Array.from({ length: 60 }, (_, one): ObjectiveSpec => ({ kind: 'logit', class: one })),
    ...big.layers.flatMap((layer) =>
      layer.kind === 'conv'
        ? Array.from({ length: layer.filters }, (_, channel): ObjectiveSpec => ({ kind: 'channel', layer: layer.name, channel }))
        : [],
    ),
  ]
  const of = {
    decoder: { architecture: generator, weights: randomWeights(generator, 6) },
    classifier: { architecture: big, weights: randomWeights(big, 7) },
    objectives: all,
  }
  tf.tidy(() => {
    const z = tf.randomNormal([8, 6], 0, 1, 'float32', 1)
    const [folded, plain] = (['folded', 'plain'] as const).map((way) => scoreStep(of, way)(z)[0]!) as [tf.Tensor, tf.Tensor]
    expect(folded.shape).toEqual([8, 184])
    expect(folded.sub(plain).abs().max().dataSync()[0]! / plain.abs().max().dataSync()[0]!).toBeLessThan(1e-5)
  })
})

it('the same seed gives the same result, another seed another', () => {
  const one = run(plan())
  expect(run(plan())).toEqual(one)
  expect(run(plan({ seed: 4 }))).not.toEqual(one)
})

/**
 * Two graphs, or two sizes of batch, add the same products in another order. A sum of n float32 products is then off by at most 2 n 2^-24
 * of the sum of their sizes (Higham, Accuracy and Stability of Numerical Algorithms, 3.1), and the longest sum of these networks, the mean
 * over a map of
 * 16 x 16, has 256: 3e-5. That is the worst case; rounding of both signs mostly cancels, also over several layers.
 */
const rounding = 2 * 256 * 2 ** -24
/** The two are the same but for rounding, measured against the largest of the second. */
function expectNear(values: readonly number[], wanted: readonly number[]): void {
  const size = Math.max(...wanted.map(Math.abs))
  expect(values).toHaveLength(wanted.length)
  values.forEach((value, at) => expect(Math.abs(value - wanted[at]!)).toBeLessThanOrEqual(rounding * size))
}
/** Pictures of 8 bits that were the same before they were rounded to them but for float32's own rounding: a level apart at most. */
function expectSamePictures(pictures: readonly Uint8Array[], wanted: readonly Uint8Array[]): void {
  expect(pictures).toHaveLength(wanted.length)
  pictures.forEach((picture, at) => {
    expect(picture).toHaveLength(wanted[at]!.length)
    picture.forEach((value, place) => expect(Math.abs(value - wanted[at]![place]!)).toBeLessThanOrEqual(1))
  })
}

it('fewer samples are the first of more: the best of the whole is the best of its parts', () => {
  const scores = allScores(plan({ samples: 200 }))
  const found = run(plan({ samples: 200 }))
  for (const { sample } of found.flat()) expect(sample).toBeLessThan(200)
  expectNear(allScores(plan()).slice(0, 200).flat(), scores.flat())
  const z = (samples: number): Float32Array => createSampler(statistics, 'box', 3).fill(new Float32Array(samples * 3), 0)
  expect(z(401).slice(0, 600)).toEqual(z(200))
})

it('keeps all samples when there are fewer than places', () => {
  for (const found of run(plan({ samples: 3 }))) expect(found.map(({ sample }) => sample).sort()).toEqual([0, 1, 2])
})

it('the number of tensors is flat over a search and back to the start after it', () => {
  run(plan())
  const before = tf.memory().numTensors
  const search = startSearch(plan())
  const painter = createPainter(plan())
  search.advance()
  const during = tf.memory().numTensors
  for (let at = 0; at < 3; at++) {
    search.advance()
    painter.score(painter.paint(search.latents([0, 5, 300])))
    expect(tf.memory().numTensors).toBe(during)
  }
  search.dispose()
  painter.dispose()
  expect(tf.memory().numTensors).toBe(before)
})

it('the painter’s pictures and scores do not depend on how many are asked for at once', () => {
  const painter = createPainter(plan())
  const z = createSampler(statistics, 'box', 1).fill(new Float32Array(37 * 3), 0)
  const pictures = painter.paint(z)
  const scores = painter.score(pictures)
  expect(pictures).toHaveLength(37)
  expectSamePictures(painter.paint(z.subarray(36 * 3)), [pictures[36]!])
  const alone = painter.score([pictures[20]!])[0]!
  expectNear([...alone], [...scores[20]!])
  painter.dispose()
})

it('says in words when generator and classifier do not fit together', () => {
  const other = classifierArchitecture('author', 48)
  expect(() => startSearch(plan({ classifier: { architecture: other, weights: randomWeights(other) } }))).toThrow(
    /makes pictures of 16 x 16 x 3, the classifier looks at 48 x 48 x 3/,
  )
  expect(() => startSearch(plan(), new Uint8Array(7))).toThrow(/damaged/)
})

// The job. Its parents are model files of the fixture networks.
const [modelHash, generatorHash] = ['a'.repeat(64), 'b'.repeat(64)]
const dataset = datasetSettings.parse({ size: 16, count: 60 })
const named = (prefix: string, architecture: Architecture) =>
  weightSpecs(architecture).map(({ name, shape }) => ({ name: `${prefix}${name}`, shape }))
const blobs = {
  [modelHash]: encodeModel({
    header: {
      format: 'phosphene-model',
      version: 1,
      kind: 'classifier',
      architecture: classifier,
      dataset,
      weights: weightSpecs(classifier),
    },
    weights: randomWeights(classifier, 2),
  }),
  [generatorHash]: encodeModel({
    header: {
      format: 'phosphene-model',
      version: 1,
      kind: 'autoencoder',
      encoder,
      decoder,
      latent: 3,
      statistics,
      dataset,
      weights: [...named('encoder/', encoder), ...named('decoder/', decoder)],
    },
    weights: [...randomWeights(encoder, 5), ...randomWeights(decoder, 1)],
  }),
}
const recipe = (over: Partial<SearchRecipe> = {}): SearchRecipe => ({
  ...searchRecipe.parse({
    kind: 'search',
    model: modelHash,
    generator: generatorHash,
    objectives,
    samples: 6 * searchBatch + 9,
    top: 4,
    seed: 3,
  }),
  ...over,
})
async function job(
  options: ContextOptions = {},
  over: Partial<SearchRecipe> = {},
): Promise<{ context: RecordedContext; summary: Record<string, unknown> }> {
  const context = recordingContext({ blobs, ...options })
  return { context, summary: await searchJob(recipe(over), context) }
}

describe('the search job', () => {
  it('keeps one sheet per objective, whose pictures score what its record says', async () => {
    const before = tf.memory().numTensors
    const { context, summary } = await job()
    expect(tf.memory().numTensors).toBe(before)
    expect([...context.artifacts.keys()].sort()).toEqual(objectives.map((spec) => `tops/${objectiveKey(spec)}`).sort())
    expect(summary).toMatchObject({ samples: 6 * searchBatch + 9, objectives: objectives.length })
    const painter = createPainter(plan())
    const found = run(plan({ samples: 6 * searchBatch + 9, top: 4 }))
    for (const [at, spec] of objectives.entries()) {
      const { bytes, meta, media } = context.artifacts.get(`tops/${objectiveKey(spec)}`)!
      expect(media).toBe('image/png')
      const sheet = decodePng(bytes)
      expect([sheet.width, sheet.height, sheet.channels, sheet.depth]).toEqual([4 * 16, 16, 3, 8])
      const ranks = meta.ranks as { sample: number; score: number; pictureScore: number; z: number[] }[]
      expect(ranks.map(({ sample, score }) => ({ sample, score }))).toEqual(found[at])
      const tiles = ranks.map((_, rank) => tile(sheet, rank))
      expectSamePictures(painter.paint(Float32Array.from(ranks.flatMap(({ z }) => z))), tiles)
      expectNear(
        painter.score(tiles).map((scores) => scores[at]!),
        ranks.map(({ pictureScore }) => pictureScore),
      )
      expect(meta).toMatchObject({ key: objectiveKey(spec), objective: spec, samples: 6 * searchBatch + 9 })
    }
    painter.dispose()
    for (const [at, spec] of objectives.entries()) {
      const curve = context.points.filter(({ series }) => series === `best/${objectiveKey(spec)}`)
      expect(curve.at(-1)).toEqual({ series: `best/${objectiveKey(spec)}`, step: 6 * searchBatch + 9, value: found[at]![0]!.score })
      curve.slice(1).forEach((point, before) => {
        expect(point.step).toBeGreaterThan(curve[before]!.step)
        expect(point.value).toBeGreaterThanOrEqual(curve[before]!.value)
      })
    }
    expect(context.phases.at(-1)).toBe('sample 777 of 777')
  })

  it('paused and resumed anywhere it gives the same bytes as without a break', async () => {
    const { context: whole, summary } = await job()
    for (const breath of [1, 4]) {
      const { context: first } = await job({ stopAt: (at) => (at === breath ? 'pause' : null) })
      expect(first.artifacts.size).toBe(0)
      const { context: second, summary: resumed } = await job({ resume: first.checkpoints.at(-1)! })
      expect(second.artifacts).toEqual(whole.artifacts)
      expect(resumed).toEqual(summary)
      expect([...first.points, ...second.points]).toEqual(whole.points)
    }
  })

  it('cancelled it keeps the right best of what it has seen, and says how much that was', async () => {
    const { context, summary } = await job({ stopAt: (at) => (at === 2 ? 'cancel' : null) })
    const seen = 2 * searchBatch
    expect(summary).toMatchObject({ samples: seen })
    expect(context.notices.map(({ message }) => message)).toEqual(['Stopped after 256 of 777 samples. The best of those are kept.'])
    const found = run(plan({ samples: seen, top: 4 }))
    for (const [at, spec] of objectives.entries()) {
      const { meta } = context.artifacts.get(`tops/${objectiveKey(spec)}`)!
      expect((meta.ranks as { sample: number; score: number }[]).map(({ sample, score }) => ({ sample, score }))).toEqual(found[at])
      expect(meta.samples).toBe(seen)
    }
  })

  it('shows the present best while it works, and answers an objective asked for twice once', async () => {
    const { context, summary } = await job({}, { objectives: [objectives[0]!, objectives[0]!, objectives[9]!] })
    expect(summary).toMatchObject({ objectives: 2 })
    const shown = context.events.flatMap((event) => (event.type === 'picture' ? event.pictures : []))
    expect(new Set(shown.map(({ name }) => name))).toContain('logit:0')
    expect(new Set(shown.map(({ name }) => name))).toContain('logit:0#2')
    for (const { name, width, height, rgb } of shown) {
      // The best by the key alone, the next ones with their rank.
      expect(name).toMatch(/^(logit:0|conv1:2@15,0)(#[2-8])?$/)
      expect([width, height, rgb.length]).toEqual([16, 16, 16 * 16 * 3])
    }
  })

  it('refuses parents of the wrong kind in words', async () => {
    await expect(job({}, { model: generatorHash })).rejects.toThrow(/a classifier is needed/)
    await expect(job({}, { generator: modelHash })).rejects.toThrow(/an autoencoder is needed/)
  })
})

function tile(sheet: { data: ArrayLike<number>; width: number; height: number }, rank: number): Uint8Array {
  const out = new Uint8Array(16 * 16 * 3)
  for (let row = 0; row < 16; row++)
    for (let at = 0; at < 48; at++) out[row * 48 + at] = sheet.data[(row * sheet.width + rank * 16) * 3 + at]!
  return out
}

it('with as many objectives and places as a recipe may have, keeps its place and goes on from it', () => {
  const most = searchRecipe.parse({
    kind: 'search',
    model: 'a'.repeat(64),
    generator: 'b'.repeat(64),
    top: 64,
    objectives: Array.from({ length: 1024 }, (_, at) => ({
      kind: 'sum',
      terms: [{ weight: 1 + at / 1024, of: { kind: 'logit', class: at % 6 } }],
    })),
  })
  const of = plan({ objectives: most.objectives, top: most.top, samples: searchBatch })
  const search = startSearch(of)
  search.advance()
  const snapshot = search.snapshot()
  const again = startSearch(of, snapshot)
  expect([again.seen, again.top.of(1023)]).toEqual([searchBatch, search.top.of(1023)])
  expect(again.top.of(0)).toHaveLength(64)
  expect(Buffer.compare(again.snapshot(), snapshot)).toBe(0)
  search.dispose()
  again.dispose()
})
