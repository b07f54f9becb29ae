// Laws of what is asked about a layer: directions drawn as pictures, maps, pictures that it cannot tell apart, changes that it notices.
import { describe, expect, it } from 'vitest'
import { runJob } from '../../src-main/engine/process/jobs/index.ts'
import { readPng } from '../../src-main/image/png.ts'
import { tilesOf } from '../../src-main/image/tiles.ts'
import { cosine } from '../../src-main/science/analyses/activations.ts'
import { agreements, blockMeans, directionsOf } from '../../src-main/science/analyses/directions.ts'
import { type Distortions, eigendistortions } from '../../src-main/science/analyses/eigendistortions.ts'
import { cellsOf, flatMap } from '../../src-main/science/analyses/flat-map.ts'
import { layerDerivative } from '../../src-main/science/analyses/layer-derivative.ts'
import { logitFalls } from '../../src-main/science/analyses/silenced-places.ts'
import { principalAxes } from '../../src-main/science/latent/principal-axes.ts'
import { tf } from '../../src-main/tensorflow/tf.ts'
import { random } from '../../src-shared/math/random.ts'
import { encodeModel } from '../../src-shared/network/model-file.ts'
import { atlasRecipe, eigendistortionsRecipe, gridRecipe, metamersRecipe } from '../../src-shared/recipe/analyses.ts'
import { pixelsOf } from '../../src-shared/recipe/asked-picture.ts'
import type { Architecture, EngineRecipe } from '../../src-shared/recipe/recipe.ts'
import { drawnWords, gridWords } from '../../src-shared/text/analysis-words.ts'
import { atlasResults, gridResults } from '../../src-shared/run/results/analyses.ts'
import { tableOf } from '../../src-shared/run/results/form.ts'
import { type ContextOptions, recordingContext } from '../fixtures/job-context.ts'
import { asNetwork, randomWeights, smallClassifier, smallDataset, smallModels } from '../fixtures/small-networks.ts'

const side = 16
/** Three channels that are red, green and blue of each place, and a class for each half of the picture. */
const colours: Architecture = {
  input: [side, side, 3],
  layers: [
    { kind: 'conv', name: 'conv1', filters: 3, kernel: 1, activation: 'linear' },
    { kind: 'flatten', name: 'flatten' },
    { kind: 'dense', name: 'logits', units: 2, activation: 'linear' },
  ],
}
const colourWeights = [
  Float32Array.from([1, 0, 0, 0, 1, 0, 0, 0, 1]),
  new Float32Array(3),
  // Red of the left half for one class, blue of the right half for the other.
  Float32Array.from({ length: 2 * 3 * side * side }, (_, at) => {
    const [channel, x, unit] = [Math.floor(at / 2) % 3, Math.floor(at / 6) % side, at % 2]
    return (unit === 0 && channel === 0 && x < side / 2) || (unit === 1 && channel === 2 && x >= side / 2) ? 1 : 0
  }),
  new Float32Array(2),
]
const colourFile = encodeModel({
  header: {
    format: 'phosphene-model',
    version: 1,
    kind: 'classifier',
    dataset: smallDataset,
    architecture: colours,
    weights: [
      { name: 'conv1/kernel', shape: [1, 1, 3, 3] },
      { name: 'conv1/bias', shape: [3] },
      { name: 'logits/kernel', shape: [3 * side * side, 2] },
      { name: 'logits/bias', shape: [2] },
    ],
  },
  weights: colourWeights,
})
/** Red on the left, blue on the right, black below. */
const halves = Uint8Array.from({ length: 3 * side * side }, (_, at) => {
  const [channel, x, y] = [at % 3, Math.floor(at / 3) % side, Math.floor(at / 3 / side)]
  return y < side / 2 && channel === (x < side / 2 ? 0 : 2) ? 255 : 0
})
const model = 'a'.repeat(64)

