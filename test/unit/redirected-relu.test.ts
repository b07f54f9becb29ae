// Laws of the redirected gradient: it moves what nothing else would, the way that switches units on, and leaves everything else alone.
import { expect, test } from 'vitest'
import type { ObjectiveSpec } from '../../src-shared/recipe/objective.ts'
import { type AscendRecipe, ascendRecipe } from '../../src-shared/recipe/recipe.ts'
import { graphNetwork } from '../../src-main/science/networks/graph-network.ts'
import type { Network } from '../../src-main/science/networks/network.ts'
import { ascentProgram } from '../../src-main/science/visualization/ascent-program.ts'
import type { AscentSpec } from '../../src-main/science/visualization/ascent-spec.ts'
import { type AscentState, type StepReport, startAscent } from '../../src-main/science/visualization/ascent.ts'
import { ascentOptimizerOf } from '../../src-main/science/visualization/optimizers/index.ts'
import { pixels } from '../../src-main/science/visualization/parameterizations/pixels.ts'
import { transformOf } from '../../src-main/science/visualization/transform.ts'
import { climbOf, network as small } from '../fixtures/small-ascent.ts'

const kernel = [0.3, -0.2, 0.1, 0.4, -0.5, 0.6]
/** One convolution of 1 x 1 and a ReLU6, on 4 x 4 pixels: channel 0 has the kernel's numbers 0, 2, 4, channel 1 those between. */
const oneLayer = (bias: readonly [number, number]): Network =>
  graphNetwork(
    {
      input: { height: 4, width: 4, channels: 3 },
      nodes: [
        {
          op: 'conv',
          name: 'conv',
          inputs: ['input'],
          kernel: 'kernel',
          bias: 'bias',
          strides: [1, 1],
          dilations: [1, 1],
          pads: [0, 0, 0, 0],
          groups: 1,
        },
        { op: 'activation', name: 'relu', inputs: ['conv'], of: { kind: 'clip', low: 0, high: 6 } },
      ],
      outputs: ['relu'],
    },
    new Map([
      ['kernel', { shape: [1, 1, 3, 2], values: Float32Array.from(kernel) }],
      ['bias', { shape: [2], values: Float32Array.from(bias) }],
    ]),
  )
const channel = (at: number): ObjectiveSpec => ({ kind: 'channel', layer: 'relu', channel: at })
const less = (of: Extract<ObjectiveSpec, { kind: 'channel' }>): ObjectiveSpec => ({ kind: 'sum', terms: [{ weight: -1, of }] })

function climbIn(network: Network, objectives: ObjectiveSpec[], redirected: number | undefined): AscentSpec {
  return {
    network,
    objectives,
    starts: 1,
    seed: 1,
    parameterization: pixels({ kind: 'pixels', start: 'grey' }, 4),
    transform: transformOf([], 4, 4),
    penalty: null,
    optimizer: ascentOptimizerOf({ kind: 'unit', step: 0.1 }, 20),
    redirected,
  }
}
function walk(climb: AscentSpec, steps: number, { eager = false, from }: { eager?: boolean; from?: AscentState } = {}) {
  const program = ascentProgram(climb, eager)
  const ascent = startAscent(climb, program, from)
  const reports: StepReport[] = []
  while (ascent.step < steps) reports.push(ascent.advance())
  const result = { reports, params: ascent.params('last'), state: ascent.state() }
  ascent.dispose()
  program.dispose()
  return result
}
/** What one step of length 0.1 changed in the first pixel, in units of the change of its first colour. */
const changeOf = (params: Float32Array, picture: number): number[] => [0, 1, 2].map((at) => params[picture * 48 + at]! - 0.5)

