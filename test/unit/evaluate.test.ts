// Laws of the measurements: each against an independent count on plain numbers.
import { decode } from 'fast-png'
import { trainedGenerator } from '../../src-main/science/generators/kinds/index.ts'
import { afterAll, describe, expect, it } from 'vitest'
import { generateDataset, indicesOf } from '../../src-shared/domains/shapes/dataset.ts'
import type { ClassifierHeader, GeneratorHeader, Model } from '../../src-shared/network/model-file.ts'
import { tf } from '../../src-main/tensorflow/tf.ts'
import {
  autoencoderArchitecture,
  autoencoderSpecs,
  autoencoderWeights,
  classifierArchitecture,
} from '../../src-main/science/networks/presets.ts'
import {
  createClassifierEvaluator,
  createReconstructionEvaluator,
  finish,
  generatorQuality,
  mostConfused,
  reconstructionAccuracy,
} from '../../src-main/science/evaluation/evaluate.ts'
import { encode, latentStatistics } from '../../src-main/science/latent/encode.ts'
import { modelNetwork } from '../../src-main/science/networks/model-network.ts'
import { outputTap, weightSpecs } from '../../src-main/science/networks/sequential.ts'
import { bytesOf, contactSheet, greyMap } from '../../src-main/image/contact-sheet.ts'
import { writePng } from '../../src-main/image/png.ts'
import { plainForward } from '../fixtures/plain-network.ts'
import { asNetwork, asTensors, randomWeights } from '../fixtures/small-networks.ts'
import { tinyDataset } from '../fixtures/tiny-trainings.ts'

const settings = tinyDataset()
const dataset = generateDataset(settings)
const data = { pictures: dataset.images, labels: dataset.labels, shape: [16, 16, 3] as [number, number, number] }
const picture = (index: number) => Float64Array.from(dataset.images.subarray(index * 768, (index + 1) * 768), (byte) => byte / 255)
/** More pictures than one call takes, and not a multiple of it. */
const indices = indicesOf(dataset.split, 'train').subarray(0, 130)

const classifier = classifierArchitecture('paper', 16)
const classifierWeights = randomWeights(classifier, 4, 1)
const auto = autoencoderArchitecture('author', 16, 3, 'linear')
const autoWeights = autoencoderWeights(auto, 4).map((values) => values.map((value) => 1.5 * value))
const split = weightSpecs(auto.encoder).length
const tensors = {
  classifier: asTensors(classifier, classifierWeights),
  auto: autoencoderSpecs(auto).map(({ shape }, at) => tf.tensor(autoWeights[at]!, shape)),
}
afterAll(() => tf.dispose(tensors))

const said = (pixels: ArrayLike<number>) => {
  const logits = plainForward(classifier, classifierWeights, pixels).logits!
  return { logits, class: logits.indexOf(Math.max(...logits)) }
}
const latentOf = (index: number) => plainForward(auto.encoder, autoWeights.slice(0, split), picture(index)).latent!
const again = (index: number) =>
  plainForward(auto.decoder, autoWeights.slice(split), latentOf(index))[outputTap(auto.decoder)]!.map((x) => Math.min(1, Math.max(0, x)))
const meanOf = (values: number[]) => values.reduce((sum, one) => sum + one, 0) / values.length
const errorOf = (a: Float64Array, b: Float64Array) => a.reduce((sum, x, at) => sum + (x - b[at]!) ** 2, 0) / a.length

const models = {
  classifier: {
    header: {
      format: 'phosphene-model',
      version: 1,
      kind: 'classifier',
      architecture: classifier,
      dataset: settings,
      weights: weightSpecs(classifier),
    },
    weights: classifierWeights,
  } satisfies Model<ClassifierHeader>,
  auto: {
    header: {
      format: 'phosphene-model',
      version: 1,
      kind: 'autoencoder',
      ...auto,
      latent: 3,
      statistics: { mean: [], covariance: [], low: [], high: [] },
      dataset: settings,
      weights: autoencoderSpecs(auto),
    },
    weights: autoWeights,
  } satisfies Model<GeneratorHeader>,
}

const judge = modelNetwork(models.classifier)
const generator = trainedGenerator(models.auto)
afterAll(() => generator.dispose())

