// Law of folding: a convolution folded over phases, rows or columns is the convolution itself, border included.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { random } from '../../src-shared/math/random.ts'
import type { Architecture } from '../../src-shared/recipe/recipe.ts'
import type { ObjectiveSpec } from '../../src-shared/recipe/objective.ts'
import { tf } from '../../src-main/tensorflow/tf.ts'
import { autoencoderArchitecture, classifierArchitecture } from '../../src-main/science/networks/presets.ts'
import { foldClassifier } from '../../src-main/science/networks/folded/classifier.ts'
import {
  foldColumns,
  type Kernel,
  foldPhases,
  foldUpsampling,
  foldUpsamplingByRows,
} from '../../src-main/science/networks/folded/convolution.ts'
import { convolve, foldDecoder, unfold } from '../../src-main/science/networks/folded/decoder.ts'
import { forward, outputTap } from '../../src-main/science/networks/sequential.ts'
import { sequentialInfo } from '../../src-shared/network/sequential-info.ts'
import { readsOf } from '../../src-main/science/visualization/objective.ts'
import { scoresOf } from '../../src-main/science/visualization/scoring.ts'
import { asNetwork, asTensors, randomPictures, randomWeights, smallClassifier, smallDecoder } from '../fixtures/small-networks.ts'

beforeEach(() => tf.engine().startScope())
afterEach(() => tf.engine().endScope())

/** Whole numbers so small that every sum of products is exact in float32: then "the same" means equal, not close. */
const whole = (shape: number[], seed: number): Float32Array =>
  Float32Array.from(
    { length: shape.reduce((product, one) => product * one, 1) },
    (
      (stream) => () =>
        stream.integer(17) - 8
    )(random(seed, 'whole')),
  )
const picture = (height: number, width: number, channels: number): tf.Tensor4D =>
  tf.tensor4d(whole([2, height, width, channels], 1), [2, height, width, channels])
/** The four phases of a picture, put together pixel by pixel with nothing but indices. */
const phasesOf = (large: tf.Tensor4D): tf.Tensor4D => {
  const [batch, height, width, channels] = large.shape
  const values = large.dataSync()
  const out = new Float32Array(large.size)
  let at = 0
  for (let n = 0; n < batch; n++)
    for (let i = 0; i < height / 2; i++)
      for (let j = 0; j < width / 2; j++) {
        for (const a of [0, 1])
          for (const b of [0, 1])
            for (let c = 0; c < channels; c++) out[at++] = values[((n * height + 2 * i + a) * width + 2 * j + b) * channels + c]!
      }
  return tf.tensor4d(out, [batch, height / 2, width / 2, 4 * channels])
}
const same = (one: tf.Tensor, other: tf.Tensor): void => {
  expect(one.shape).toEqual(other.shape)
  expect(one.dataSync()).toEqual(other.dataSync())
}

describe.each([
  [3, 3],
  [5, 5],
  [1, 1],
  [7, 3],
  [2, 2],
  [4, 3],
])('a %i x %i kernel folds exactly, border included', (rows, columns) => {
  const kernel: Kernel = { shape: [rows, columns, 3, 2], values: whole([rows, columns, 3, 2], 2) }
  const apply = (x: tf.Tensor4D): tf.Tensor4D => tf.conv2d(x, tf.tensor4d(kernel.values, [...kernel.shape]), 1, 'same')

  it.each([
    [3, 3],
    [1, 4],
    [6, 2],
  ])('over an upsampling of %i x %i', (height, width) => {
    const x = picture(height, width, 3)
    const plain = apply(tf.image.resizeNearestNeighbor(x, [2 * height, 2 * width]))
    same(convolve(x, foldUpsampling(kernel)), phasesOf(plain))
    same(unfold(convolve(x, foldUpsampling(kernel))), plain)
    const byRows = foldUpsamplingByRows(kernel).map((one) => convolve(x, one).reshape([2, height, 1, 2 * width, 2]))
    same(tf.concat(byRows, 2).reshape([2, 2 * height, 2 * width, 2]), plain)
  })

  it('over phases and over pairs of columns', () => {
    const x = picture(6, 4, 3)
    same(convolve(phasesOf(x), foldPhases(kernel)), phasesOf(apply(x)))
    same(convolve(x.reshape([2, 6, 2, 6]), foldColumns(kernel)).reshape([2, 6, 4, 2]), apply(x))
  })
})

it('by rows, a 3 x 3 kernel after upsampling costs two thirds of the products', () => {
  const kernel: Kernel = { shape: [3, 3, 4, 5], values: whole([3, 3, 4, 5], 1) }
  expect(foldUpsamplingByRows(kernel).map(({ shape }) => shape)).toEqual([
    [2, 3, 4, 10],
    [2, 3, 4, 10],
  ])
})

const decoders: [string, Architecture][] = [
  ['the author’s', autoencoderArchitecture('author', 48, 6).decoder],
  ['our default', autoencoderArchitecture('default', 48, 6).decoder],
  ['the author’s for 32 pixels, linear', autoencoderArchitecture('author', 32, 3, 'linear').decoder],
  ['one stage', smallDecoder()],
  [
    'one that ends in a plain convolution',
    { input: [4], layers: [...smallDecoder(4, 'relu').layers, { kind: 'conv', name: 'last', filters: 3, kernel: 3, activation: 'leaky' }] },
  ],
  [
    'one that upsamples twice before it convolves',
    {
      input: [4],
      layers: [
        { kind: 'dense', name: 'dense1', units: 32, activation: 'leaky' },
        { kind: 'reshape', name: 'reshape', shape: [4, 4, 2] },
        { kind: 'upsample', name: 'up1' },
        { kind: 'upsample', name: 'up2' },
        { kind: 'conv', name: 'conv1', filters: 3, kernel: 5, activation: 'linear' },
      ],
    },
  ],
]

