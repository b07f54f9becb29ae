// Laws of the exported models: standard TensorFlow.js answers what Phosphene answers, also after a way through the files.
import { afterAll, describe, expect, it } from 'vitest'
import type { GeneratorHeader, ClassifierHeader, Model } from '../../src-shared/network/model-file.ts'
import { type Architecture, datasetSettings } from '../../src-shared/recipe/recipe.ts'
import { tf } from '../../src-main/tensorflow/tf.ts'
import {
  autoencoderArchitecture,
  autoencoderSpecs,
  autoencoderWeights,
  classifierArchitecture,
} from '../../src-main/science/networks/presets.ts'
import { autoencoderLayersModels, classifierLayersModel, layersModel, saveArtifacts } from '../../src-main/science/networks/layers-model.ts'
import { forward, outputTap, weightSpecs } from '../../src-main/science/networks/sequential.ts'
import { asTensors, randomPictures, randomWeights } from '../fixtures/small-networks.ts'

const dataset = datasetSettings.parse({ size: 16, count: 60 })
const statistics = {
  mean: [0, 0, 0],
  covariance: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  low: [-1, -1, -1],
  high: [1, 1, 1],
}

function classifier(): Model<ClassifierHeader> {
  const architecture = classifierArchitecture('paper', 16)
  return {
    header: { format: 'phosphene-model', version: 1, kind: 'classifier', architecture, dataset, weights: weightSpecs(architecture) },
    weights: randomWeights(architecture, 1, 1),
  }
}

function autoencoder(preset: 'author' | 'default'): Model<GeneratorHeader> {
  const architecture = autoencoderArchitecture(preset, 16, 3)
  return {
    header: {
      format: 'phosphene-model',
      version: 1,
      kind: 'autoencoder',
      ...architecture,
      latent: 3,
      statistics,
      dataset,
      weights: autoencoderSpecs(architecture),
    },
    weights: autoencoderWeights(architecture, 2),
  }
}

const pictures = randomPictures(4)
afterAll(() => pictures.dispose())

function expectNear(got: tf.Tensor, wanted: tf.Tensor): void {
  expect(got.shape).toEqual(wanted.shape)
  expect(tf.tidy(() => got.sub(wanted).abs().max().dataSync()[0])).toBeLessThan(1e-5)
}

/** Writes a model as its two files and reads them again, all in memory. */
async function throughFiles(model: Parameters<typeof saveArtifacts>[0]) {
  const files = await saveArtifacts(model)
  const { modelTopology, weightsManifest } = JSON.parse(new TextDecoder().decode(files['model.json']))
  expect(weightsManifest).toHaveLength(1)
  expect(weightsManifest[0].paths).toEqual(['weights.bin'])
  return tf.loadLayersModel(
    tf.io.fromMemory({ modelTopology, weightSpecs: weightsManifest[0].weights, weightData: files['weights.bin'].slice().buffer }),
  )
}

/** Checks one exported model, before and after the files, and frees it; the answer of Phosphene is freed too. */
async function check(model: Parameters<typeof saveArtifacts>[0], input: tf.Tensor, wanted: tf.Tensor) {
  const read = await throughFiles(model)
  tf.tidy(() => {
    expectNear(model.predict(input) as tf.Tensor, wanted)
    expectNear(read.predict(input) as tf.Tensor, wanted)
  })
  model.dispose()
  read.dispose()
  wanted.dispose()
}

describe('an exported model', () => {
  it('of a classifier gives the softmax of our logits', async () => {
    const model = classifier()
    const { architecture } = model.header
    await check(
      classifierLayersModel(model),
      pictures,
      tf.tidy(() => forward(architecture, asTensors(architecture, model.weights), pictures).logits!.softmax()),
    )
  })

  it.each(['author', 'default'] as const)('of the %s autoencoder encodes, decodes and does both as ours does', async (preset) => {
    const model = autoencoder(preset)
    const { encoder, decoder } = model.header
    const split = weightSpecs(encoder).length
    const exported = autoencoderLayersModels(model)
    const z = tf.tidy(() => forward(encoder, asTensors(encoder, model.weights.slice(0, split)), pictures).latent!)
    const drawn = tf.tidy(() => forward(decoder, asTensors(decoder, model.weights.slice(split)), z)[outputTap(decoder)]!)
    await check(exported.autoencoder, pictures, drawn.clone())
    await check(exported.decoder, z, drawn)
    await check(exported.encoder, pictures, z.clone())
    z.dispose()
  })

  it('keeps leaky, sigmoid and linear layers, means and maxima apart', async () => {
    const architecture: Architecture = {
      input: [16, 16, 3],
      layers: [
        { kind: 'conv', name: 'conv1', filters: 3, kernel: 3, activation: 'leaky' },
        { kind: 'pool', name: 'pool1', mode: 'average' },
        { kind: 'conv', name: 'conv2', filters: 3, kernel: 3, activation: 'sigmoid' },
        { kind: 'pool', name: 'pool2', mode: 'max' },
        { kind: 'conv', name: 'conv3', filters: 3, kernel: 3, activation: 'linear' },
      ],
    }
    const weights = randomWeights(architecture, 3)
    await check(
      layersModel(architecture, weights, 'mixed'),
      pictures,
      tf.tidy(() => forward(architecture, asTensors(architecture, weights), pictures).conv3!),
    )
  })

  it('names each layer once, so that Keras can tell them apart', async () => {
    const { encoder, decoder, autoencoder: both } = autoencoderLayersModels(autoencoder('default'))
    const names = both.layers.map((layer) => layer.name)
    expect(new Set(names).size).toBe(names.length)
    expect(names.every((name) => /^[a-z][a-z0-9_]*$/.test(name))).toBe(true)
    for (const model of [encoder, decoder, both]) model.dispose()
  })

  it('leaves no tensor behind once it is disposed of', async () => {
    const model = classifier()
    const before = tf.memory().numTensors
    const exported = classifierLayersModel(model)
    await saveArtifacts(exported)
    exported.dispose()
    expect(tf.memory().numTensors).toBe(before)
  })
})
