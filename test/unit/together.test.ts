// Laws of the terms between pictures: diversity among the starts of an objective, alignment among the objectives of a start.
import { describe, expect, test } from 'vitest'
import { ascentWords } from '../../src-shared/recipe/ascent-description.ts'
import { type AscendRecipe, ascendRecipe } from '../../src-shared/recipe/recipe.ts'
import { togetherFaults } from '../../src-shared/recipe/together-faults.ts'
import { decodeModel, type LookedInto } from '../../src-shared/network/model-file.ts'
import { random } from '../../src-shared/math/random.ts'
import { tf } from '../../src-main/tensorflow/tf.ts'
import { ascentBatches, ascentLimits } from '../../src-main/engine/process/ascent-batches.ts'
import { startAscent } from '../../src-main/science/visualization/ascent.ts'
import { ascentProgram } from '../../src-main/science/visualization/ascent-program.ts'
import { alignment } from '../../src-main/science/visualization/together/alignment.ts'
import { diversity } from '../../src-main/science/visualization/together/diversity.ts'
import type { Cost } from '../../src-main/science/visualization/together/kind.ts'
import { blobs, channel, climbOf, model, network } from '../fixtures/small-ascent.ts'
import { slopes } from '../fixtures/small-networks.ts'

const [starts, objectives] = [3, 6]
const shape = [starts * objectives, 2, 2, 3] as const
const numbers = (seed: number): Float32Array =>
  random(seed, 'activations').fillNormal(new Float32Array(shape.reduce((all, one) => all * one, 1)))
const each = 12
const of = (all: Float32Array, start: number, objective: number): number[] => {
  const at = (start * objectives + objective) * each
  return [...all.subarray(at, at + each)]
}
const total = (cost: Cost, values: Float32Array): number =>
  tf.tidy(
    () =>
      cost(tf.tensor(values, [...shape]))
        .sum()
        .dataSync()[0]!,
  )

/** The sum over all groups, worked out with loops. */
const byHand = {
  diversity(values: Float32Array): number {
    const gram = (one: number[]): number[] => {
      const out: number[] = []
      for (let a = 0; a < 3; a++)
        for (let b = 0; b < 3; b++) out.push([0, 1, 2, 3].reduce((sum, place) => sum + one[3 * place + a]! * one[3 * place + b]!, 0))
      const length = Math.hypot(...out)
      return out.map((value) => value / length)
    }
    let sum = 0
    for (let objective = 0; objective < objectives; objective++)
      for (let i = 0; i < starts; i++)
        for (let j = 0; j < starts; j++) {
          if (i === j) continue
          const [one, other] = [gram(of(values, i, objective)), gram(of(values, j, objective))]
          sum += one.reduce((dot, value, at) => dot + value * other[at]!, 0) / starts
        }
    return sum
  },
  alignment(values: Float32Array): number {
    let sum = 0
    for (let start = 0; start < starts; start++)
      for (let d = 1; d <= 4; d++)
        for (let i = 0; i + d < objectives; i++) {
          const [one, other] = [of(values, start, i), of(values, start, i + d)]
          sum += one.reduce((all, value, at) => all + (value - other[at]!) ** 2, 0) / each / 2 ** d
        }
    return sum
  },
}
const costs: Record<keyof typeof byHand, Cost> = {
  diversity: diversity({}, { starts, objectives }),
  alignment: alignment({ ratio: 2 }, { starts, objectives }),
}

describe.each(['diversity', 'alignment'] as const)('%s', (name) => {
  test('is what its formula says, and its gradient the slope of finite differences', () => {
    for (const seed of [1, 2, 3]) {
      const values = numbers(seed)
      expect(total(costs[name], values)).toBeCloseTo(byHand[name](values), 3)
      tf.tidy(() => {
        const { gradient, difference } = slopes((x) => costs[name](x).sum(), tf.tensor(values, [...shape]), seed)
        expect(Math.abs(gradient - difference)).toBeLessThan(1e-2 * Math.abs(gradient) + 1e-3)
      })
    }
  })
  test('is finite where a layer is silent', () => {
    tf.tidy(() => {
      const gradient = tf.grad((x: tf.Tensor) => costs[name](x).sum())(tf.zeros([...shape]))
      for (const one of gradient.dataSync()) expect(Number.isFinite(one)).toBe(true)
    })
  })
})

/** The pictures after some steps, and what they pay. */
function walk(part: Partial<AscendRecipe>, steps: number, eager = false): { params: Float32Array; score: Float32Array } {
  const recipe = ascendRecipe.parse({ kind: 'ascend', model, objectives: [channel(0), channel(1)], starts: 2, ...part })
  const climb = { ...climbOf(recipe), together: recipe.together }
  const program = ascentProgram(climb, eager)
  const ascent = startAscent(climb, program)
  let score = new Float32Array()
  for (let step = 0; step < steps; step++) score = ascent.advance().score as Float32Array<ArrayBuffer>
  const params = ascent.params('last')
  ascent.dispose()
  program.dispose()
  return { params, score }
}
const adam = { optimizer: { kind: 'adam', step: 0.03 } } as const

