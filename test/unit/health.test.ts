// Laws of the watch: it tells the ways in which a training fails, on networks that really fail, and its advice is good.
import { describe, expect, it } from 'vitest'
import { autoencoderRecipe } from '../../src-shared/recipe/recipe.ts'
import { generateDataset, indicesOf } from '../../src-shared/domains/shapes/dataset.ts'
import { autoencoderJob } from '../../src-main/engine/process/jobs/autoencoder.ts'
import { classifierJob } from '../../src-main/engine/process/jobs/classifier.ts'
import { blindErrors } from '../../src-main/science/evaluation/evaluate.ts'
import { chanceOfGuessing, type HealthSettings, watchHealth } from '../../src-main/science/training/health.ts'
import { recordingContext } from '../fixtures/job-context.ts'
import { tinyAutoencoder, tinyClassifier, tinyDataset } from '../fixtures/tiny-trainings.ts'

interface Told {
  code: string
  message: string
  fix: Record<string, string | number>
}
const codes = (context: ReturnType<typeof recordingContext>) => context.notices.map((notice) => notice.code)

describe('an autoencoder', () => {
  it('whose last ReLU goes off for all pictures is told to be dead, with its error at the all-black level', async () => {
    // Double blue lines alone: pictures so dark that a fast start overshoots into black.
    const recipe = tinyAutoencoder({ dataset: tinyDataset({ classes: [2] }), output: 'relu', learningRate: 0.1, epochs: 8 })
    const context = recordingContext()
    const summary = await autoencoderJob(recipe, context)
    expect(codes(context)).toEqual(['dead'])
    expect(summary.testError).toBe(summary.blackError)
    const told = summary.health as unknown as Told
    expect(told.message).toContain('all-black')
    expect(told.fix).toEqual({ output: 'sigmoid', learningRate: 1e-3 })
    // Its gradient is nothing for good.
    expect(
      context.points
        .filter((point) => point.series === 'train/gradient')
        .slice(-40)
        .every((point) => point.value === 0),
    ).toBe(true)
  })

  it('whose sigmoid is saturated is told to be dead as well, for that reason', async () => {
    const context = recordingContext()
    const summary = await autoencoderJob(tinyAutoencoder({ output: 'sigmoid', learningRate: 0.3, epochs: 8 }), context)
    expect(codes(context)).toEqual(['dead'])
    expect((summary.health as unknown as Told).message).toContain('so far from zero')
    expect((summary.health as unknown as Told).fix).toEqual({ learningRate: 1e-3 })
  })

  it('that is thrown off by large steps is told so, and the settings offered do learn', async () => {
    const recipe = tinyAutoencoder({ output: 'sigmoid', learningRate: 0.1, epochs: 16 })
    const context = recordingContext()
    const summary = await autoencoderJob(recipe, context)
    // How far they throw it, and so whether a gradient is left, is decided by rounding, which differs between processors.
    expect([['stalled'], ['dead']]).toContainEqual(codes(context))
    const { fix } = summary.health as unknown as Told
    const again = recordingContext()
    const better = await autoencoderJob(autoencoderRecipe.parse({ ...recipe, ...fix }), again)
    expect(codes(again)).toEqual([])
    expect(better.health).toBeNull()
    expect(better.testError).toBeLessThan(0.8 * (summary.testError as number))
  })

  it('with steps too small to learn is told so', async () => {
    const context = recordingContext()
    const summary = await autoencoderJob(tinyAutoencoder({ learningRate: 1e-6, epochs: 12 }), context)
    expect(codes(context)).toEqual(['stalled'])
    expect((summary.health as unknown as Told).fix).toEqual({ learningRate: 1e-3 })
  })

  it('that diverges ends with a sentence and not with a model of no numbers', async () => {
    const context = recordingContext()
    const recipe = tinyAutoencoder({ epochs: 8 })
    // No recipe may have such a rate; here it stands for any weights that grow beyond bounds.
    await expect(autoencoderJob({ ...recipe, learningRate: 1e20 }, context)).rejects.toThrow(
      /no longer a number at step \d+.*Run it again with/,
    )
    expect(context.artifacts.size).toBe(0)
  })
})

describe('a classifier', () => {
  it('thrown off by large steps is told to be stalled at an even guess', async () => {
    const context = recordingContext()
    const summary = await classifierJob(tinyClassifier({ learningRate: 0.3, epochs: 12 }), context)
    expect(codes(context)).toEqual(['stalled'])
    expect((summary.health as unknown as Told).message).toContain('an even guess')
  })

  it('that learns is not disturbed', async () => {
    const context = recordingContext()
    const summary = await classifierJob(tinyClassifier({ epochs: 16 }), context)
    expect(codes(context)).toEqual([])
    expect(summary.health).toBeNull()
  })
})

