// Laws of the variational autoencoder: its loss by its definition, its gradient, its noise, and that what it has learnt can be drawn from.
import { afterAll, describe, expect, it } from 'vitest'
import { generateDataset, indicesOf } from '../../src-shared/domains/shapes/dataset.ts'
import { random } from '../../src-shared/math/random.ts'
import { decodeModel, isGenerator, type Model, type GeneratorHeader } from '../../src-shared/network/model-file.ts'
import { autoencoderRecipe, encodingRecipe } from '../../src-shared/recipe/recipe.ts'
import { methodOf } from '../../src-shared/recipe/generators/index.ts'
import { runName } from '../../src-main/runs/run-name.ts'
import { autoencoderJob } from '../../src-main/engine/process/jobs/autoencoder.ts'
import { encodingJob } from '../../src-main/engine/process/jobs/encoding.ts'
import { trainedGenerator, generatorLayersModels } from '../../src-main/science/generators/kinds/index.ts'
import { vae } from '../../src-main/science/generators/kinds/vae.ts'
import { latentUse } from '../../src-main/science/latent/use.ts'
import { collapsed } from '../../src-main/science/training/health.ts'
import { learnerOf } from '../../src-main/science/training/learners/index.ts'
import { klDivergences, klWeight } from '../../src-main/science/training/learners/vae.ts'
import { startTraining, stepNoise, trainingStep } from '../../src-main/science/training/train.ts'
import { tf } from '../../src-main/tensorflow/tf.ts'
import { recordingContext } from '../fixtures/job-context.ts'
import { tinySettings } from '../fixtures/tiny-recipes.ts'

const recipe = (beta: number, more: object = {}) =>
  autoencoderRecipe.parse({
    kind: 'autoencoder',
    dataset: tinySettings(),
    latent: 3,
    epochs: 2,
    batchSize: 16,
    method: { kind: 'vae', beta },
    ...more,
  })
const dataset = generateDataset(tinySettings())
const data = {
  pictures: dataset.images,
  labels: dataset.labels,
  shape: [16, 16, 3] as [number, number, number],
  indices: indicesOf(dataset.split, 'train'),
}
const learner = learnerOf(recipe(2))
const weightCount = learner.state.filter(({ part }) => part === 'weights').length

/** One eager step from its own start, with a batch of four pictures and the noise of a step; `move` changes the weights before it. */
function step(of = learner, move: (values: Float32Array, at: number) => Float32Array = (values) => values) {
  const outputs = tf.tidy(() =>
    trainingStep(of)(
      ...of.state.map(({ initial, shape }, at) => tf.tensor(at < weightCount ? move(initial, at) : initial, shape)),
      tf.scalar(1),
      tf.scalar(1e-3),
      tf.tensor4d(Float32Array.from(dataset.images.subarray(0, 4 * 768)), [4, 16, 16, 3]),
      tf.tensor1d([0, 0, 0, 0], 'int32'),
      ...stepNoise(of, 4, 3)(0).map((values) => tf.tensor2d(values, [4, 3])),
    ),
  )
  const arrays = outputs.map((one) => one.dataSync<'float32'>())
  tf.dispose(outputs)
  const [loss, gradient, error, kl] = arrays.pop()! as unknown as [number, number, number, number]
  return { loss, gradient, error, kl, arrays }
}

