// Laws of colours that vary together: the matrices, what they are computed from, and what they make of a picture and its gradient.
import { expect, test } from 'vitest'
import { modelHeader } from '../../src-shared/network/model-file.ts'
import { ascendRecipe, canonical } from '../../src-shared/recipe/recipe.ts'
import { recipeFaults } from '../../src-shared/recipe/recipe-check.ts'
import { random } from '../../src-shared/math/random.ts'
import { parameterization } from '../../src-shared/recipe/parameterizations/index.ts'
import { drawDatasetPicture, indicesOf, splitOf } from '../../src-shared/domains/shapes/dataset.ts'
import { spaceOf } from '../../src-main/engine/process/ascent-space.ts'
import { coloursFor, datasetColours } from '../../src-main/engine/process/dataset-colours.ts'
import type { Network } from '../../src-main/science/networks/network.ts'
import { colourCovariance, type ColourMatrix, coloursOf, imagenetColours } from '../../src-main/science/visualization/colour.ts'
import { fourier } from '../../src-main/science/visualization/parameterizations/fourier.ts'
import { compileStep } from '../../src-main/tensorflow/compile.ts'
import { tf } from '../../src-main/tensorflow/tf.ts'
import { blobs, climbOf, model, network } from '../fixtures/small-ascent.ts'
import { slopes, smallDataset } from '../fixtures/small-networks.ts'

const three = [0, 1, 2] as const
const product = (a: ColourMatrix, b: ColourMatrix): number[][] =>
  a.map((row) => three.map((column) => row.reduce((sum, one, at) => sum + one * b[at]![column]!, 0)))
const turned = (a: ColourMatrix): number[][] => three.map((row) => three.map((column) => a[column]![row]!))
const correlation = (covariance: ColourMatrix, i: number, j: number): number =>
  covariance[i]![j]! / Math.sqrt(covariance[i]![i]! * covariance[j]![j]!)

/** Colours that vary mostly together, with a little of their own. */
function bytes(pixels: number, seed = 1): Uint8Array {
  const stream = random(seed, 'colours')
  const rgb = new Uint8Array(3 * pixels)
  for (let at = 0; at < pixels; at++) {
    const grey = stream.range(0, 180)
    for (const channel of three) rgb[3 * at + channel] = grey + (channel + 1) * stream.range(0, 20)
  }
  return rgb
}
/** Means first, then products of what differs from them. */
function covarianceByHand(rgb: Uint8Array): number[][] {
  const pixels = Array.from({ length: rgb.length / 3 }, (_, at) => three.map((channel) => rgb[3 * at + channel]! / 255))
  const mean = three.map((channel) => pixels.reduce((sum, pixel) => sum + pixel[channel]!, 0) / pixels.length)
  return three.map((i) =>
    three.map((j) => pixels.reduce((sum, pixel) => sum + (pixel[i]! - mean[i]!) * (pixel[j]! - mean[j]!), 0) / pixels.length),
  )
}

test('the colours of ImageNet: red goes with green by 0.91 and with blue by 0.79, and brightness moves most', () => {
  const covariance = product(imagenetColours, turned(imagenetColours))
  expect(correlation(covariance, 0, 1)).toBeCloseTo(0.91, 2)
  expect(correlation(covariance, 0, 2)).toBeCloseTo(0.79, 2)
  const lengths = three.map((column) => Math.hypot(...imagenetColours.map((row) => row[column]!)))
  expect(lengths[0]).toBeCloseTo(1, 12)
  expect(lengths[0]! / lengths[1]!).toBeCloseTo(3.6, 0)
  expect(lengths[0]! / lengths[2]!).toBeCloseTo(7.5, 0)
  // The constant as other programs print it (xplique, horama).
  expect(imagenetColours.map((row) => row.map((one) => Number(one.toFixed(4))))).toEqual([
    [0.5628, 0.1948, 0.0433],
    [0.5845, 0, -0.1082],
    [0.5845, -0.1948, 0.0649],
  ])
})

test('the covariance of pixels is that of means and differences, whatever their order', () => {
  const rgb = bytes(500)
  const counted = colourCovariance(rgb)
  covarianceByHand(rgb).forEach((row, i) => row.forEach((one, j) => expect(counted[i]![j]).toBeCloseTo(one, 10)))
  const backwards = Uint8Array.from({ length: rgb.length }, (_, at) => rgb[rgb.length - 3 - 3 * Math.floor(at / 3) + (at % 3)]!)
  expect(colourCovariance(backwards)).toEqual(counted)
})

test('a matrix is the symmetric root of its covariance, divided by its longest column', () => {
  const covariance = colourCovariance(bytes(800))
  const root = coloursOf(covariance)
  expect(Math.max(...three.map((column) => Math.hypot(...root.map((row) => row[column]!))))).toBeCloseTo(1, 12)
  const square = product(root, root)
  const scale = covariance[0]![0]! / square[0]![0]!
  for (const i of three)
    for (const j of three) {
      expect(root[i]![j]).toBeCloseTo(root[j]![i]!, 12)
      expect(scale * square[i]![j]!).toBeCloseTo(covariance[i]![j]!, 10)
    }
  // Of grey pictures only the brightness is left; of pictures of one colour there is nothing to learn.
  const grey = coloursOf(colourCovariance(Uint8Array.from({ length: 300 }, (_, at) => Math.floor(at / 3))))
  for (const row of grey) for (const one of row) expect(one).toBeCloseTo(1 / Math.sqrt(3), 6)
  expect(coloursOf(colourCovariance(new Uint8Array(300).fill(7)))).toEqual([
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ])
})

