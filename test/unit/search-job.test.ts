// Laws of the job "search": its sheets hold what the search finds, and a break changes nothing.
import { describe, expect, it } from 'vitest'
import { decode as decodePng } from 'fast-png'
import { encodeModel } from '../../src-shared/network/model-file.ts'
import { objectiveKey } from '../../src-shared/recipe/objective.ts'
import { type Architecture, datasetSettings, type SearchRecipe, searchRecipe } from '../../src-shared/recipe/recipe.ts'
import { searchJob } from '../../src-main/engine/process/jobs/search.ts'
import { tf } from '../../src-main/tensorflow/tf.ts'
import { weightSpecs } from '../../src-main/science/networks/sequential.ts'
import { createPainter, searchBatch } from '../../src-main/science/latent/search.ts'
import { type ContextOptions, type RecordedContext, recordingContext } from '../fixtures/job-context.ts'
import { randomWeights } from '../fixtures/small-networks.ts'
import {
  statistics,
  classifier,
  decoder,
  encoder,
  objectives,
  plan,
  run,
  expectNear,
  expectSamePictures,
} from '../fixtures/small-search.ts'

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
    for (const turn of [1, 4]) {
      const { context: first } = await job({ stopAt: (at) => (at === turn ? 'pause' : null) })
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
