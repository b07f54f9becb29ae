// Laws of attribution: on units whose pixels are known, the sums that the methods promise, and the yardstick of a share.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AttributionMethod, attributionMethod } from '../../src-shared/network/attribution.ts'
import { mapShare } from '../../src-shared/math/map-share.ts'
import { random } from '../../src-shared/math/random.ts'
import { changedPixels, coveredPixels } from '../../src-shared/domains/shapes/shape-pixels.ts'
import type { Architecture } from '../../src-shared/recipe/recipe.ts'
import type { ObjectiveSpec } from '../../src-shared/recipe/objective.ts'
import { attribute } from '../../src-main/science/attribution/index.ts'
import { type AttributionMap, askedAttribution } from '../../src-main/science/attribution/kind.ts'
import type { Network } from '../../src-main/science/networks/network.ts'
import { attributionOf } from '../../src-main/engine/process/attribution-question.ts'
import { tf } from '../../src-main/tensorflow/tf.ts'
import { branchedModel } from '../fixtures/foreign-network.ts'
import { layersNetwork } from '../fixtures/layers-model-network.ts'
import { asNetwork, randomWeights, smallClassifier } from '../fixtures/small-networks.ts'

const side = 12
/** One unit: the mean of red over the left half of the picture. */
const leftRed: Architecture = {
  input: [side, side, 3],
  layers: [
    { kind: 'flatten', name: 'flatten' },
    { kind: 'dense', name: 'logits', units: 1, activation: 'linear' },
  ],
}
const isLeft = (at: number): boolean => at % side < side / 2
const leftRedWeights = [
  Float32Array.from({ length: 3 * side * side }, (_, at) => (at % 3 === 0 && isLeft(Math.floor(at / 3)) ? 2 / side ** 2 : 0)),
  new Float32Array(1),
]
const unit: ObjectiveSpec = { kind: 'logit', class: 0 }
const pictureOf = (length: number, seed = 1): Float32Array => random(seed, 'attributed').fillUniform(new Float32Array(length))

function asked(network: Network, spec: ObjectiveSpec, picture: Float32Array, method: Partial<AttributionMethod>): AttributionMap {
  const steps = attribute(attributionMethod.parse(method), askedAttribution(network, spec, picture))
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}
const scoreOf = (network: Network, spec: ObjectiveSpec, picture: Float32Array): number =>
  tf.tidy(() => {
    const of = askedAttribution(network, spec, picture)
    return of.score(tf.tensor4d(picture, [1, ...of.shape])).dataSync()[0]!
  })
const sum = (values: Float32Array): number => values.reduce((total, one) => total + one, 0)