test('starts that pay for being alike differ more, and the score is that of the objective alone', () => {
  const together = [{ kind: 'diversity', layer: 'conv2', weight: 20 }] as const
  const cost = diversity({}, { starts: 2, objectives: 2 })
  const paid = ({ params }: { params: Float32Array }): number =>
    tf.tidy(
      () =>
        cost(network.run(tf.tensor4d(params, [4, 16, 16, 3]), ['conv2'])['conv2']!)
          .sum()
          .dataSync()[0]!,
    )
  const [apart, free] = [walk({ ...adam, together: [...together] }, 30), walk(adam, 30)]
  expect(paid(apart)).toBeLessThan(paid(free))
  expect(walk({ ...adam, together: [...together] }, 1).score).toEqual(walk(adam, 1).score)
})

test('pictures of a strip that pay for being different are more alike', () => {
  const together = [{ kind: 'alignment', layer: 'conv1', weight: 5, ratio: 2 }] as const
  const apart = ({ params }: { params: Float32Array }): number =>
    Math.hypot(
      ...[0, 1].flatMap((start) => [...Array(768).keys()].map((at) => params[start * 1536 + at]! - params[start * 1536 + 768 + at]!)),
    )
  expect(apart(walk({ ...adam, together: [...together] }, 30))).toBeLessThan(apart(walk(adam, 30)))
})

test('a graph takes the same steps as eager TensorFlow', () => {
  const together: AscendRecipe['together'] = [
    { kind: 'diversity', layer: 'conv2', weight: 2 },
    { kind: 'alignment', layer: 'conv1', weight: 1, ratio: 2 },
  ]
  const [graph, eager] = [walk({ together }, 3), walk({ together }, 3, true)]
  graph.params.forEach((one, at) => expect(Math.abs(one - eager.params[at]!)).toBeLessThan(1e-3))
})

test('pictures that belong together are never parted, and what does not fit is refused in words', () => {
  const recipe = (together: object[]): AscendRecipe =>
    ascendRecipe.parse({ kind: 'ascend', model, objectives: [0, 1, 2].map(channel), starts: 4, together })
  const { parameterization, optimizer } = climbOf()
  const parts = (together: object[], checkpoint: number) =>
    ascentBatches(recipe(together), { network, parameterization, optimizer, canvas: [16, 16] }, { ...ascentLimits, checkpoint }).map(
      (one) => [one.objectives.length, one.firstStart, one.starts],
    )
  // Bytes of one picture in a checkpoint: parameters and best, and the frames of its film.
  const one = 4 * 768 * (2 + optimizer.slots) + 24 * 768
  const [among, along] = [
    { kind: 'diversity', layer: 'conv2', weight: 1 },
    { kind: 'alignment', layer: 'conv2', weight: 1 },
  ]
  expect(parts([among], 5 * one)).toEqual([0, 1, 2].map(() => [1, 0, 4]))
  expect(parts([along], 7 * one)).toEqual([0, 2].map((first) => [3, first, 2]))
  expect(parts([among, along], 12 * one)).toEqual([[3, 0, 4]])
  expect(() => parts([among, along], 11 * one)).toThrow('hold 12 pictures of this recipe together, and 11 fit into memory')
})

test('they are told in words, and checked before anything runs', () => {
  const recipe = (part: object): AscendRecipe => ascendRecipe.parse({ kind: 'ascend', model, objectives: [channel(0)], ...part })
  const header = decodeModel(blobs[model]!).header as LookedInto
  const term = { kind: 'diversity', layer: 'conv2', weight: 2 }
  expect(ascentWords(recipe({ starts: 2, together: [term] }))).toContain('; starts kept apart in conv2, weight 2.')
  expect(togetherFaults(recipe({ starts: 2, together: [term] }), header)).toEqual([])
  const search = { optimizer: { kind: 'genetic', step: 0.1 }, starts: 2, together: [term] }
  expect(togetherFaults(recipe(search), header)[0]).toContain('this optimizer asks for none')
  expect(togetherFaults(recipe({ draws: 3, starts: 2, together: [term] }), header)[0]).toContain('one view of each')
  expect(togetherFaults(recipe({ together: [term] }), header)).toEqual([
    '“Starts that differ” is about several starts, and there is one. Ask for two or more.',
  ])
  expect(togetherFaults(recipe({ together: [{ kind: 'alignment', layer: 'conv2', weight: 1 }] }), header)[0]).toContain(
    'several objectives',
  )
  expect(togetherFaults(recipe({ starts: 2, together: [{ ...term, layer: 'conv9' }] }), header)[0]).toContain('has no layer "conv9"')
})