test('all off, a picture is moved by the weights that would switch its units on, and only with it', () => {
  const network = oneLayer([-5, -5])
  const still = walk(climbIn(network, [channel(0), channel(1)], undefined), 3)
  expect(still.params.every((one) => one === 0.5)).toBe(true)
  const { params, reports } = walk(climbIn(network, [channel(0), channel(1)], 16), 1)
  for (const picture of [0, 1]) {
    const weights = [0, 1, 2].map((colour) => kernel[2 * colour + picture]!)
    // The gradient is the same at each of the 16 places: weight / 16, of length |weights| / 4.
    const length = Math.hypot(...weights)
    changeOf(params, picture).forEach((one, at) => expect(one).toBeCloseTo((0.1 * weights[at]!) / (4 * length), 6))
    expect(reports[0]!.gradientNorm![picture]).toBeCloseTo(length / 4, 6)
    expect(reports[0]!.score[picture]).toBe(0)
  }
  network.dispose()
})

test('at the top of a ReLU6 it lets through what leads down; what leads further out it does not', () => {
  const network = oneLayer([9, -5])
  const { params } = walk(climbIn(network, [less({ kind: 'channel', layer: 'relu', channel: 0 }), channel(0)], 16), 1)
  const weights = [0, 1, 2].map((colour) => kernel[2 * colour]!)
  changeOf(params, 0).forEach((one, at) => expect(Math.sign(one)).toBe(-Math.sign(weights[at]!)))
  expect(changeOf(params, 1)).toEqual([0, 0, 0])
  network.dispose()
})

test('it ends after its steps, and pictures that have a gradient never meet it', () => {
  const network = oneLayer([-5, 0.1])
  const [without, within] = [undefined, 4].map((redirected) => walk(climbIn(network, [channel(0), channel(1)], redirected), 8))
  expect(within!.params.slice(48)).toEqual(without!.params.slice(48))
  expect(within!.reports.map(({ gradientNorm }) => gradientNorm![0]! > 0)).toEqual([true, true, true, true, false, false, false, false])
  // Alone it takes the same steps as beside another.
  expect(walk(climbIn(network, [channel(0)], 4), 8).params).toEqual(within!.params.slice(0, 48))
  network.dispose()
})

test('it goes on from a checkpoint as if nothing had been, as a graph as eagerly', () => {
  const network = oneLayer([-5, 0.1])
  const climb = climbIn(network, [channel(0), channel(1)], 6)
  const whole = walk(climb, 8).params
  expect(walk(climb, 8, { from: walk(climb, 3).state }).params).toEqual(whole)
  walk(climb, 8, { eager: true }).params.forEach((one, at) => expect(one).toBeCloseTo(whole[at]!, 5))
  network.dispose()
})

test('through several layers and with Adam, a unit that answers to no grey is switched on', () => {
  // With a large penalty of its biases every unit of the first layer is off on grey.
  const off: Network = {
    ...small,
    run: (pictures, wanted, { weights = small.weights, touch } = {}) =>
      small.run(pictures, wanted, { touch, weights: weights.map((one, at) => (at === 1 ? one.sub(2) : one)) }),
  }
  const part: Partial<AscendRecipe> = {
    objectives: [{ kind: 'logit', class: 3 }],
    parameterization: { kind: 'pixels', start: 'grey' },
    optimizer: { kind: 'adam', step: 0.05 },
  }
  const climb = { ...climbOf(part), network: off }
  const dead = walk(climb, 12)
  expect(dead.reports.every(({ gradientNorm }) => gradientNorm![0] === 0)).toBe(true)
  const woken = walk({ ...climb, redirected: 30 }, 60).reports
  expect(woken.at(-1)!.gradientNorm![0]).toBeGreaterThan(0)
  expect(woken.at(-1)!.score[0]).toBeGreaterThan(woken[0]!.score[0]!)
})

test('a recipe that says nothing of it is the one it was', () => {
  const recipe = ascendRecipe.parse({ kind: 'ascend', model: 'a'.repeat(64), objectives: [channel(0)] })
  expect('redirectedRelu' in recipe).toBe(false)
})