test('the colours of a dataset are those of its training pictures, the same each time', () => {
  const colours = datasetColours(smallDataset)
  expect(datasetColours(smallDataset)).toEqual(colours)
  expect(coloursFor('dataset', { model }, { blob: (hash) => blobs[hash]! })).toEqual(colours)
  expect(coloursFor('identity', { model }, { blob: (hash) => blobs[hash]! })).toBeNull()
  const train = indicesOf(splitOf(smallDataset), 'train')
  const each = smallDataset.size ** 2 * 3
  const all = new Uint8Array(train.length * each)
  train.forEach((index, at) => drawDatasetPicture(smallDataset, index, all, at * each, 3))
  // They are drawn by lot, so that few pictures more or less often count: near the whole, not equal to it.
  const [drawn, whole] = [colours, coloursOf(colourCovariance(all))].map((one) => product(one, one))
  expect(Math.abs(correlation(drawn!, 0, 1) - correlation(whole!, 0, 1))).toBeLessThan(0.05)
  expect(Math.abs(correlation(drawn!, 1, 2) - correlation(whole!, 1, 2))).toBeLessThan(0.05)
})

test('a picture of waves is mixed by the matrix before the sigmoid', () => {
  tf.tidy(() => {
    const plain = fourier({ power: 1 }, [6, 8])
    const mixed = fourier({ power: 1 }, [6, 8], 3, imagenetColours)
    const params = tf.tensor2d(random(1, 'waves').fillNormal(new Float32Array(2 * plain.shape[0]!)), [2, plain.shape[0]!])
    const before = plain.image(params).arraySync()
    const after = mixed.image(params).arraySync()
    before.forEach((picture, at) =>
      picture.forEach((row, y) =>
        row.forEach((pixel, x) => {
          const free = pixel.map((one) => Math.log(one / (1 - one)))
          imagenetColours.forEach((weights, channel) => {
            const sum = weights.reduce((total, weight, from) => total + weight * free[from]!, 0)
            expect(after[at]![y]![x]![channel]).toBeCloseTo(1 / (1 + Math.exp(-sum)), 4)
          })
        }),
      ),
    )
  })
})

test('its gradient is the slope of finite differences, and the graph gives what eager steps give', () => {
  tf.tidy(() => {
    const space = fourier({ power: 1 }, [6, 8], 3, imagenetColours)
    const x = tf.tensor2d(random(2, 'waves').fillNormal(new Float32Array(space.shape[0]!)), [1, space.shape[0]!])
    const score = (at: tf.Tensor): tf.Tensor => space.image(at).square().sum()
    const { gradient, difference } = slopes(score, x, 3, 0.01)
    expect(Math.abs(gradient - difference)).toBeLessThan(2e-3 * Math.abs(gradient))
    const graph = compileStep((at) => [space.image(at), tf.grad(score)(at)], [x])
    const [picture, slope] = graph.run([x])
    const eager = tf.grad(score)(x)
    expect(picture!.sub(space.image(x)).abs().max().dataSync()[0]).toBeLessThan(1e-5)
    expect(slope!.sub(eager).abs().max().dataSync()[0]! / eager.abs().max().dataSync()[0]!).toBeLessThan(1e-4)
    graph.dispose()
  })
})

test('a recipe that says nothing of colours is the one it was', () => {
  expect(canonical(parameterization.parse({ kind: 'fourier' }))).toBe('{"kind":"fourier","power":1}')
  expect(parameterization.safeParse({ kind: 'fourier', colour: 'sepia' }).success).toBe(false)
  expect(climbOf({ parameterization: { kind: 'fourier', power: 1 } }).parameterization.shape).toEqual([9 * 3 * 2 * 16])
})

test('the colours of a dataset that the lab does not have are refused before anything is computed', () => {
  const header = modelHeader.parse({
    format: 'phosphene-model',
    version: 1,
    kind: 'imported',
    graph: {
      input: { height: 16, width: 16, channels: 3 },
      nodes: [{ op: 'activation', name: 'relu', inputs: ['input'], of: { kind: 'relu' } }],
      outputs: ['relu'],
    },
    preprocessing: { scale: [1, 1, 1], shift: [0, 0, 0], order: 'rgb' },
    background: [0, 0, 0],
    classNames: null,
    source: { format: 'onnx', file: 'some.onnx', hash: 'a'.repeat(64), producer: null },
    weights: [],
  })
  const faults = (colour: 'dataset' | 'imagenet'): string[] =>
    recipeFaults(
      ascendRecipe.parse({
        kind: 'ascend',
        model,
        objectives: [{ kind: 'channel', layer: 'relu', channel: 0 }],
        parameterization: { kind: 'fourier', colour },
      }),
      () => ({ kind: 'network', header }),
    )
  expect(faults('imagenet')).toEqual([])
  expect(faults('dataset')).toEqual([expect.stringContaining('Choose the colours of ImageNet')])
})

test('pictures of one channel have no colours to mix', () => {
  const grey: Network = { ...network, info: { ...network.info, input: { ...network.info.input, channels: 1 } } }
  const recipe = ascendRecipe.parse({
    kind: 'ascend',
    model,
    objectives: [{ kind: 'logit', class: 0 }],
    parameterization: { kind: 'fourier', colour: 'imagenet' },
  })
  const { parameterization: space } = spaceOf(recipe, grey, { blob: (hash) => blobs[hash]! }, [])
  tf.tidy(() => {
    const params = tf.tensor2d(random(1, 'waves').fillNormal(new Float32Array(space.shape[0]!)), [1, space.shape[0]!])
    const wanted = fourier({ power: 1 }, [16, 16], 1).image(params)
    expect(space.image(params).shape).toEqual([1, 16, 16, 1])
    expect(space.image(params).sub(wanted).abs().max().dataSync()[0]).toBe(0)
  })
})
