import { decode } from 'fast-png'
import { describe, expect, it } from 'vitest'
import { ascentWords } from '../../src-shared/recipe/ascent-description.ts'
import type { Json } from '../../src-shared/run/event.ts'
import { decodeModel, encodeModel } from '../../src-shared/network/model-file.ts'
import { objectiveKey, type ObjectiveSpec } from '../../src-shared/recipe/objective.ts'
import { type AscendRecipe, ascendRecipe } from '../../src-shared/recipe/recipe.ts'
import { visualizationPresets } from '../../src-shared/recipe/ascent-presets.ts'
import { ascendJob } from '../../src-main/engine/process/jobs/ascend.ts'
import { tf } from '../../src-main/tensorflow/tf.ts'
import {
  type Ascent,
  ascentProgram,
  type Climb,
  frameSteps,
  scoreOfEach,
  startAscent,
} from '../../src-main/science/visualization/ascent.ts'
import { ascentOptimizerOf } from '../../src-main/science/visualization/optimizer.ts'
import { forward } from '../../src-main/science/networks/sequential.ts'
import { perPicture } from '../../src-main/science/visualization/objective.ts'
import { decoder, pixels } from '../../src-main/science/visualization/parameterization.ts'
import { penaltyOf } from '../../src-main/science/visualization/regularizer.ts'
import { canvasSize, transformOf } from '../../src-main/science/visualization/transform.ts'
import { type ContextOptions, type RecordedContext, recordingContext } from '../fixtures/job-context.ts'
import { asTensors, randomWeights, smallClassifier, smallModels } from '../fixtures/small-networks.ts'

const [model, generator, blackGenerator] = ['a', 'b', 'c'].map((letter) => letter.repeat(64)) as [string, string, string]
const models = smallModels()
const blobs = { [model]: models.classifier, [generator]: models.generator }
const architecture = smallClassifier('relu')
const weights = asTensors(architecture, randomWeights(architecture))
const decoderWeights = asTensors(models.header.decoder, randomWeights(models.header.decoder, 3))
const channel = (at: number): ObjectiveSpec => ({ kind: 'channel', layer: 'conv2', channel: at })
const objectives: ObjectiveSpec[] = [
  channel(1),
  { kind: 'neuron', layer: 'conv2', channel: 0 },
  { kind: 'logit', class: 3 },
  {
    kind: 'sum',
    terms: [
      { weight: 1, of: { kind: 'logit', class: 1 } },
      { weight: -1, of: { kind: 'logit', class: 2 } },
    ],
  },
]

function climbOf(part: Partial<AscendRecipe> = {}): Climb {
  const recipe = ascendRecipe.parse({ kind: 'ascend', model, objectives, ...part })
  const space = recipe.parameterization
  const canvas = space.kind === 'pixels' ? canvasSize(recipe.transforms, 16) : 16
  return {
    architecture,
    weights,
    objectives: recipe.objectives,
    starts: recipe.starts,
    seed: recipe.seed,
    parameterization: space.kind === 'pixels' ? pixels(space, canvas) : decoder(space, models.header, decoderWeights),
    transform: transformOf(recipe.transforms, canvas, 16),
    penalty: penaltyOf(recipe.regularizers),
    optimizer: ascentOptimizerOf(recipe.optimizer, recipe.steps),
  }
}

function withAscent<T>(climb: Climb, use: (ascent: Ascent) => T, eager = false): T {
  const program = ascentProgram(climb, eager)
  const ascent = startAscent(climb, program)
  try {
    return use(ascent)
  } finally {
    ascent.dispose()
    program.dispose()
  }
}

const robust = visualizationPresets.robust.transforms
const inLatent = { kind: 'decoder', generator, start: 'random', whiten: true, ball: 3.55 } as const
const ways: Record<string, Partial<AscendRecipe>> = {
  'pixels, normalized': { optimizer: { kind: 'normalized', step: 0.02 } },
  'pixels, Adam, transforms, penalties': {
    optimizer: { kind: 'adam', step: 0.05 },
    transforms: robust,
    regularizers: [
      { kind: 'l2', weight: 0.01 },
      { kind: 'total-variation', weight: 0.01 },
    ],
  },
  'pixels, the paper’s transform': { transforms: [{ kind: 'paper', order: 'rotate-jitter' }] },
  'decoder, Adam': { parameterization: inLatent, optimizer: { kind: 'adam', step: 0.05 } },
  'decoder, unit, raw': { parameterization: { ...inLatent, whiten: false }, optimizer: { kind: 'unit', step: 0.1 } },
}

const worst = (a: Float32Array, b: Float32Array): number => a.reduce((most, value, at) => Math.max(most, Math.abs(value - b[at]!)), 0)

