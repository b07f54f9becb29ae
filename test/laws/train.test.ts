// Laws of training: the compiled step against the eager one, gradients against finite differences, and that a break changes no byte.
import { beforeAll, describe, expect, it } from 'vitest'
import { generateDataset, indicesOf } from '../../src-shared/domains/shapes/dataset.ts'
import { decodeModel } from '../../src-shared/network/model-file.ts'
import { random } from '../../src-shared/math/random.ts'
import type { Architecture } from '../../src-shared/recipe/recipe.ts'
import { autoencoderJob } from '../../src-main/engine/process/jobs/autoencoder.ts'
import { classifierJob } from '../../src-main/engine/process/jobs/classifier.ts'
import { datasetJob } from '../../src-main/engine/process/jobs/dataset.ts'
import { tf } from '../../src-main/tensorflow/tf.ts'
import { accuracy, crossEntropy } from '../../src-main/science/training/losses.ts'
import { forward, initialWeights, weightSpecs } from '../../src-main/science/networks/sequential.ts'
import { initialSlots } from '../../src-main/science/training/adam.ts'
import { oneCycle } from '../../src-main/science/training/one-cycle.ts'
import { type Loss, startTraining, type TrainingPlan, trainingStep } from '../../src-main/science/training/train.ts'
import { recordingContext } from '../fixtures/job-context.ts'
import { plainForward } from '../fixtures/plain-network.ts'
import { tinyAutoencoder, tinyClassifier, tinyDataset } from '../fixtures/tiny-trainings.ts'

const network: Architecture = {
  input: [16, 16, 3],
  layers: [
    { kind: 'conv', name: 'conv1', filters: 3, kernel: 3, activation: 'relu' },
    { kind: 'pool', name: 'pool1', mode: 'max' },
    { kind: 'conv', name: 'conv2', filters: 4, kernel: 3, activation: 'leaky' },
    { kind: 'flatten', name: 'flatten' },
    { kind: 'dense', name: 'logits', units: 60, activation: 'linear' },
  ],
}
const specs = weightSpecs(network)
const initial = initialWeights(network, random(1, 'train test'))
const settings = tinyDataset()
const dataset = generateDataset(settings)
const data = {
  pictures: dataset.images,
  labels: dataset.labels,
  shape: [16, 16, 3] as [number, number, number],
  indices: indicesOf(dataset.split, 'train'),
}
const plan: TrainingPlan = { epochs: 2, batchSize: 32, learningRate: 3e-3, seed: 5 }
const loss: Loss = (weights, pictures, labels) => {
  const logits = forward(network, weights, pictures).logits!
  return { loss: crossEntropy(logits, labels), measures: [accuracy(logits, labels)] }
}
const bytesOf = (arrays: Float32Array[]) =>
  arrays.map((one) => Buffer.from(one.buffer, one.byteOffset, one.byteLength).toString('hex')).join()