async function carriedOut(recipe: EngineRecipe, bytes: Uint8Array, options: ContextOptions = {}) {
  const context = recordingContext({ ...options, blobs: { [model]: bytes } })
  const before = tf.memory().numTensors
  const summary = await runJob(recipe, context)
  expect(tf.memory().numTensors).toBe(before)
  return { summary, context }
}
/** The same, paused at a turn and gone on with. */
async function paused(recipe: EngineRecipe, bytes: Uint8Array, turn: number) {
  const first = await carriedOut(recipe, bytes, { stopAt: (at) => (at === turn ? 'pause' : null) })
  expect(first.context.whole).toBe(false)
  const resume = first.context.checkpoints.at(-1)
  return carriedOut(recipe, bytes, resume ? { resume } : {})
}

describe('directions', () => {
  it('are means of blocks of places, and of length 1; where nothing fires there is none', () => {
    const { rows, columns, block, means } = blockMeans(
      Float32Array.from({ length: 3 * 2 * 2 }, (_, at) => at),
      [3, 2, 2],
      2,
    )
    expect([rows, columns, block]).toEqual([2, 2, [2, 1]])
    expect(means.map((one) => [...one])).toEqual([
      [2, 3],
      [4, 5],
      [8, 9],
      [10, 11],
    ])
    const [strong, none] = directionsOf([Float32Array.of(3, 4), new Float32Array(2)])
    expect(strong).toEqual({ strength: 5, unit: Float32Array.of(0.6, 0.8) })
    expect(none).toEqual({ strength: 0, unit: null })
    const found = agreements(directionsOf([Float32Array.of(2, 0), Float32Array.of(0, 1)]), [Float32Array.of(1, 1), null])
    expect(found).toEqual([
      { agreement: expect.closeTo(Math.SQRT1_2, 5), others: expect.closeTo(Math.SQRT1_2, 5), first: false },
      { agreement: null, others: null, first: null },
    ])
  })

  it('of a picture are drawn place by place: red where it is red, blue where it is blue, nothing where it is black', async () => {
    const recipe = gridRecipe.parse({ kind: 'grid', model, layer: 'conv1', picture: pixelsOf(halves), side: 2, steps: 64, transforms: [] })
    const { summary, context } = await carriedOut(recipe, colourFile)
    expect(summary).toMatchObject({ places: 2, first: 2 })
    const [red, blue, ...black] = tilesOf(readPng(context.artifacts.get('grid')!.bytes), side).map(({ rgb }) =>
      [0, 1, 2].map((channel) => rgb.reduce((sum, one, at) => sum + (at % 3 === channel ? one : 0), 0)),
    )
    expect(red![0]).toBeGreaterThan(1.5 * red![2]!)
    expect(blue![2]).toBeGreaterThan(1.5 * blue![0]!)
    expect(black).toEqual([
      [0, 0, 0],
      [0, 0, 0],
    ])
    const { places } = tableOf(gridResults.artifacts.places, context.artifacts.get('places')!.bytes)
    expect(places.map(({ agreement }) => agreement !== null)).toEqual([true, true, false, false])
    for (const { agreement, others } of places.slice(0, 2)) expect(agreement!).toBeGreaterThan(others! + 0.2)
    const resumed = await paused(recipe, colourFile, 8)
    expect(resumed.context.artifacts.get('grid')!.bytes).toEqual(context.artifacts.get('grid')!.bytes)
  })
})

