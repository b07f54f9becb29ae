// Laws of the job "ascend": what it keeps, that a break changes no byte, and what it says in words.
import { decode } from 'fast-png'
import { describe, expect, it } from 'vitest'
import { ascentWords } from '../../src-shared/recipe/ascent-description.ts'
import type { Summary } from '../../src-shared/run/results/index.ts'
import { decodeModel, encodeModel } from '../../src-shared/network/model-file.ts'
import { objectiveKey } from '../../src-shared/recipe/objective.ts'
import { type AscendRecipe, ascendRecipe } from '../../src-shared/recipe/recipe.ts'
import { visualizationPresets } from '../../src-shared/recipe/ascent-presets.ts'
import { ascendJob } from '../../src-main/engine/process/jobs/ascend.ts'
import { tf } from '../../src-main/tensorflow/tf.ts'
import { frameSteps } from '../../src-main/science/visualization/ascent.ts'
import { scoreOfEach } from '../../src-main/science/visualization/picture-scores.ts'
import { type ContextOptions, type RecordedContext, recordingContext } from '../fixtures/job-context.ts'
import { smallModels } from '../fixtures/small-networks.ts'
import {
  model,
  generator,
  blackGenerator,
  models,
  blobs,
  network,
  channel,
  objectives,
  robust,
  inLatent,
} from '../fixtures/small-ascent.ts'

/** The middle 16 x 16 pixels of canvases of 36. */
function windowsOf(canvases: Uint8Array): Uint8Array {
  const count = canvases.length / (36 * 36 * 3)
  return Uint8Array.from({ length: count * 768 }, (_, at) => {
    const [picture, y, rest] = [Math.floor(at / 768), Math.floor((at % 768) / 48), at % 48]
    return canvases[picture * 36 * 36 * 3 + (y + 10) * 36 * 3 + 30 + rest]!
  })
}

async function job(
  part: Partial<AscendRecipe>,
  options: ContextOptions = {},
): Promise<{ summary: Summary<'ascend'>; context: RecordedContext }> {
  const context = recordingContext({ blobs, ...options })
  return {
    summary: await ascendJob(ascendRecipe.parse({ kind: 'ascend', model, objectives, steps: 20, frames: 6, ...part }), context),
    context,
  }
}
const filesOf = ({ artifacts }: RecordedContext): Record<string, unknown> =>
  Object.fromEntries([...artifacts].map(([name, { bytes, meta }]) => [name, { bytes: Buffer.from(bytes).toString('base64'), meta }]))

