import { expect, it } from 'vitest'
import type { Json } from '../../src-shared/run/event.ts'
import { decodeModel, encodeModel } from '../../src-shared/network/model-file.ts'
import type { ObjectiveSpec } from '../../src-shared/recipe/objective.ts'
import { type AscendRecipe, ascendRecipe, type Architecture } from '../../src-shared/recipe/recipe.ts'
import { ascendJob } from '../../src-main/engine/process/jobs/ascend.ts'
import { tf } from '../../src-main/tensorflow/tf.ts'
import { type AscentSpec, viewsOf } from '../../src-main/science/visualization/ascent-spec.ts'
import { ascentOptimizerOf } from '../../src-main/science/visualization/optimizers/index.ts'
import { traceGradients } from '../../src-main/science/visualization/gradient-trace.ts'
import { forward, weightSpecs } from '../../src-main/science/networks/sequential.ts'
import { decoder } from '../../src-main/science/visualization/parameterizations/decoder.ts'
import { pixels } from '../../src-main/science/visualization/parameterizations/pixels.ts'
import { transformOf } from '../../src-main/science/visualization/transform.ts'
import { recordingContext } from '../fixtures/job-context.ts'
import { asGenerator, asNetwork, randomWeights, smallClassifier, smallDataset, smallModels } from '../fixtures/small-networks.ts'

const [model, generator] = ['a', 'b'].map((letter) => letter.repeat(64)) as [string, string]
const models = smallModels()
const conv2: ObjectiveSpec = { kind: 'channel', layer: 'conv2', channel: 1 }
const latent = { kind: 'decoder', generator, start: 'random', whiten: true, ball: 3.55 } as const

async function made(
  part: Partial<AscendRecipe>,
  files: { classifier?: Uint8Array; generator?: Uint8Array } = {},
): Promise<{ meta: Record<string, Json>; notice: string }> {
  const context = recordingContext({
    blobs: { [model]: files.classifier ?? models.classifier, [generator]: files.generator ?? models.generator },
  })
  await ascendJob(ascendRecipe.parse({ kind: 'ascend', model, objectives: [conv2], steps: 30, frames: 0, ...part }), context)
  const [, { meta }] = [...context.artifacts].find(([name]) => name.startsWith('pictures/'))!
  return { meta, notice: context.notices.map((one) => one.message).join(' ') }
}
const biased = (bytes: Uint8Array, bias: number): Uint8Array => {
  const file = decodeModel(bytes)
  file.weights.at(-1)!.fill(bias)
  return encodeModel(file)
}

it('tells a saturated sigmoid from a ReLU, though both leave next to nothing', async () => {
  // Sigmoids at -40 pass 4e-18 of the gradient: not zero, and no ReLU is to blame.
  const { meta, notice } = await made(
    { parameterization: latent, optimizer: { kind: 'adam', step: 0.05 } },
    { classifier: smallModels('sigmoid').classifier, generator: biased(models.generator, -40) },
  )
  expect(meta).toMatchObject({ dead: true, deadFrom: 0, gradient: { cause: 'saturated', at: 'generator.conv1' } })
  expect(meta.gradientNormFirst).toBeGreaterThan(0)
  expect(notice).toContain('activation function of layer conv1 of the generator is saturated')
  expect(notice).not.toContain('ReLU')
})

it('tells terms that cancel from units that are off', async () => {
  const term = (weight: number, layer: string) => ({ weight, of: { kind: 'channel', layer, channel: 1 } }) as const
  const { meta, notice } = await made({ objectives: [{ kind: 'sum', terms: [term(1, 'conv2'), term(-1, 'conv2')] }] })
  expect(meta).toMatchObject({ dead: true, deadFrom: 0, gradientNormFirst: 0, gradient: { cause: 'cancelling', at: null } })
  expect(notice).toContain('cancel out')
  expect(notice).not.toContain('ReLU')
})

it('tells a picture that died on the way from one that was dead at its start', async () => {
  // Less and less of a channel after its ReLU: once it is off everywhere, nothing is left to lower.
  const { meta, notice } = await made({
    objectives: [{ kind: 'sum', terms: [{ weight: -1, of: { kind: 'neuron', layer: 'conv2.relu', channel: 1 } }] }],
    optimizer: { kind: 'normalized', step: 0.3 },
  })
  expect(meta).toMatchObject({ dead: true, gradientNormLast: 0, gradient: { cause: 'relu', at: 'classifier.conv2' } })
  expect(meta.gradientNormFirst).toBeGreaterThan(0)
  expect(meta.deadFrom).toBeGreaterThan(0)
  expect(notice).toContain(`only later, the first after step ${meta.deadFrom as number}`)
})

/** Eight dense layers in a row, each with weights so small that it passes a thousandth of the gradient. */
const deep: Architecture = {
  input: [16, 16, 3],
  layers: [
    { kind: 'flatten', name: 'flatten' },
    ...Array.from(
      { length: 8 },
      (_, at) => ({ kind: 'dense', name: at === 7 ? 'logits' : `dense${at}`, units: 6, activation: 'leaky' }) as const,
    ),
  ],
}
const thin = (factor: number): Float32Array[] =>
  randomWeights(deep, 1, 1).map((one, at) => one.map((value) => value * (weightSpecs(deep)[at]!.shape.length === 1 ? 1 : factor)))