describe('the loss of a variational autoencoder', () => {
  it('has the KL divergence of an integral of densities', () => {
    for (const [mean, variance] of [
      [0, 1],
      [0.7, 0.2],
      [-1.5, 2.5],
    ] as const) {
      const density = (x: number, m: number, v: number): number => Math.exp(-((x - m) ** 2) / (2 * v)) / Math.sqrt(2 * Math.PI * v)
      let integral = 0
      for (let x = -20; x < 20; x += 1e-3) {
        const p = density(x, mean, variance)
        if (p > 0) integral += p * (Math.log(p) - Math.log(density(x, 0, 1))) * 1e-3
      }
      const closed = tf.tidy(
        () => klDivergences({ mean: tf.tensor2d([[mean]]), logVariance: tf.tensor2d([[Math.log(variance)]]) }).dataSync()[0]!,
      )
      expect(closed).toBeCloseTo(integral, 5)
      expect(latentUse(Float32Array.of(mean, Math.log(variance)), 1).kl).toBeCloseTo(integral, 5)
    }
  })

  it('is the error and beta times the KL divergence, in the scale of the evidence lower bound', () => {
    // A normal decoder of standard deviation 0.1: the bound in nats is 768 M / (2 x 0.01) + beta KL.
    const { loss, error, kl } = step()
    const [pixels, deviation, beta] = [768, 0.1, 2]
    expect(loss).toBeCloseTo(((pixels * error) / (2 * deviation ** 2) + beta * kl) / (pixels / (2 * deviation ** 2)), 6)
    expect(klWeight([16, 16, 3])).toBeCloseTo((2 * deviation ** 2) / pixels, 12)
    const free = step(learnerOf(recipe(0)))
    expect([free.loss, free.error, free.kl]).toEqual([error, error, kl])
    expect(kl).toBeGreaterThan(0)
  })

  it('has the gradient of finite differences, with the noise held', () => {
    const { gradient, arrays } = step()
    // After one step from zero the first moments are a tenth of the gradient.
    const slope = arrays.slice(weightCount, 2 * weightCount).map((one) => one.map((value) => (10 * value) / gradient))
    expect(slope.reduce((sum, one) => sum + one.reduce((all, value) => all + value ** 2, 0), 0)).toBeCloseTo(1, 3)
    const at = (distance: number): number =>
      step(learner, (values, index) => values.map((value, place) => value + distance * slope[index]![place]!)).loss
    expect((at(0.01) - at(-0.01)) / 0.02).toBeCloseTo(gradient, 2)
  })
})

it('is asked for by name; what names no method is an autoencoder, with the recipe it always had', () => {
  expect(methodOf(recipe(2))).toEqual({ kind: 'vae', beta: 2 })
  const plain = autoencoderRecipe.parse({ kind: 'autoencoder', dataset: tinySettings() })
  expect([methodOf(plain), 'method' in plain]).toEqual([{ kind: 'autoencoder' }, false])
  expect(() => recipe(1, { method: { kind: 'autoencoder' } })).toThrow('leave the method out')
  expect([runName(plain), runName(recipe(1)), runName(recipe(4))].map((name) => name.split(', 4 classes')[0])).toEqual([
    'Autoencoder',
    'Variational autoencoder',
    'Variational autoencoder, beta 4',
  ])
})

describe('its training', () => {
  it('compiled, takes the step of the eager one; and across a break it gives the same bytes', () => {
    const plan = { epochs: 2, batchSize: 16, learningRate: 5e-3, seed: 3 }
    const whole = startTraining(learner, data, plan)
    const eager = trainingStep(learner)
    const order = random(3, 'order', 0).shuffle(Uint32Array.from(data.indices)).subarray(0, 16)
    const wanted = tf.tidy(() =>
      eager(
        ...learner.state.map(({ initial, shape }) => tf.tensor(initial, shape)),
        tf.scalar(1),
        tf.scalar(plan.learningRate / 25),
        tf.tensor4d(
          Float32Array.from([...order].flatMap((index) => [...dataset.images.subarray(index * 768, (index + 1) * 768)])),
          [16, 16, 16, 3],
        ),
        tf.tensor1d([...order], 'int32'),
        ...stepNoise(learner, 16, 3)(0).map((values) => tf.tensor2d(values, [16, 3])),
      ),
    )
    const { loss, measures } = whole.advance()
    const [value, , ...others] = wanted.at(-1)!.dataSync<'float32'>()
    expect(loss).toBeCloseTo(value!, 5)
    measures.forEach((one, at) => expect(one).toBeCloseTo(others[at]!, 4))
    tf.dispose(wanted)
    for (let at = 0; at < 2; at++) whole.advance()
    const snapshot = whole.snapshot({})
    for (let at = 0; at < 3; at++) whole.advance()
    const rest = startTraining(learner, data, plan, snapshot)
    for (let at = 0; at < 3; at++) rest.advance()
    expect(Buffer.compare(rest.snapshot({}), whole.snapshot({}))).toBe(0)
    rest.dispose()
    whole.dispose()
  })

  it('sees a collapse: latent numbers that do not depend on the picture', () => {
    const moments = (spread: number): Float32Array =>
      Float32Array.from({ length: 4 * 40 }, (_, at) => (at % 4 === 0 ? spread * ((at / 4) % 2) : 0))
    expect(latentUse(moments(0), 2)).toMatchObject({ active: 0, kl: 0 })
    expect(latentUse(moments(1), 2)).toMatchObject({ active: 1, kl: expect.closeTo(0.25, 9) })
    expect(collapsed({ ...latentUse(moments(1), 2), beta: 4 })).toBeNull()
    expect(collapsed({ ...latentUse(moments(0), 2), beta: 4 })).toMatchObject({ code: 'collapsed', fix: { beta: 0.4 } })
    expect(collapsed({ ...latentUse(moments(0), 2), beta: 0 })!.fix).toEqual({})
  })
})