describe('the job "ascend"', () => {
  it('keeps a picture and a film of each objective and start, and scores what is kept', async () => {
    const { summary, context } = await job({ starts: 2, transforms: robust, optimizer: { kind: 'adam', step: 0.05 } })
    expect(summary.pictures).toBe(8)
    for (const [at, spec] of objectives.entries()) {
      for (const start of [0, 1]) {
        const key = objectiveKey(spec)
        const { bytes, meta } = context.artifacts.get(`pictures/${key}/${start}`)!
        const { width, height, data } = decode(bytes)
        expect([width, height]).toEqual([16, 16])
        const score = scoreOfEach({ network, objectives: [spec] }, Uint8Array.from(data))[0]!
        expect(meta.score).toBeCloseTo(score, 5)
        expect(meta).toMatchObject({ objective: { kind: objectives[at]!.kind }, start, seed: 1, steps: 20, dead: false })
        const film = context.artifacts.get(`films/${key}/${start}`)!
        const strip = decode(film.bytes)
        expect([strip.width, strip.height]).toEqual([6 * 16, 16])
        expect(film.meta.steps).toEqual(frameSteps(20, 6))
        for (const list of ['scores', 'distances', 'gradientNorms']) expect(film.meta[list]).toHaveLength(6)
        expect((film.meta.scores as number[]).at(-1)).toBe(meta.score)
        expect((film.meta.distances as number[])[0]).toBe(0)
        // The last frame of the film is the picture.
        for (let y = 0; y < 16; y++)
          expect(strip.data.slice((y * 96 + 80) * 3, (y * 96 + 96) * 3)).toEqual(data.slice(y * 48, (y + 1) * 48))
      }
      expect(context.points.filter((one) => one.series === `score/${objectiveKey(spec)}`).map((one) => one.step)).toEqual(
        Array.from({ length: 20 }, (_, step) => step),
      )
    }
  })

  it('gives the same bytes for the same recipe, and others for another seed', async () => {
    const [first, second, other] = [
      await job({ transforms: robust }),
      await job({ transforms: robust }),
      await job({ transforms: robust, seed: 2 }),
    ]
    expect(filesOf(second.context)).toEqual(filesOf(first.context))
    expect(second.context.points).toEqual(first.context.points)
    expect(filesOf(other.context)).not.toEqual(filesOf(first.context))
  })

  for (const [name, part] of Object.entries({
    'pixels, Adam, transforms': { transforms: robust, optimizer: { kind: 'adam', step: 0.05 } },
    'pixels, momentum, noise': {
      transforms: [...robust, { kind: 'noise', deviation: 0.05 }],
      optimizer: { kind: 'momentum', step: 0.1, momentum: 0.9 },
    },
    'decoder from examples': { parameterization: { ...inLatent, start: 'examples' }, starts: 2, optimizer: { kind: 'adam', step: 0.05 } },
    // 40 starts of an objective fill a batch, so that there are four.
    'several batches': { starts: 40, steps: 4, frames: 3 },
  } satisfies Record<string, Partial<AscendRecipe>>)) {
    it(`${name}: goes on after a pause to the same bytes as without one`, async () => {
      const whole = await job(part)
      const paused = await job(part, { stopAt: (turn) => (turn === 8 ? 'pause' : null) })
      const resumed = await job(part, { resume: paused.context.checkpoints.at(-1)! })
      expect(resumed.summary).toEqual(whole.summary)
      expect({ ...filesOf(paused.context), ...filesOf(resumed.context) }).toEqual(filesOf(whole.context))
      const points = (context: RecordedContext): Map<string, number> =>
        new Map(context.points.map((one) => [`${one.series} ${one.step}`, one.value]))
      expect(new Map([...points(paused.context), ...points(resumed.context)])).toEqual(points(whole.context))
      expect(Object.keys(filesOf(paused.context)).length + Object.keys(filesOf(resumed.context)).length).toBe(
        Object.keys(filesOf(whole.context)).length,
      )
    })
  }

  it('keeps what it has when it is cancelled, and frees every tensor in any case', async () => {
    const before = tf.memory().numTensors
    const { summary, context } = await job({ steps: 1000, starts: 2 }, { stopAt: (turn) => (turn === 11 ? 'cancel' : null) })
    expect(summary.pictures).toBe(8)
    expect(context.artifacts.get('pictures/conv2:1/1')!.meta.steps).toBe(10)
    expect((context.artifacts.get('films/conv2:1/1')!.meta.steps as number[]).at(-1)).toBe(10)
    expect(tf.memory().numTensors).toBe(before)
    const counts = new Set<number>()
    const context2 = recordingContext({
      blobs,
      stopAt: () => {
        counts.add(tf.memory().numTensors)
        return null
      },
    })
    await ascendJob(
      ascendRecipe.parse({ kind: 'ascend', model, objectives, steps: 12, transforms: robust, optimizer: { kind: 'adam', step: 0.05 } }),
      context2,
    )
    expect(counts.size).toBe(1)
    expect(tf.memory().numTensors).toBe(before)
  })

  it('of latent vectors tells distance, gradient and the vector itself, and starts at encoded training pictures if asked', async () => {
    for (const start of ['random', 'examples'] as const) {
      const { context } = await job({ parameterization: { ...inLatent, start }, starts: 3, optimizer: { kind: 'adam', step: 0.05 } })
      const key = objectiveKey(objectives[0]!)
      for (const series of ['score', 'gradient-norm', 'distance'])
        expect(context.points.filter((one) => one.series === `${series}/${key}`)).toHaveLength(20)
      const metas = [0, 1, 2].map((one) => context.artifacts.get(`pictures/${key}/${one}`)!.meta)
      for (const meta of metas) expect(meta.latent).toHaveLength(3)
      expect(new Set(metas.map((meta) => JSON.stringify(meta.latent))).size).toBe(3)
    }
  })

  it('with the paper’s transform keeps the whole canvas beside the window that is scored', async () => {
    const { context } = await job({ objectives: [channel(0)], transforms: [{ kind: 'paper', order: 'jitter-rotate' }] })
    const canvas = decode(context.artifacts.get('canvases/conv2:0/0')!.bytes)
    const window = decode(context.artifacts.get('pictures/conv2:0/0')!.bytes)
    expect([canvas.width, window.width]).toEqual([36, 16])
    expect(Uint8Array.from(window.data)).toEqual(windowsOf(Uint8Array.from(canvas.data)))
  })

  it('says in words that a gradient is zero, and since when', async () => {
    // A fixture: a decoder whose last ReLU is off everywhere, as the author's decoder was found to be in places.
    const dead = smallModels('relu', 'relu')
    const last = dead.header.decoder.layers.at(-1)!
    expect(last).toMatchObject({ activation: 'relu' })
    const bytes = withBias(dead.generator, -100)
    const { summary, context } = await job(
      { parameterization: { ...inLatent, generator: blackGenerator } },
      { blobs: { ...blobs, [blackGenerator]: bytes } },
    )
    expect(summary).toMatchObject({ pictures: 4, dead: 4 })
    expect(context.artifacts.get('pictures/conv2:1/0')!.meta).toMatchObject({
      dead: true,
      deadFrom: 0,
      distance: 0,
      gradientNormFirst: 0,
      gradientNormLast: 0,
      gradient: { cause: 'relu', perLayer: expect.arrayContaining([{ layer: 'generator.conv1', norm: 0, off: 1 }]) },
    })
    expect(context.notices).toEqual([
      expect.objectContaining({
        level: 'warning',
        code: 'dead-gradient',
        message: expect.stringContaining(
          '4 of 4 pictures cannot be changed by any step: from the start. The gradient is exactly zero: in ',
        ),
      }),
    ])
  })

  it('carries out each preset, and says in words what it is', async () => {
    for (const preset of Object.values(visualizationPresets)) {
      const { context } = await job({ ...preset, objectives: [channel(0)], steps: 2, frames: 2 })
      expect(context.artifacts.get('pictures/conv2:0/0')!.meta.method).toMatch(/^2 steps of .* in pixels from noise/)
    }
    const resting = ascendRecipe.parse({ kind: 'ascend', model, objectives, optimizer: { kind: 'unit', step: 0.5, decay: 0.5 } })
    expect(ascentWords(resting)).toContain(
      '256 steps of length 0.5 along the gradient, shrinking evenly to nothing over the last 50 % of them, in',
    )
    const recipe = ascendRecipe.parse({
      kind: 'ascend',
      model,
      objectives,
      ...visualizationPresets['paper-robust'],
      regularizers: [{ kind: 'l1', weight: 2 }],
    })
    expect(ascentWords(recipe)).toBe(
      '2049 steps of 0.01 times the gradient over its standard deviation, in pixels from noise; at each step turned by any angle, ' +
        'then seen through a window shifted by 0 to 20 pixels; minus 2 times the mean brightness.',
    )
  })

  it('refuses what cannot be climbed, in words', async () => {
    await expect(job({ objectives: [{ kind: 'channel', layer: 'conv7', channel: 0 }] })).rejects.toThrow(
      'This network has no layer "conv7"',
    )
    await expect(job({ model: generator })).rejects.toThrow('is a generator. Choose a classifier.')
    await expect(job({ parameterization: { ...inLatent, generator: model } })).rejects.toThrow('not a generator. Choose an autoencoder.')
    for (const whiten of [true, false])
      await expect(job({ parameterization: { ...inLatent, whiten, at: [1e39, 0, 0] } })).rejects.toThrow(
        'This start lies outside what can be computed',
      )
    const line = new Uint8Array(encodeModel({ header: { ...models.header, latent: 1 }, weights: decodeModel(models.generator).weights }))
    await expect(
      job({ parameterization: inLatent, optimizer: { kind: 'normalized', step: 0.1 } }, { blobs: { ...blobs, [generator]: line } }),
    ).rejects.toThrow('this generator draws from one number')
  })
})

/** The generator with every bias of its last layer at `value`. */
function withBias(bytes: Uint8Array, value: number): Uint8Array {
  const model = decodeModel(bytes)
  model.weights.at(-1)!.fill(value)
  return encodeModel(model)
}