const deepFile = (factor: number): Uint8Array =>
  encodeModel({
    header: {
      format: 'phosphene-model',
      version: 1,
      dataset: smallDataset,
      kind: 'classifier',
      architecture: deep,
      weights: weightSpecs(deep),
    },
    weights: thin(factor),
  })

it('tells a gradient that vanishes layer by layer: Adam stands still, steps of a fixed length go on', async () => {
  const logit: ObjectiveSpec = { kind: 'logit', class: 2 }
  const adam = await made({ objectives: [logit], optimizer: { kind: 'adam', step: 0.05 } }, { classifier: deepFile(1e-2) })
  expect(adam.meta).toMatchObject({ dead: true, deadFrom: 0, gradient: { cause: 'vanishing', at: null } })
  const norms = (adam.meta.gradient as { perLayer: { norm: number }[] }).perLayer.map((one) => one.norm)
  expect(norms).toHaveLength(8)
  expect(norms).toEqual(norms.toSorted((a, b) => a - b))
  const unit = await made({ objectives: [logit], optimizer: { kind: 'unit', step: 0.5 } }, { classifier: deepFile(1e-2) })
  expect(unit.meta).toMatchObject({ dead: false, gradient: { cause: 'vanishing' } })
  expect(unit.meta.distance).toBeGreaterThan(1)
  // So small that it ends as zero: still nobody's ReLU.
  expect((await made({ objectives: [logit] }, { classifier: deepFile(1e-8) })).meta).toMatchObject({
    dead: true,
    gradientNormFirst: 0,
    gradient: { cause: 'vanishing' },
  })
})

it('tells numbers beyond float32, and gives none that a file cannot hold', async () => {
  const { meta } = await made({ objectives: [{ kind: 'logit', class: 2 }] }, { classifier: deepFile(1e7) })
  expect(meta).toMatchObject({ dead: true, gradient: { cause: 'out-of-range' } })
  expect(JSON.parse(JSON.stringify(meta))).toEqual(meta)
  for (const value of Object.values(meta)) if (typeof value === 'number') expect(Number.isFinite(value)).toBe(true)
})

it('says nothing where there is a gradient, and per layer what arrives there at the start of a latent climb', async () => {
  const { meta, notice } = await made({ parameterization: latent, optimizer: { kind: 'adam', step: 0.05 } })
  expect(meta).toMatchObject({ dead: false })
  expect(meta).not.toHaveProperty('gradient')
  expect(notice).toBe('')
  expect((meta.gradientFirst as { layer: string }[]).map((one) => one.layer)).toEqual([
    'generator.dense1',
    'generator.conv1',
    'classifier.conv1',
    'classifier.conv2',
  ])
})

it('gives at each layer the gradient that a derivative with respect to it gives', () => {
  const architecture = smallClassifier('relu')
  const network = asNetwork(architecture, randomWeights(architecture))
  const { weights } = network
  const climb: AscentSpec = {
    network,
    objectives: [{ kind: 'logit', class: 3 }],
    starts: 2,
    seed: 1,
    parameterization: pixels({ kind: 'pixels', start: 'noise' }, 16),
    transform: transformOf([], 16, 16),
    penalty: null,
    optimizer: ascentOptimizerOf({ kind: 'adam', step: 0.1 }, 10),
  }
  const pictures = tf.randomUniform([2, 16, 16, 3], 0, 1, 'float32', 5)
  const before = tf.memory().numTensors
  const traces = traceGradients(climb, pictures.dataSync<'float32'>(), viewsOf(climb), [0, 1])
  expect(tf.memory().numTensors).toBe(before)
  // From dense1 on there are two layers left: their derivative by hand.
  const taps = forward(architecture, weights, pictures)
  const expected = tf
    .oneHot([3, 3], 6)
    .matMul(weights[6]!, false, true)
    .mul(taps['dense1']!.step())
    .norm('euclidean', 1)
    .dataSync<'float32'>()
  traces.forEach(({ perLayer, cause }, at) => {
    expect(perLayer.map((one) => one.layer)).toEqual(['classifier.conv1', 'classifier.conv2', 'classifier.dense1', 'classifier.logits'])
    expect(perLayer[3]).toEqual({ layer: 'classifier.logits', norm: 1, off: null })
    expect(perLayer[2]!.norm).toBeCloseTo(expected[at]!, 5)
    expect(perLayer[2]!.off).toBeCloseTo(1 - tf.sum(taps['dense1']!.step(), 1).dataSync()[at]! / 8, 6)
    expect(cause).toBe('passing')
  })
})

it('keeps a latent vector within what can be computed where no ball does, and knows that it stands at the bound', () => {
  for (const whiten of [true, false]) {
    const { header } = models
    const space = decoder(
      { kind: 'decoder', generator, start: 'random', whiten, ball: 0 },
      asGenerator(header.decoder, randomWeights(header.decoder), header.statistics),
    )
    const kept = tf.tidy(() => space.project(tf.tensor2d([[1e18, -2e6, 3]])).dataSync<'float32'>())
    expect([...kept]).toEqual([1e6, -1e6, 3])
    expect([kept, Float32Array.of(1, 2, Number.NaN), Float32Array.of(1e5, 0, 3)].map((one) => space.bounded(one))).toEqual([
      true,
      true,
      false,
    ])
  }
})