it.each(decoders)('a folded decoder draws what the plain one draws: %s', (_name, architecture) => {
  const weights = randomWeights(architecture, 4)
  const z = tf.tensor2d(random(1, 'z').fillNormal(new Float32Array(5 * architecture.input[0]!)), [5, architecture.input[0]!])
  const plain = forward(architecture, asTensors(architecture, weights), z)[outputTap(architecture)] as tf.Tensor4D
  const { decode, decodePhases } = foldDecoder(architecture, weights)
  close(decode(z), plain)
  const endsFolded = architecture.layers.at(-2)!.kind === 'upsample'
  expect(decodePhases !== null).toBe(endsFolded)
  if (decodePhases) close(decodePhases(z), phasesOf(plain))
})

const classifiers: [string, Architecture][] = [
  ['author', classifierArchitecture('author', 48)],
  ['paper', classifierArchitecture('paper', 32)],
  ['small', smallClassifier('leaky')],
]

it.each(classifiers)('a folded classifier scores as the plain one does, neurons at the border too: %s', (_name, architecture) => {
  const weights = randomWeights(architecture, 5)
  const size = architecture.input[0]!
  const pictures = randomPictures(4, size)
  const [first] = architecture.layers
  const activation = first?.kind === 'conv' ? first.activation : 'relu'
  const means: ObjectiveSpec[] = [
    { kind: 'channel', layer: 'input', channel: 1 },
    { kind: 'channel', layer: 'conv1', channel: 2 },
    { kind: 'channel', layer: `conv1.${activation}`, channel: 0 },
    { kind: 'channel', layer: 'pool1', channel: 1 },
    { kind: 'channel', layer: 'conv2', channel: 3 },
    { kind: 'channel', layer: `conv2.${activation}`, channel: 2 },
    { kind: 'logit', class: 4 },
  ]
  const neurons: ObjectiveSpec[] = [0, 1, size - 2, size - 1].flatMap((x): ObjectiveSpec[] => [
    { kind: 'neuron', layer: 'conv1', channel: 1, x, y: size - 1 - x },
    { kind: 'neuron', layer: `conv1.${activation}`, channel: 1, x, y: 0 },
    { kind: 'neuron', layer: 'input', channel: 2, x, y: 1 },
    {
      kind: 'sum',
      terms: [
        { weight: -2, of: { kind: 'neuron', layer: 'pool1', channel: 0, x: x >> 1, y: 0 } },
        { weight: 1, of: { kind: 'logit', class: 1 } },
      ],
    },
  ])
  const layers = ['input', 'conv1', `conv1.${activation}`, 'pool1', 'conv2'].map((layer): ObjectiveSpec => ({ kind: 'layer', layer }))
  for (const specs of [means, neurons, layers, [...means, ...neurons, ...layers]]) {
    const info = sequentialInfo(architecture)
    const score = scoresOf(specs, info)
    const plain = score(forward(architecture, asTensors(architecture, weights), pictures))
    close(score(foldClassifier(architecture, weights, readsOf(specs, info), 'logits')!(phasesOf(pictures))), plain)
  }
})

it('what is not linear in the means of the first layer reads all of it: the mean of its squares is that of the plain network', () => {
  const architecture = classifierArchitecture('author', 48)
  const network = asNetwork(architecture, randomWeights(architecture))
  const pictures = randomPictures(3, 48)
  for (const tap of ['input', 'conv1', 'conv1.relu', 'conv2']) {
    const folded = network.byPhases!([{ tap, as: 'map' }])!(phasesOf(pictures))
    const meanSquare = (map: tf.Tensor): tf.Tensor => map.square().mean([1, 2, 3])
    close(meanSquare(folded[tap]!), meanSquare(network.run(pictures, [tap])[tap]!))
  }
  // Who reads means alone is given one place.
  expect(network.byPhases!([{ tap: 'conv1', as: 'mean' }])!(phasesOf(pictures))['conv1']!.shape).toEqual([3, 1, 1, 4])
})

it('a classifier is folded up to the activation asked for, and not where it starts otherwise', () => {
  const architecture = classifierArchitecture('author', 48)
  const weights = randomWeights(architecture)
  const phases = phasesOf(randomPictures(1, 48))
  for (const until of ['conv1', 'conv1.relu', 'pool1', 'conv2', 'conv2.relu', 'conv4']) {
    const taps = foldClassifier(architecture, weights, [], until)!(phases)
    expect(taps).toHaveProperty([until])
    expect(taps).not.toHaveProperty(['logits'])
  }
  expect(() => foldClassifier(architecture, weights, [], 'conv9')).toThrow(/no activation named "conv9"/)
  expect(foldClassifier(smallClassifier('sigmoid'), randomWeights(smallClassifier('sigmoid')), [], 'logits')).toBeNull()
})

function close(one: tf.Tensor, other: tf.Tensor): void {
  expect(one.shape).toEqual(other.shape)
  const scale = Math.max(1, other.abs().max().dataSync()[0]!)
  expect(one.sub(other).abs().max().dataSync()[0]! / scale).toBeLessThan(1e-5)
}