describe('a classifier that is finished and no better than guessing', () => {
  it('because its weights flew off in a handful of steps says so, with the numbers', async () => {
    const context = recordingContext()
    const recipe = tinyClassifier({
      dataset: tinyDataset({ count: 60, classes: Array.from({ length: 60 }, (_, at) => at) }),
      learningRate: 1,
      epochs: 12,
    })
    const summary = await classifierJob(recipe, context)
    expect(codes(context)).toEqual(['guessing'])
    const told = summary.health as unknown as Told
    expect(told.message).toContain(
      `${summary.testCorrect as number} of ${summary.testCount as number} test pictures correctly, and guessing among 60 classes`,
    )
    expect(told.message).toContain('weights grew out of bounds')
    expect(told.fix).toEqual({ learningRate: 4e-3 })
  })

  it('because it had no time to learn is not told to change its steps', async () => {
    const context = recordingContext()
    const summary = await classifierJob(
      tinyClassifier({ dataset: tinyDataset({ count: 60, classes: Array.from({ length: 60 }, (_, at) => at) }), epochs: 1 }),
      context,
    )
    expect(codes(context)).toEqual(['guessing'])
    expect(summary.health as unknown as Told).toMatchObject({ message: expect.stringContaining('too few to learn from'), fix: {} })
  })

  it('is known by the binomial distribution', () => {
    // By hand: at least 1 of 6 by guessing among 60, and at least 2 of 3 among 2.
    expect(chanceOfGuessing(1, 6, 60)).toBeCloseTo(1 - (59 / 60) ** 6, 12)
    expect(chanceOfGuessing(2, 3, 2)).toBeCloseTo(0.5, 12)
    expect(chanceOfGuessing(0, 24_000, 60)).toBeCloseTo(1, 9)
    expect(chanceOfGuessing(2400, 2400, 60)).toBe(0)
  })
})

describe('the watch', () => {
  const settings: HealthSettings = {
    kind: 'autoencoder',
    baseline: 0.04,
    blackError: 0.047,
    steps: 4000,
    learningRate: 1e-3,
    usual: 1e-3,
    output: 'relu',
  }
  const feed = (watch: ReturnType<typeof watchHealth>, steps: number, loss: number, gradient: number) =>
    Array.from({ length: steps }, () => watch.observe(loss, gradient))
      .filter((sign) => sign !== null)
      .map((sign) => sign.code)

  it('takes back what it said when the network begins to learn, and says each thing once', () => {
    const watch = watchHealth(settings)
    expect(feed(watch, 700, 0.0402, 0.01)).toEqual(['stalled'])
    expect(watch.present()?.code).toBe('stalled')
    expect(feed(watch, 200, 0.01, 0.1)).toEqual(['recovered'])
    expect(watch.present()).toBeNull()
    expect(feed(watch, 100, Number.NaN, 0.1)).toEqual(['not-finite'])
  })

  it('does not take a network that has learnt everything for a dead one', () => {
    expect(feed(watchHealth(settings), 1000, 1e-12, 0)).toEqual([])
  })

  it('of a variational autoencoder that beta holds to the prior, advises a lower one', () => {
    const held = watchHealth({ ...settings, output: 'sigmoid', beta: 40 })
    const sign = Array.from({ length: 700 }, () => held.observe(0.0402, 0.01)).find((one) => one !== null)
    expect(sign).toMatchObject({ code: 'stalled', fix: { beta: 4 } })
    expect(sign?.message).toMatch(/its error of 0\.0402 is no better .* A beta of 40 can hold .* Run it again with 4\.$/)
  })

  it('goes on from where another stood', () => {
    const whole = watchHealth(settings)
    feed(whole, 400, 0.0402, 0.01)
    const rest = watchHealth(settings, whole.state())
    expect(feed(rest, 300, 0.0402, 0.01)).toEqual(feed(whole, 300, 0.0402, 0.01))
    expect(rest.state()).toEqual(whole.state())
  })
})

it('the answers that do not look have the errors of a count by hand', () => {
  const settings = tinyDataset()
  const { images, labels, split } = generateDataset(settings)
  const indices = indicesOf(split, 'train')
  const pixels = (index: number) => Array.from(images.subarray(index * 768, (index + 1) * 768), (byte) => byte / 255)
  const all = [...indices].map(pixels)
  const mean = pixels(0).map((_, at) => all.reduce((sum, one) => sum + one[at]!, 0) / all.length)
  const error = (answer: (at: number) => number) =>
    all.reduce((sum, one) => sum + one.reduce((inner, x, at) => inner + (x - answer(at)) ** 2, 0), 0) / all.length / 768
  const blind = blindErrors({ pictures: images, labels, shape: [16, 16, 3] }, indices)
  expect(blind.blackError).toBeCloseTo(
    error(() => 0),
    10,
  )
  expect(blind.baseline).toBeCloseTo(
    error((at) => mean[at]!),
    10,
  )
})