describe('a classifier measured on some pictures', () => {
  const evaluator = createClassifierEvaluator(judge)
  afterAll(() => evaluator.dispose())
  const result = finish(evaluator.evaluate(tensors.classifier, data, indices))

  it('has the mistakes and the loss of a count one by one', () => {
    const answers = [...indices].map((index) => ({ index, truth: dataset.labels[index]!, ...said(picture(index)) }))
    expect(result.wrong).toEqual(
      answers.filter((one) => one.class !== one.truth).map((one) => ({ index: one.index, truth: one.truth, said: one.class })),
    )
    expect(result.count).toBe(130)
    expect(result.accuracy).toBe(result.correct / 130)
    expect(result.loss).toBeCloseTo(
      meanOf(answers.map(({ logits, truth }) => Math.log(logits.reduce((sum, x) => sum + Math.exp(x), 0)) - logits[truth]!)),
      4,
    )
  })

  it('has a confusion whose rows count the pictures of a class and whose diagonal the right ones', () => {
    const row = (truth: number) => [...result.confusion.subarray(truth * 60, (truth + 1) * 60)]
    for (const label of settings.classes)
      expect(row(label).reduce((a, b) => a + b)).toBe([...indices].filter((index) => dataset.labels[index] === label).length)
    expect(settings.classes.reduce((sum, label) => sum + row(label)[label]!, 0)).toBe(result.correct)
    const pairs = mostConfused(result, 3)
    expect(pairs.every(({ truth, said }) => truth !== said)).toBe(true)
    const counts = [...result.confusion.entries()]
      .filter(([at]) => at % 61 !== 0)
      .map(([, count]) => count)
      .sort((a, b) => b - a)
    expect(pairs.map((pair) => pair.count)).toEqual(counts.slice(0, 3).filter((count) => count > 0))
  })

  it('says nothing false of no pictures', () => {
    expect(finish(evaluator.evaluate(tensors.classifier, data, new Uint32Array(0)))).toMatchObject({ count: 0, accuracy: 0, loss: 0 })
  })
})

describe('an autoencoder measured on some pictures', () => {
  const evaluator = createReconstructionEvaluator(generator)
  afterAll(() => evaluator.dispose())

  it('has the error of its clipped pictures, beside that of black', () => {
    const result = finish(evaluator.evaluate(tensors.auto, data, indices))
    expect(result.error).toBeCloseTo(meanOf([...indices].map((index) => errorOf(again(index), picture(index)))), 5)
    expect(result.blackError).toBeCloseTo(meanOf([...indices].map((index) => errorOf(new Float64Array(768), picture(index)))), 6)
  })

  it('is as good as a classifier recognizes what it redraws', () => {
    const before = tf.memory().numTensors
    const result = reconstructionAccuracy(judge, generator, dataset)
    const test = [...indicesOf(dataset.split, 'test')]
    expect(result.count).toBe(24)
    expect(result.wrong.map(({ index, said }) => [index, said])).toEqual(
      test.map((index) => [index, said(again(index)).class]).filter(([index, one]) => one !== dataset.labels[index!]),
    )
    expect(result.error).toBeCloseTo(meanOf(test.map((index) => errorOf(again(index), picture(index)))), 5)
    expect(tf.memory().numTensors).toBe(before)
  })

  it('frees everything when a measurement is broken off', () => {
    const before = tf.memory().numTensors
    const steps = generatorQuality(judge, generator, dataset)
    steps.next()
    steps.return(undefined as never)
    expect(tf.memory().numTensors).toBe(before)
  })

  it('refuses a classifier of pictures of another size', () => {
    const architecture = classifierArchitecture('paper', 32)
    const other = asNetwork(architecture, randomWeights(architecture))
    expect(() => reconstructionAccuracy(other, generator, dataset)).toThrow('pictures of one size')
    other.dispose()
  })
})

describe('the latent space', () => {
  it('has the vectors of the encoder, picture by picture', () => {
    const z = finish(encode(generator, data, indices))
    expect(z).toHaveLength(130 * 3)
    for (const at of [0, 1, 119, 120, 129]) latentOf(indices[at]!).forEach((value, axis) => expect(z[at * 3 + axis]).toBeCloseTo(value, 4))
  })

  it('is told by mean, covariance and box', () => {
    const statistics = latentStatistics(Float32Array.of(1, 10, 3, 20, 5, 60), 2)
    expect(statistics.mean).toEqual([3, 30])
    expect(statistics.low).toEqual([1, 10])
    expect(statistics.high).toEqual([5, 60])
    // Deviations (-2, -20), (0, -10), (2, 30), divided by n = 3.
    statistics.covariance.flat().forEach((value, at) => expect(value).toBeCloseTo([8 / 3, 100 / 3, 100 / 3, 1400 / 3][at]!, 10))
    expect(() => latentStatistics(new Float32Array(0), 2)).toThrow(RangeError)
  })
})

describe('pictures for the eye', () => {
  it('stand row after row on a sheet, and come back whole from PNG', () => {
    const one = (value: number) => new Uint8Array(12).fill(value)
    const sheet = contactSheet([one(10), one(20), one(30)], 2, 2)
    expect([sheet.width, sheet.height]).toEqual([4, 4])
    const values = Array.from({ length: 16 }, (_, at) => sheet.rgb[at * 3])
    expect(values).toEqual([10, 10, 20, 20, 10, 10, 20, 20, 30, 30, 0, 0, 30, 30, 0, 0])
    const read = decode(writePng(sheet))
    expect([read.width, read.height, read.channels]).toEqual([4, 4, 3])
    expect(Uint8Array.from(read.data)).toEqual(sheet.rgb)
  })
  it('are black for nothing, white for the largest, and clipped', () => {
    expect([...greyMap(Float32Array.of(-1, 0, 1, 2), 2, 2).rgb].filter((_, at) => at % 3 === 0)).toEqual([0, 0, 128, 255])
    expect([...greyMap(new Float32Array(1), 1, 1).rgb]).toEqual([0, 0, 0])
    expect([...bytesOf([-0.1, 0.5, 1.2])]).toEqual([0, 128, 255])
  })
})
