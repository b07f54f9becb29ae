// Laws of the jobs that train and draw: what they keep and show, and that a break changes no byte of it.
import { beforeAll, describe, expect, it } from 'vitest'
import { indicesOf } from '../../src-shared/domains/shapes/dataset.ts'
import { decodeModel } from '../../src-shared/network/model-file.ts'
import { autoencoderJob } from '../../src-main/engine/process/jobs/autoencoder.ts'
import { classifierJob } from '../../src-main/engine/process/jobs/classifier.ts'
import { datasetJob } from '../../src-main/engine/process/jobs/dataset.ts'
import { tf } from '../../src-main/tensorflow/tf.ts'
import { forward } from '../../src-main/science/networks/sequential.ts'
import { recordingContext } from '../fixtures/job-context.ts'
import { tinyAutoencoder, tinyClassifier } from '../fixtures/tiny-trainings.ts'
import { settings, dataset } from '../fixtures/small-training.ts'

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
    const paused = recordingContext({ stopAt: (turn) => (turn >= 20 ? 'pause' : null) })
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
    const context = recordingContext({ stopAt: (turn) => (turn >= 20 ? 'cancel' : null) })
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