describe('the map of an atlas', () => {
  const rows = Array.from({ length: 60 }, (_, at) => {
    const stream = random(4, 'row', at)
    const [a, b] = [3 * stream.normal(), stream.normal()]
    return Float32Array.of(a + 1, a - b, 2 * b, 0.1 * stream.normal())
  })
  it('lies along the principal axes', () => {
    const map = flatMap(rows, 1)
    const mean = [0, 1, 2, 3].map((at) => rows.reduce((sum, row) => sum + row[at]! / rows.length, 0))
    const covariance = mean.map((_, i) =>
      mean.map((__, j) => rows.reduce((sum, row) => sum + (row[i]! - mean[i]!) * (row[j]! - mean[j]!), 0)),
    )
    const { axes, variances } = principalAxes(covariance, 2)
    const total = covariance.reduce((sum, row, at) => sum + row[at]!, 0)
    map.explained.forEach((one, at) => expect(one).toBeCloseTo(variances[at]! / total, 5))
    rows.forEach((row, at) =>
      axes.forEach((axis, place) => {
        const along = axis.reduce((sum, one, k) => sum + one * (row[k]! - mean[k]!), 0)
        expect(map.places[at]![place]!).toBeCloseTo(along, 3)
      }),
    )
    const cells = cellsOf(map, 3)
    expect(cells.flat().sort((a, b) => a - b)).toEqual(rows.map((_, at) => at))
    // The same pictures in one cell are no map, and break nothing.
    expect(cellsOf(flatMap([rows[0]!, rows[0]!], 1), 2).map((one) => one.length)).toEqual([2, 0, 0, 0])
  })

  it('knows what each class loses at a place, exactly where the rest is a sum', () => {
    const network = asNetwork(colours, colourWeights)
    const picture = Float32Array.from(halves, (one) => one / 255)
    const falls = logitFalls(network, 'conv1', Float32Array.from([...picture, ...picture]), [2, side + 12])
    expect([...falls]).toEqual([1, 0, 0, 1])
    network.dispose()
  })

  it('gathers pictures into cells, draws each, and is the same after a pause', async () => {
    const { classifier } = smallModels()
    const recipe = atlasRecipe.parse({ kind: 'atlas', model, layer: 'conv2.relu', split: 'train', pictures: 80, side: 3, steps: 8 })
    const { summary, context } = await carriedOut(recipe, classifier)
    const { cells, count } = tableOf(atlasResults.artifacts.cells, context.artifacts.get('cells')!.bytes)
    expect(summary).toMatchObject({ cells: cells.length, pictures: 80 })
    expect(count).toBe(80)
    expect(cells.reduce((sum, one) => sum + one.count, 0)).toBeLessThanOrEqual(80)
    for (const { nearest, classes, count: members } of cells) {
      expect(members).toBeGreaterThanOrEqual(3)
      expect(nearest.every(({ x, y, cosine: angle }) => x < 8 && y < 8 && angle <= 1.0001)).toBe(true)
      expect(classes).toHaveLength(3)
    }
    const resumed = await paused(recipe, classifier, 9)
    expect(resumed.context.artifacts.get('atlas')!.bytes).toEqual(context.artifacts.get('atlas')!.bytes)
  })
})

describe('metamers', () => {
  it('have the activations of the picture, and other pixels where the layer sees none', async () => {
    // Two units see red on the left and blue on the right; all else is free.
    const recipe = metamersRecipe.parse({ kind: 'metamers', model, layer: 'logits', picture: pixelsOf(halves), starts: 2, steps: 150 })
    const { summary, context } = await carriedOut(recipe, colourFile)
    expect(summary).toMatchObject({ pictures: 2, kept: expect.any(Number) })
    expect(summary['distance']).toBeLessThan(0.02)
    const meta = context.artifacts.get('metamers/1')!.meta
    expect(meta['first']).toBeGreaterThan(10 * (meta['distance'] as number))
    expect(meta['pixels']).toBeGreaterThan(0.2)
    const resumed = await paused(recipe, colourFile, 40)
    expect(resumed.context.artifacts.get('metamers/0')!.bytes).toEqual(context.artifacts.get('metamers/0')!.bytes)
    expect(resumed.summary).toEqual(summary)
  })
})

