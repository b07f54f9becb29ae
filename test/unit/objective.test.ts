import { describe, expect, it } from 'vitest'
import { objectiveKey, objectiveName, objectiveTitle, type ObjectiveSpec } from '../../src-shared/recipe/objective.ts'
import { compileStep } from '../../src-main/tensorflow/compile.ts'
import { tf } from '../../src-main/tensorflow/tf.ts'
import { forward, tapShapes } from '../../src-main/science/networks/sequential.ts'
import { sequentialInfo } from '../../src-shared/network/sequential-info.ts'
import { sequentialNetwork } from '../../src-main/science/networks/sequential-network.ts'
import { readoutsOf, readsOf, tapsRead } from '../../src-main/science/visualization/objective.ts'
import { perPicture, scoresOf } from '../../src-main/science/visualization/scoring.ts'
import type { LinearTerm } from '../../src-shared/recipe/objectives/linear.ts'
import { compileObjective } from '../../src-shared/recipe/readout.ts'
import { asTensors, randomPictures, randomWeights, slopes, smallClassifier } from '../fixtures/small-networks.ts'

const architecture = smallClassifier()
const weights = asTensors(architecture, randomWeights(architecture))
const shapes = tapShapes(architecture)
const info = sequentialInfo(architecture)
const kinds: Record<string, ObjectiveSpec> = {
  'neuron at the centre': { kind: 'neuron', layer: 'conv2', channel: 1 },
  'neuron at a place': { kind: 'neuron', layer: 'conv1', channel: 2, x: 3, y: 5 },
  channel: { kind: 'channel', layer: 'conv2', channel: 3 },
  'channel after its activation function': { kind: 'channel', layer: 'conv2.sigmoid', channel: 3 },
  'dense unit': { kind: 'channel', layer: 'dense1', channel: 7 },
  logit: { kind: 'logit', class: 4 },
  'all of a layer': { kind: 'layer', layer: 'conv2' },
  'all of a layer without space': { kind: 'layer', layer: 'dense1' },
  sum: {
    kind: 'sum',
    terms: [
      { weight: 0.5, of: { kind: 'logit', class: 1 } },
      { weight: -2, of: { kind: 'channel', layer: 'conv1', channel: 0 } },
      { weight: 3, of: { kind: 'channel', layer: 'conv1', channel: 0 } },
      { weight: 0.7, of: { kind: 'layer', layer: 'conv1' } },
    ],
  },
}
const specs = Object.values(kinds)

it('neurons at two places have two names and two keys', () => {
  const at: ObjectiveSpec[] = [{}, { x: 2 }, { x: 3 }, { y: 2 }, { x: 2, y: 2 }].map((place) => ({
    kind: 'neuron',
    layer: 'conv1',
    channel: 1,
    ...place,
  }))
  expect(at.map((one) => objectiveName(one))).toEqual(
    ['the centre', '(2, centre)', '(3, centre)', '(centre, 2)', '(2, 2)'].map((place) => `conv1 channel 1, neuron at ${place}`),
  )
  expect(new Set(at.map(objectiveKey)).size).toBe(at.length)
})

it('a reader is told a layer by its name on the page, and where its activation is read', () => {
  const title = (layer: string): string => objectiveTitle({ kind: 'channel', layer, channel: 5 })
  expect(['conv3', 'conv3.relu', 'dense1.leaky', 'conv1.sigmoid'].map(title)).toEqual([
    'conv3 channel 5',
    'conv3 channel 5 (after ReLU)',
    'dense1 channel 5 (after leaky ReLU)',
    'conv1 channel 5 (after sigmoid)',
  ])
  expect(
    objectiveTitle({
      kind: 'sum',
      terms: [
        { weight: 0.5, of: { kind: 'neuron', layer: 'conv3.relu', channel: 2, x: 1, y: 4 } },
        { weight: -1, of: { kind: 'logit', class: 0 } },
      ],
    }),
  ).toBe('0.5 × conv3 channel 2 (after ReLU), neuron at (1, 4) − logit of white single line')
})