describe('a unit that is the mean of red in the left half', () => {
  let network: Network
  beforeAll(() => {
    network = asNetwork(leftRed, leftRedWeights)
  })
  afterAll(() => network.dispose())
  const picture = pictureOf(3 * side * side)

  it.each([
    [{ kind: 'integrated-gradients', steps: 4, baseline: 'black' }, (at: number) => picture[3 * at]! * (2 / side ** 2)],
    [{ kind: 'integrated-gradients', steps: 4, baseline: 'grey' }, (at: number) => (picture[3 * at]! - 0.5) * (2 / side ** 2)],
    [{ kind: 'gradient-input' }, (at: number) => picture[3 * at]! * (2 / side ** 2)],
    // Patches of one pixel: what falls is the red of that pixel.
    [{ kind: 'occlusion', patch: 1, stride: 1, fill: 'black' }, (at: number) => picture[3 * at]! * (2 / side ** 2)],
  ] as const)('is attributed to red there, and nothing anywhere else, by %o', (method, red) => {
    const { map } = asked(network, unit, picture, method)
    map.forEach((one, at) => {
      expect(one).toBeCloseTo(isLeft(at) ? red(at) : 0, 6)
    })
    expect(
      mapShare(
        map,
        Uint8Array.from(map, (_, at) => Number(isLeft(at))),
        side,
        side,
      ).inside,
    ).toBeCloseTo(1, 4)
  })

  it('is attributed to nothing more than half a patch from there, by patches of 4 pixels', () => {
    for (const fill of ['black', 'grey', 'blur'] as const) {
      const { map, places } = asked(network, unit, picture, { kind: 'occlusion', patch: 4, stride: 2, fill })
      expect(places).toEqual([5, 5])
      map.forEach((one, at) => {
        if (at % side >= side / 2 + 3) expect(Math.abs(one), `${fill} ${at}`).toBeLessThan(1e-6)
      })
    }
  })

  it('cannot be explained by Grad-CAM, which needs a layer with places, and says so', async () => {
    const bytes = new Uint8Array(3 * side * side)
    const ask = (given: Uint8Array, spec: ObjectiveSpec) =>
      attributionOf(network, given, spec, attributionMethod.parse({ kind: 'grad-cam' }), new AbortController().signal)
    await expect(ask(bytes, unit)).rejects.toThrow(/needs a layer with places/)
    await expect(ask(bytes.subarray(1), unit)).rejects.toThrow(/432 bytes; 431 bytes/)
    await expect(ask(bytes, { kind: 'logit', class: 7 })).rejects.toThrow(/no number 7/)
  })
})

describe('any network', () => {
  const networks: [string, () => Promise<Network>, ObjectiveSpec][] = [
    [
      'of the lab, with max-pools and ReLU',
      () => Promise.resolve(asNetwork(smallClassifier('relu'), randomWeights(smallClassifier('relu')))),
      { kind: 'logit', class: 2 },
    ],
    [
      'of the lab, a sum of a class and of neurons',
      () => Promise.resolve(asNetwork(smallClassifier('relu'), randomWeights(smallClassifier('relu')))),
      {
        kind: 'sum',
        terms: [
          { weight: 1, of: { kind: 'logit', class: 1 } },
          { weight: -2, of: { kind: 'channel', layer: 'conv2.relu', channel: 3 } },
        ],
      },
    ],
    ['of another make, grey', () => layersNetwork(branchedModel()), { kind: 'logit', class: 5 }],
  ]
  it.each(networks)(
    '%s: the gradients along the way add up to the difference of the number, and no tensor stays',
    async (_, make, spec) => {
      const network = await make()
      try {
        const { height, width, channels } = network.info.input
        const picture = pictureOf(height * width * channels, 3)
        const before = tf.memory().numTensors
        for (const baseline of ['black', 'grey', 'mean'] as const) {
          const { map, reference } = asked(network, spec, picture, { kind: 'integrated-gradients', baseline, steps: 256 })
          const difference = scoreOf(network, spec, picture) - reference!
          expect(Math.abs(sum(map) - difference), baseline).toBeLessThan(0.01 * Math.max(1, Math.abs(difference)))
        }
        for (const method of [{ kind: 'grad-cam' }, { kind: 'occlusion' }, { kind: 'gradient-input' }] as const) {
          const { map } = asked(network, spec, picture, method)
          expect(map).toHaveLength(height * width)
          expect(map.every(Number.isFinite), method.kind).toBe(true)
        }
        expect(tf.memory().numTensors).toBe(before)
      } finally {
        network.dispose()
      }
    },
  )

  it('is read by Grad-CAM as its formula says', () => {
    const architecture = smallClassifier('relu')
    const network = asNetwork(architecture, randomWeights(architecture))
    const picture = pictureOf(16 * 16 * 3, 4)
    const spec = 0
    try {
      const { map, places, layer } = asked(network, { kind: 'logit', class: spec }, picture, { kind: 'grad-cam' })
      expect([layer, places]).toEqual(['conv2.relu', [8, 8]])
      const x = tf.tensor4d(picture, [1, 16, 16, 3])
      const read = network.run(x, ['conv2.relu'])['conv2.relu']!
      const activation = read.dataSync()
      // The gradient by differences: each channel raised by the same at all places gives its sum over space.
      const logit = (change: Float32Array): number =>
        network
          .run(x, ['logits'], { touch: (tap, value) => (tap === 'conv2.relu' ? value.add(tf.tensor1d(change)) : value) })
          ['logits']!.dataSync()[spec]!
      const weights = [0, 1, 2, 3].map((channel) => {
        const by = (amount: number): Float32Array => Float32Array.from({ length: 4 }, (_, at) => (at === channel ? amount : 0))
        return (logit(by(0.01)) - logit(by(-0.01))) / 0.02 / 64
      })
      const coarse = Array.from({ length: 64 }, (_, at) =>
        Math.max(
          0,
          weights.reduce((total, one, channel) => total + one * activation[4 * at + channel]!, 0),
        ),
      )
      // Between the centres of four places a pixel has their weighted mean: pixel (4, 5) lies 1/4 and 3/4 of the way.
      const at = (row: number, column: number): number => coarse[8 * row + column]!
      const expected = 0.75 * (0.25 * at(1, 2) + 0.75 * at(2, 2)) + 0.25 * (0.25 * at(1, 3) + 0.75 * at(2, 3))
      expect(Math.max(...coarse)).toBeGreaterThan(0)
      expect(map[4 * 16 + 5]!).toBeCloseTo(expected, 3)
    } finally {
      network.dispose()
    }
  })
})