describe('eigendistortions', () => {
  const all = (steps: Generator<unknown, Distortions>): Distortions => {
    for (;;) {
      const step = steps.next()
      if (step.done) return step.value
    }
  }
  it('of a sum of pixels are its own weights, and what it does not see', () => {
    const network = asNetwork(colours, [
      ...colourWeights.slice(0, 2),
      colourWeights[2]!.map((one, at) => (at % 2 === 0 ? 3 * one : one)),
      colourWeights[3]!,
    ])
    const derivative = layerDerivative(network, 'logits', new Float32Array(3 * side * side).fill(0.5))
    const { most, least, random: usual, exact } = all(eigendistortions(derivative, 1))
    expect(exact).toBe(true)
    // 128 pixels with a weight of 3 each: a gain of 3 sqrt(128), along just these.
    expect(most.gain).toBeCloseTo(3 * Math.sqrt(128), 2)
    most.direction.forEach((one, at) => {
      const [channel, x] = [at % 3, Math.floor(at / 3) % side]
      expect(one).toBeCloseTo(channel === 0 && x < side / 2 ? 1 / Math.sqrt(128) : 0, 4)
    })
    expect(least.gain).toBeLessThan(1e-4)
    expect(usual.gain).toBeGreaterThan(0.3)
    expect(usual.gain).toBeLessThan(0.2 * most.gain)
    network.dispose()
  })

  it('come out alike with the whole derivative and with products alone, and no change has more gain than the most', () => {
    const architecture = smallClassifier('sigmoid')
    const network = asNetwork(architecture, randomWeights(architecture))
    const picture = random(5, 'picture').fillUniform(new Float32Array(16 * 16 * 3))
    const before = tf.memory().numTensors
    const derivative = layerDerivative(network, 'dense1.sigmoid', picture)
    const v = Float64Array.from({ length: derivative.inputs }, (_, at) => Math.sin(at))
    const rows = derivative.rows(0)
    const byRows = rows.map((row) => row.reduce((sum, one, at) => sum + one * v[at]!, 0))
    const scale = Math.max(...byRows.map(Math.abs))
    derivative.forward(v).forEach((one, at) => expect(Math.abs(one - byRows[at]!)).toBeLessThan(0.1 * scale))
    const whole = all(eigendistortions(derivative, 2))
    const without = all(eigendistortions(derivative, 2, 0))
    expect([whole.exact, without.exact]).toEqual([true, false])
    expect(without.most.gain / whole.most.gain).toBeCloseTo(1, 1)
    expect(Math.abs(cosine(whole.most.direction, without.most.direction))).toBeGreaterThan(0.98)
    expect(whole.random.gain).toBeLessThan(whole.most.gain)
    expect(whole.least.gain).toBeLessThan(0.01 * whole.random.gain)
    expect(without.least.gain).toBeLessThan(without.random.gain)
    expect(tf.memory().numTensors).toBe(before)
    network.dispose()
  })

  it('move a layer by as much as they say, the most more than a random change of the same size, and keep their record', async () => {
    const { classifier } = smallModels()
    const picture = pixelsOf(Uint8Array.from(random(6, 'p').fillUniform(new Float32Array(768)), (one) => Math.round(255 * one)))
    const recipe = eigendistortionsRecipe.parse({ kind: 'eigendistortions', model, layer: 'conv2.relu', picture })
    const { summary, context } = await carriedOut(recipe, classifier)
    const moved = (name: string): number => context.artifacts.get(`changed/${name}`)!.meta['moved'] as number
    expect(moved('most')).toBeGreaterThan(moved('random'))
    expect(moved('least')).toBeLessThan(moved('random'))
    expect(summary).toMatchObject({ inputs: 768, outputs: 256, exact: true })
  })
})

it('a layer in which nothing fires is refused in words', async () => {
  const recipe = metamersRecipe.parse({ kind: 'metamers', model, layer: 'conv1', picture: pixelsOf(new Uint8Array(768)) })
  await expect(carriedOut(recipe, colourFile)).rejects.toThrow(/Nothing in conv1 fires/)
})

describe('what is said of drawn directions', () => {
  it('says how many of them fit best, beside luck, and concludes by that', () => {
    expect(drawnWords({ agreement: 0.8, others: 0.3, first: 30 }, 36, 'place')).toBe(
      'The drawn pictures agree with their own place by a cosine of 0.80 on average, with others by 0.30. For 30 of 36 no other place ' +
        'fits better; by luck it would be 1. So most pictures show what is special to their place.',
    )
    expect(drawnWords({ agreement: 0.8, others: 0.7, first: 10 }, 36, 'cell')).toMatch(/look for what they share/)
    expect(drawnWords({ agreement: 1, first: 1 }, 1, 'cell')).toBe('')
    expect(gridWords({ places: 2, agreement: 1, others: 0, first: 2 }, 4, 'conv1')).toMatch(/^2 of 4\splaces of conv1 are active/)
  })
})