describe('the training step', () => {
  it('compiled, takes the steps of the eager one', () => {
    const training = startTraining(loss, specs, initial, data, plan)
    const eager = trainingStep(loss, specs.length)
    let state = [...initial, ...initialSlots(initial)].map((values, at) => tf.tensor(values, specs[at % specs.length]!.shape))
    // The order of the first epoch, by its definition: the pictures shuffled by the stream "order", 0.
    const order = random(plan.seed, 'order', 0).shuffle(Uint32Array.from(data.indices))
    for (let step = 0; step < 5; step++) {
      const indices = [...order.subarray(step * 32, (step + 1) * 32)]
      const next = tf.tidy(() => {
        const pictures = tf.tensor(
          Float32Array.from(indices.flatMap((index) => [...dataset.images.subarray(index * 768, (index + 1) * 768)])),
          [32, 16, 16, 3],
        )
        const labels = tf.tensor1d(
          indices.map((index) => dataset.labels[index]!),
          'int32',
        )
        return eager(...state, tf.scalar(step + 1), tf.scalar(oneCycle(step, training.steps, plan.learningRate)), pictures, labels)
      })
      tf.dispose(state)
      const [value, , share] = next.pop()!.dataSync()
      state = next
      const report = training.advance()
      expect(report.loss).toBeCloseTo(value!, 5)
      expect(report.measures[0]).toBeCloseTo(share!, 5)
      training.values().forEach((values, at) => {
        const wanted = state[at]!.dataSync()
        expect(
          values.reduce((worst, one, index) => Math.max(worst, Math.abs(one - wanted[index]!)), 0),
          `${specs[at]!.name} after step ${step + 1}`,
        ).toBeLessThan(1e-5)
      })
    }
    tf.dispose(state)
    training.dispose()
  })

  it('follows the gradient of the loss, by finite differences of plain double-precision loops', () => {
    // A smooth network: at the corner of a ReLU a difference is not a derivative.
    const smooth: Architecture = {
      input: [4, 4, 3],
      layers: [
        { kind: 'conv', name: 'conv1', filters: 2, kernel: 3, activation: 'sigmoid' },
        { kind: 'pool', name: 'pool1', mode: 'average' },
        { kind: 'upsample', name: 'up1' },
        { kind: 'conv', name: 'conv2', filters: 3, kernel: 3, activation: 'sigmoid' },
      ],
    }
    const weights = initialWeights(smooth, random(2, 'smooth'))
    const picture = random(3, 'picture').fillUniform(new Float32Array(48))
    const plain = (arrays: ArrayLike<number>[]) =>
      plainForward(smooth, arrays, picture)['conv2.sigmoid']!.reduce((sum, x, at) => sum + (x - picture[at]!) ** 2, 0) / 48
    const gradients = tf.tidy(() => {
      const x = tf.tensor4d(picture, [1, 4, 4, 3])
      const tensors = weights.map((values, at) => tf.tensor(values, weightSpecs(smooth)[at]!.shape))
      return tf
        .grads((...inputs: tf.Tensor[]) => forward(smooth, inputs, x)['conv2.sigmoid']!.sub(x).square().mean())(tensors)
        .map((one) => one.dataSync<'float32'>().slice())
    })
    for (const [at, values] of weights.entries()) {
      for (let index = 0; index < values.length; index += 7) {
        const moved = (by: number) =>
          plain(weights.map((one, other) => Float64Array.from(one, (x, place) => (other === at && place === index ? x + by : x))))
        expect(gradients[at]![index]).toBeCloseTo((moved(1e-5) - moved(-1e-5)) / 2e-5, 6)
      }
    }
  })

  it('keeps the number of tensors flat, and frees all of them', () => {
    const before = tf.memory().numTensors
    const training = startTraining(loss, specs, initial, data, plan)
    training.advance()
    const during = tf.memory().numTensors
    for (let step = 0; step < 5; step++) training.advance()
    training.snapshot({})
    expect(tf.memory().numTensors).toBe(during)
    training.dispose()
    expect(tf.memory().numTensors).toBe(before)
  })
})