describe('the share of a map in a part of the picture', () => {
  it('is the share of its area, on the mean over all places where the map could lie', () => {
    const part = Uint8Array.from({ length: 64 }, (_, at) => Number(at % 8 < 3))
    const map = new Float32Array(64)
    map[9] = -5
    const { inside, area, moved } = mapShare(map, part, 8, 8)
    expect([inside, area]).toEqual([1, 3 / 8])
    // Of the other places of a single spot, 23 of 63 lie inside, so that more than 5 in 100 are as good.
    expect(moved).toBe(1)
    expect(mapShare(new Float32Array(64), part, 8, 8).inside).toBe(0)
  })
  it('is worth something when hardly any other place has as much', () => {
    const part = Uint8Array.from({ length: 256 }, (_, at) => Number(at % 16 < 4 && at < 64))
    const spread = Float32Array.from(part, (one) => one)
    const { inside, area, moved } = mapShare(spread, part, 16, 16)
    expect([inside, area]).toEqual([1, 1 / 16])
    expect(moved).toBeLessThan(0.6)
  })
})

describe('the truth of a drawn picture', () => {
  const settings = { size: 48, lineWidth: 10, filledLineWidth: 24 }
  const factors = { shape: 1, style: 0, colour: 1, x: 20, y: 26, angle: 0.4, radius: 14 }
  it('is where the shape covers pixels, whatever its colour', () => {
    const covered = coveredPixels(settings, factors)
    expect(coveredPixels(settings, { ...factors, colour: 3 })).toEqual(covered)
    const filled = coveredPixels(settings, { ...factors, style: 2 })
    expect(covered.every((one, at) => one <= filled[at]!)).toBe(true)
    // A square with its corners at the radius has an area of 2 r squared; pixels at its edge are covered in part.
    const area = filled.reduce((total, one) => total + one, 0)
    expect(area).toBeGreaterThan(2 * 14 ** 2)
    expect(area).toBeLessThan(2 * 15.5 ** 2)
  })
  it('is for the colour what is covered, and for the style what any style would cover', () => {
    const covered = coveredPixels(settings, factors)
    expect(changedPixels(settings, factors, 'colour')).toEqual(covered)
    const style = changedPixels(settings, factors, 'style')
    expect(style.reduce((total, one) => total + one, 0)).toBeGreaterThan(covered.reduce((total, one) => total + one, 0))
  })
})