describe('a trained one', () => {
  const taught = recordingContext()
  const before = tf.memory().numTensors
  const done = autoencoderJob(recipe(1, { epochs: 25 }), taught)
  const model = async (): Promise<{ model: Model<GeneratorHeader>; bytes: Uint8Array }> => {
    await done
    const { bytes } = taught.artifacts.get('model')!
    const { header, weights } = decodeModel(bytes)
    if (!isGenerator(header)) throw new Error('no generator')
    return { model: { header, weights }, bytes }
  }
  afterAll(() => expect(tf.memory().numTensors).toBe(before))

  it('says what it is, and its curves', async () => {
    const summary = await done
    const { header } = (await model()).model
    expect(header).toMatchObject({ kind: 'vae', beta: 1, latent: 3 })
    expect(taught.artifacts.get('model')!.meta).toMatchObject({ kind: 'autoencoder', method: 'vae' })
    const series = new Set(taught.points.map((point) => point.series))
    for (const name of ['train/loss', 'train/error', 'train/kl', 'validation/error', 'validation/kl', 'validation/active'])
      expect(series).toContain(name)
    expect(summary.activeLatents).toBeGreaterThan(0)
    expect(summary.kl).toBeGreaterThan(0)
  })

  it('encodes a picture as the mean of its distribution, also in the export for other programs, and gives a map', async () => {
    const { model: one, bytes } = await model()
    const generator = trainedGenerator(one)
    const exported = generatorLayersModels(one)
    tf.tidy(() => {
      const x = tf.tensor4d(Float32Array.from(dataset.images.subarray(0, 5 * 768)), [5, 16, 16, 3]).div<tf.Tensor4D>(255)
      const both = vae.moments!(one.header as Extract<GeneratorHeader, { kind: 'vae' }>, generator.weights).encode!(x)
      const means = both.slice([0, 0], [5, 3])
      const z = generator.encode!(x)
      expect(both.shape).toEqual([5, 6])
      expect(z.sub(means).abs().max().dataSync()[0]).toBe(0)
      expect((exported.encoder.predict(x) as tf.Tensor).sub(z).abs().max().dataSync()[0]).toBeLessThan(1e-4)
      const again = exported.autoencoder.predict(x) as tf.Tensor
      expect(again.sub(generator.decode(z)).abs().max().dataSync()[0]).toBeLessThan(1e-4)
    })
    for (const network of Object.values(exported)) network.dispose()
    generator.dispose()
    const hash = 'b'.repeat(64)
    const mapped = recordingContext({ blobs: { [hash]: bytes } })
    expect(await encodingJob(encodingRecipe.parse({ kind: 'encoding', generator: hash }), mapped)).toMatchObject({ latent: 3, count: 120 })
  })

  it('draws from N(0, I) what is nearer to real pictures than what it drew before it learnt', async () => {
    const { model: one } = await model()
    const fresh: Model<GeneratorHeader> = {
      header: one.header,
      weights: learner.state.slice(0, weightCount).map(({ initial }) => initial),
    }
    const z = random(9, 'samples').fillNormal(new Float32Array(24 * 3))
    const [after, untaught] = [one, fresh].map((each) => {
      const generator = trainedGenerator(each)
      const distance = tf.tidy(() => {
        const drawn = generator.decode(tf.tensor2d(z, [24, 3])).reshape([24, 1, 768])
        const real = tf.tensor3d(Float32Array.from(dataset.images), [1, 120, 768]).div(255)
        return drawn.sub(real).square().mean(2).min(1).mean().dataSync()[0]!
      })
      generator.dispose()
      return distance
    }) as [number, number]
    expect(after).toBeLessThan(untaught)
  })
})