describe('a training', () => {
  it('sees each picture once in an epoch, in an order of the seed and the epoch', () => {
    // Here every picture is a class of its own, and the measures are the labels of the batch: they tell which pictures it holds.
    const tell: Loss = (weights, _pictures, labels) => ({
      loss: weights[0]!.sum(),
      measures: tf.unstack(labels.cast('float32')) as tf.Scalar[],
    })
    const named = { ...data, labels: Uint8Array.from({ length: settings.count }, (_, index) => index) }
    const [first, again, other] = [5, 5, 6].map((seed) => {
      const training = startTraining(tell, [{ name: 'weight', shape: [1] }], [new Float32Array(1)], named, { ...plan, seed })
      const seen: number[] = []
      while (training.step < training.steps) seen.push(...training.advance().measures)
      training.dispose()
      return seen
    }) as [number[], number[], number[]]
    const epochs = [first.slice(0, data.indices.length), first.slice(data.indices.length)]
    for (const epoch of epochs) expect(epoch.toSorted((a, b) => a - b)).toEqual([...data.indices])
    expect(epochs[0]).not.toEqual(epochs[1])
    expect(first).toEqual(again)
    expect(first).not.toEqual(other)
  })

  it('learns', () => {
    const training = startTraining(loss, specs, initial, data, { ...plan, epochs: 8 })
    const losses: number[] = []
    while (training.step < training.steps) losses.push(training.advance().loss)
    training.dispose()
    expect(losses.at(-1)).toBeLessThan(losses[0]! / 2)
  })

  it('gives the same bytes twice, and also across a break at any step', () => {
    const whole = startTraining(loss, specs, initial, data, plan)
    const snapshots: Uint8Array[] = []
    while (whole.step < whole.steps) {
      snapshots.push(whole.snapshot({ note: [whole.step] }))
      whole.advance()
    }
    const wanted = bytesOf(whole.values())
    whole.dispose()
    for (const at of [0, 3, 6, 11]) {
      const rest = startTraining(loss, specs, initial, data, plan, snapshots[at])
      expect(rest.step).toBe(at)
      while (rest.step < rest.steps) rest.advance()
      expect(bytesOf(rest.values()) === wanted, `resumed at step ${at}`).toBe(true)
      rest.dispose()
    }
  })

  it('refuses an empty split and the snapshot of another network in words', () => {
    expect(() => startTraining(loss, specs, initial, { ...data, indices: new Uint32Array(0) }, plan)).toThrow('no picture to learn from')
    const training = startTraining(loss, specs, initial, data, plan)
    const snapshot = training.snapshot({})
    training.dispose()
    expect(() => startTraining(loss, specs.slice(0, 2), initial.slice(0, 2), data, plan, snapshot)).toThrow('belongs to another network')
  })

  it('takes all pictures as one batch when they are fewer than a batch', () => {
    const training = startTraining(loss, specs, initial, { ...data, indices: data.indices.subarray(0, 10) }, plan)
    expect([training.batchSize, training.stepsPerEpoch, training.steps]).toEqual([10, 1, 2])
    training.dispose()
  })
})