type Linear = LinearTerm | Extract<ObjectiveSpec, { kind: 'sum' }>
/** Reads an objective off arrays, with none of the code under test. */
function byHand(spec: Linear, T: Record<string, tf.Tensor>, picture: number): number {
  if (spec.kind === 'sum') return spec.terms.reduce((sum, { weight, of }) => sum + weight * byHand(of as LinearTerm, T, picture), 0)
  if (spec.kind === 'logit') return (T.logits!.arraySync() as number[][])[picture]![spec.class]!
  const tap = T[spec.layer]!
  if (spec.kind === 'layer') {
    const all = (tap.arraySync() as unknown[][])[picture]!.flat(3) as number[]
    return all.reduce((sum, value) => sum + value * value, 0) / all.length
  }
  if (tap.rank === 2) return (tap.arraySync() as number[][])[picture]![spec.channel]!
  const map = (tap.arraySync() as number[][][][])[picture]!
  if (spec.kind === 'neuron') return map[spec.y ?? map.length / 2]![spec.x ?? map[0]!.length / 2]![spec.channel]!
  const values = map.flat().map((channels) => channels[spec.channel]!)
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

describe('objectives', () => {
  it('read what their words say, all of them off every picture, or each off its own', () => {
    tf.tidy(() => {
      const T = forward(architecture, weights, randomPictures(specs.length))
      const all = scoresOf(specs, info)(T).arraySync()
      const own = perPicture(specs, info)(T).arraySync()
      specs.forEach((spec, objective) => {
        for (let picture = 0; picture < specs.length; picture++)
          expect(all[picture]![objective]).toBeCloseTo(byHand(spec as Linear, T, picture), 5)
        expect(own[objective]).toBeCloseTo(byHand(spec as Linear, T, objective), 5)
      })
    })
  })

  for (const [name, spec] of Object.entries(kinds)) {
    it(`${name}: its gradient is the slope of finite differences`, () => {
      tf.tidy(() => {
        const score = (x: tf.Tensor): tf.Tensor => perPicture([spec], info)(forward(architecture, weights, x))
        for (const seed of [1, 2]) {
          const x = randomPictures(1, 16, seed)
          // Pointed up the gradient, so that the slope is as large as it can be and rounding as small.
          const { gradient, difference } = slopes(
            (d) => score(x.add(d.mul(tf.grad((at: tf.Tensor) => score(at).sum())(x)))),
            tf.ones([1]),
            seed,
          )
          expect(gradient).not.toBe(0)
          expect(Math.abs(gradient - difference)).toBeLessThan(2e-3 * Math.abs(gradient) + 1e-5)
        }
      })
    })
  }

  it('are the same in a compiled step, scores and gradients', () => {
    tf.tidy(() => {
      const x = randomPictures(specs.length)
      const step = (image: tf.Tensor): tf.Tensor[] => {
        const { value, grad } = tf.valueAndGrad((at: tf.Tensor) => perPicture(specs, info)(forward(architecture, weights, at)).sum())(image)
        return [scoresOf(specs, info)(forward(architecture, weights, image)), value, grad]
      }
      const graph = compileStep(step, [x])
      const [eager, compiled] = [step(x), graph.run([x])]
      eager.forEach((one, at) => expect(one.sub(compiled[at]!).abs().max().dataSync()[0]).toBeLessThan(1e-5))
      graph.dispose()
    })
  })

  it('say what they read of the network, and it is run no further', () => {
    expect(readsOf([{ kind: 'channel', layer: 'conv1', channel: 0 }], info)).toEqual([{ tap: 'conv1', as: 'mean' }])
    expect(
      readsOf(
        [
          { kind: 'channel', layer: 'conv2.sigmoid', channel: 0 },
          { kind: 'channel', layer: 'conv1', channel: 0 },
          { kind: 'neuron', layer: 'conv1', channel: 2, x: 1, y: 3 },
          { kind: 'channel', layer: 'conv1', channel: 2 },
          { kind: 'logit', class: 4 },
        ],
        info,
      ),
    ).toEqual([
      { tap: 'conv2.sigmoid', as: 'mean' },
      { tap: 'conv1', as: 'mean' },
      { tap: 'conv1', as: [3, 1] },
      { tap: 'logits', as: 'unit' },
    ])
    tf.tidy(() => {
      const spec: ObjectiveSpec = { kind: 'channel', layer: 'conv1', channel: 0 }
      const seen: string[] = []
      const touch = (tap: string, value: tf.Tensor): tf.Tensor => {
        seen.push(tap)
        return value
      }
      const shallow = sequentialNetwork(architecture, weights).run(randomPictures(2), tapsRead([spec], info), { touch })
      expect([Object.keys(shallow), seen]).toEqual([['conv1'], ['conv1']])
      expect(scoresOf([spec], info)(shallow).shape).toEqual([2, 1])
    })
  })

  it('of one layer share a panel that depends on the places read, not on the channels asked for', () => {
    const of = (channel: number): ObjectiveSpec => ({ kind: 'channel', layer: 'conv2', channel })
    expect(readoutsOf([of(0)], info).key).toBe(readoutsOf([of(1), of(2)], info).key)
    expect(readoutsOf([of(0)], info).width).toBe(4)
    expect(readoutsOf([of(0), kinds['neuron at the centre']!], info).key).not.toBe(readoutsOf([of(0)], info).key)
  })

  it('that cannot be read say what there is', () => {
    const attempt = (spec: ObjectiveSpec) => () => compileObjective(spec, shapes)
    expect(attempt({ kind: 'channel', layer: 'conv9', channel: 0 })).toThrow(
      'This network has no layer "conv9". It has: input, conv1, conv1.sigmoid',
    )
    expect(attempt({ kind: 'channel', layer: 'conv2', channel: 4 })).toThrow(
      'This network has 4 channels in conv2, 0 to 3; there is no number 4.',
    )
    expect(attempt({ kind: 'logit', class: 6 })).toThrow('This network has 6 classes, 0 to 5; there is no number 6.')
    expect(attempt({ kind: 'neuron', layer: 'conv2', channel: 0, x: 8 })).toThrow('conv2 is 8 wide and 8 high; it has no neuron at (8, 4).')
    expect(attempt({ kind: 'neuron', layer: 'dense1', channel: 0, x: 0 })).toThrow('without space')
  })
})