describe('an ascent', () => {
  for (const [name, way] of Object.entries(ways)) {
    it(`${name}: raises every kind of objective, as the network sees the picture`, () => {
      const climb = climbOf({ ...way, starts: 2 })
      withAscent(climb, (ascent) => {
        const scores = Array.from({ length: 100 }, () => ascent.advance().score)
        // Means over ten steps, since a random view can be a bad one.
        const mean = (at: number, from: number): number => scores.slice(from, from + 10).reduce((sum, one) => sum + one[at]!, 0) / 10
        for (let at = 0; at < 8; at++) expect(mean(at, 90)).toBeGreaterThan(mean(at, 0))
        for (const value of ascent.params('last')) expect(Number.isFinite(value)).toBe(true)
      })
    })

    it(`${name}: takes the same steps as a graph as it does eagerly`, () => {
      const climb = climbOf({ ...way, starts: 2 })
      const walk = (eager: boolean): Float32Array[] =>
        withAscent(
          climb,
          (ascent) => {
            const reports = [0, 1, 2].map(() => ascent.advance())
            return [
              ascent.params('last'),
              ascent.params('best'),
              ...reports.flatMap(({ score, gradientNorm, distance }) => [score, gradientNorm, distance]),
            ]
          },
          eager,
        )
      const [eager, graph] = [walk(true), walk(false)]
      // Adam divides by the size of the gradient, which magnifies the rounding of pixels that hardly matter.
      eager.forEach((one, at) => expect(worst(one, graph[at]!)).toBeLessThan(1e-3 * Math.max(1, ...one.map(Math.abs))))
    })

    it(`${name}: each picture climbs as it would alone`, () => {
      const steps = 3
      const run = (part: Partial<AscendRecipe>): Float32Array =>
        withAscent(climbOf({ ...way, ...part }), (ascent) => {
          for (let step = 0; step < steps; step++) ascent.advance()
          return ascent.params('last')
        })
      const together = run({ starts: 2 })
      const each = together.length / 8
      for (const at of [1, 3]) {
        const alone = run({ objectives: [objectives[at]!], starts: 2 })
        for (const start of [0, 1]) {
          const place = start * objectives.length + at
          expect(worst(alone.subarray(start * each, (start + 1) * each), together.subarray(place * each, (place + 1) * each))).toBeLessThan(
            2e-3,
          )
        }
      }
    })
  }

  it('reports the length of the gradient and the distance from the start, and remembers the best', () => {
    const climb = climbOf({ optimizer: { kind: 'normalized', step: 0.02 } })
    withAscent(climb, (ascent) => {
      const start = ascent.params('last')
      const scores: Float32Array[] = []
      for (let step = 0; step < 12; step++) {
        const before = ascent.params('last')
        const { score, gradientNorm, distance } = ascent.advance()
        scores.push(score)
        const now = ascent.params('last')
        for (let at = 0; at < objectives.length; at++) {
          const own = (all: Float32Array): Float32Array => all.subarray(at * 768, (at + 1) * 768)
          expect(distance[at]).toBeCloseTo(Math.hypot(...own(now).map((value, place) => value - own(start)[place]!)), 4)
          const gradient = tf.tidy(
            () =>
              tf
                .grad((x: tf.Tensor) => scoreTensor(climb, x, at))(tf.tensor(own(before), [1, 16, 16, 3]))
                .norm()
                .dataSync()[0]!,
          )
          expect(gradientNorm[at]).toBeCloseTo(gradient, 4)
          const best = scores.map((one) => one[at]!).reduce((top, one, place, all) => (one > all[top]! ? place : top), 0)
          expect(ascent.bestSteps[at]).toBe(best)
          if (best === step) expect(own(ascent.params('best'))).toEqual(own(before))
        }
      }
    })
  })

  it('spaces the frames of a film evenly in the logarithm, first and last step included', () => {
    expect(frameSteps(2047, 12)).toEqual([0, 1, 3, 7, 15, 31, 63, 127, 255, 511, 1023, 2047])
    expect(frameSteps(3, 24)).toEqual([0, 1, 2, 3])
    for (const [steps, frames] of [
      [256, 24],
      [10, 10],
      [20_000, 64],
      [1, 2],
    ] as const) {
      const list = frameSteps(steps, frames)
      expect([list[0], list.at(-1), new Set(list).size]).toEqual([0, steps, Math.min(frames, steps + 1)])
      expect(list).toEqual(list.toSorted((a, b) => a - b))
    }
  })
})

/** The middle 16 x 16 pixels of canvases of 36. */
function windowsOf(canvases: Uint8Array): Uint8Array {
  const count = canvases.length / (36 * 36 * 3)
  return Uint8Array.from({ length: count * 768 }, (_, at) => {
    const [picture, y, rest] = [Math.floor(at / 768), Math.floor((at % 768) / 48), at % 48]
    return canvases[picture * 36 * 36 * 3 + (y + 10) * 36 * 3 + 30 + rest]!
  })
}

function scoreTensor({ objectives: list, ...climb }: Climb, x: tf.Tensor, at: number): tf.Scalar {
  const alone = { ...climb, objectives: [list[at]!] }
  return perPicture(alone.objectives, architecture)(forward(architecture, weights, x)).sum()
}

async function job(
  part: Partial<AscendRecipe>,
  options: ContextOptions = {},
): Promise<{ summary: Record<string, Json>; context: RecordedContext }> {
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
        const score = scoreOfEach({ architecture, weights, objectives: [spec] }, Uint8Array.from(data))[0]!
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
    'decoder from examples': { parameterization: { ...inLatent, start: 'examples' }, starts: 2, optimizer: { kind: 'adam', step: 0.05 } },
    // 40 starts of an objective fill a batch, so that there are four.
    'several batches': { starts: 40, steps: 4, frames: 3 },
  } satisfies Record<string, Partial<AscendRecipe>>)) {
    it(`${name}: goes on after a pause to the same bytes as without one`, async () => {
      const whole = await job(part)
      const paused = await job(part, { stopAt: (breath) => (breath === 8 ? 'pause' : null) })
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
    const { summary, context } = await job({ steps: 1000, starts: 2 }, { stopAt: (breath) => (breath === 11 ? 'cancel' : null) })
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