describe.each([
  ['classifier', (context: ReturnType<typeof recordingContext>) => classifierJob(tinyClassifier(), context), ['model', 'confusion']],
  [
    'autoencoder',
    (context: ReturnType<typeof recordingContext>) => autoencoderJob(tinyAutoencoder(), context),
    ['model', 'reconstructions'],
  ],
] as const)('the %s job', (kind, job, names) => {
  // The run that nobody disturbs: what the others are held against. Each of its checkpoints is kept.
  const whole = recordingContext({ everyCheckpoint: true })
  let summary: Awaited<ReturnType<typeof job>>
  let left: number
  beforeAll(async () => {
    const before = tf.memory().numTensors
    summary = await job(whole)
    left = tf.memory().numTensors - before
  })

  it('says its curves, keeps its results, and leaves no tensor behind', () => {
    const context = whole
    expect(left).toBe(0)
    expect([...context.artifacts.keys()]).toEqual(names)
    const series = new Set(context.points.map((point) => point.series))
    for (const name of ['train/loss', 'validation/loss', 'learning-rate']) expect(series).toContain(name)
    expect(context.points.filter((point) => point.series === 'validation/loss')).toHaveLength(3)
    expect(context.phases).toContain('epoch 3 of 3')
    expect(summary.epochs).toBe(3)
    expect(decodeModel(context.artifacts.get('model')!.bytes).header.kind).toBe(kind)
    expect(context.events.some((event) => event.type === 'picture' && event.pictures.length >= 8)).toBe(true)
  })

  it('shows what it calls a few validation pictures at each check, the same ones each time', () => {
    const sets = whole.events
      .flatMap((event) =>
        event.type === 'picture' ? [event.pictures.flatMap((one) => (one.guess ? [{ ...one, guess: one.guess }] : []))] : [],
      )
      .filter((set) => set.length > 0)
    if (kind === 'autoencoder') {
      expect(sets).toEqual([])
      return
    }
    expect(new Set(sets.map((set) => set[0]!.guess.epoch))).toEqual(new Set([1, 2, 3]))
    const last = sets.at(-1)!
    expect(last).toHaveLength(12)
    for (const set of sets) expect(set.map(({ name, rgb }) => [name, rgb])).toEqual(last.map(({ name, rgb }) => [name, rgb]))
    expect(new Set(last.map(({ rgb }) => rgb.join())).size).toBe(12)
    // Each is a picture of the validation split, of the class that it is said to be.
    const drawn = new Map(
      [...indicesOf(dataset.split, 'validation')].map((index) => [
        dataset.images.slice(index * 768, (index + 1) * 768).join(),
        dataset.labels[index]!,
      ]),
    )
    expect(last.map(({ guess }) => guess.truth)).toEqual(last.map(({ rgb }) => drawn.get(rgb.join())))
    // The last check is of the finished network: asked again, it says the same.
    const { header, weights } = decodeModel(whole.artifacts.get('model')!.bytes)
    if (header.kind !== 'classifier') throw new Error('no classifier')
    const said = tf.tidy(() => {
      const pictures = tf.tensor(
        Float32Array.from(
          last.flatMap(({ rgb }) => [...rgb]),
          (byte) => byte / 255,
        ),
        [12, 16, 16, 3],
      )
      const { logits } = forward(
        header.architecture,
        weights.map((values, at) => tf.tensor(values, header.weights[at]!.shape)),
        pictures as tf.Tensor4D,
      )
      return [...logits!.argMax(1).dataSync()]
    })
    expect(last.map(({ guess }) => guess.said)).toEqual(said)
  })

  it('paused and resumed, ends with the bytes of an uninterrupted run', async () => {
    const paused = recordingContext({ stopAt: (breath) => (breath >= 20 ? 'pause' : null) })
    await job(paused)
    expect([...paused.artifacts.keys()]).toEqual([])
    expect(paused.checkpoints).toHaveLength(1)
    const resumed = recordingContext({ resume: paused.checkpoints[0]! })
    expect(await job(resumed)).toEqual(summary)
    for (const name of names) expect(Buffer.compare(resumed.artifacts.get(name)!.bytes, whole.artifacts.get(name)!.bytes), name).toBe(0)
    // The curves of both parts together are those of the whole.
    expect([...paused.points, ...resumed.points]).toEqual(whole.points)
  })

  it('gone on from a checkpoint between two epochs, validates what was not validated', async () => {
    for (const at of [whole.checkpoints.length - 1, Math.floor(whole.checkpoints.length / 2)]) {
      const resumed = recordingContext({ resume: whole.checkpoints[at]! })
      expect(await job(resumed)).toEqual(summary)
      expect(Buffer.compare(resumed.artifacts.get('model')!.bytes, whole.artifacts.get('model')!.bytes)).toBe(0)
    }
  })

  it('cancelled, keeps what it has learnt so far', async () => {
    const before = tf.memory().numTensors
    const context = recordingContext({ stopAt: (breath) => (breath >= 20 ? 'cancel' : null) })
    const summary = await job(context)
    expect([...context.artifacts.keys()]).toEqual(names)
    expect(summary.epochs).toBeGreaterThan(0)
    expect(summary.epochs).toBeLessThan(3)
    expect(tf.memory().numTensors).toBe(before)
  })

  it('cancelled before the first step, keeps nothing and says so', async () => {
    const context = recordingContext({ stopAt: () => 'cancel' })
    expect(await job(context)).toEqual({ epochs: 0 })
    expect(context.artifacts.size).toBe(0)
  })
})

describe('the dataset job', () => {
  it('hands out the wall and the hashes of what it drew, the same each time', async () => {
    const recipe = { kind: 'dataset' as const, dataset: settings }
    const [first, second] = [recordingContext(), recordingContext()]
    const summary = await datasetJob(recipe, first)
    expect(await datasetJob(recipe, second)).toEqual(summary)
    const manifest = JSON.parse(Buffer.from(first.artifacts.get('manifest')!.bytes).toString())
    expect(manifest.settings).toEqual(settings)
    expect(manifest.splits).toEqual({ train: 192, validation: 24, test: 24 })
    expect(manifest.perClass.map((one: { count: number }) => one.count)).toEqual([40, 40, 40, 40, 40, 40])
    expect(manifest.sha256.images).toMatch(/^[0-9a-f]{64}$/)
    expect(Buffer.compare(first.artifacts.get('wall')!.bytes, second.artifacts.get('wall')!.bytes)).toBe(0)
  })
})
