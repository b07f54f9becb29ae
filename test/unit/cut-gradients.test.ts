// Laws of the trace in a network of another make: which end of a ReLU6 stops a gradient, and how that is said.
import { expect, test } from 'vitest'
import type { ObjectiveSpec } from '../../src-shared/recipe/objective.ts'
import { causeRemedy, causeWords } from '../../src-shared/run/dead-gradient.ts'
import { graphNetwork } from '../../src-main/science/networks/graph-network.ts'
import { viewsOf } from '../../src-main/science/visualization/ascent-spec.ts'
import { ascentOptimizerOf } from '../../src-main/science/visualization/optimizers/index.ts'
import { type GradientTrace, traceGradients } from '../../src-main/science/visualization/gradient-trace.ts'
import { pixels } from '../../src-main/science/visualization/parameterizations/pixels.ts'
import { transformOf } from '../../src-main/science/visualization/transform.ts'
import type { Activation } from '../../src-shared/network/operations/activation.ts'

const channel: ObjectiveSpec = { kind: 'channel', layer: 'act', channel: 0 }
/** What becomes of a grey picture in a network of one convolution, all of whose units are at `bias`, and a function. */
function traceAt(bias: number, of: Activation['of'], layer = 'features.0.conv'): GradientTrace {
  const network = graphNetwork(
    {
      input: { height: 4, width: 4, channels: 3 },
      nodes: [
        {
          op: 'conv',
          name: layer,
          inputs: ['input'],
          kernel: 'kernel',
          bias: 'bias',
          strides: [1, 1],
          dilations: [1, 1],
          pads: [0, 0, 0, 0],
          groups: 1,
        },
        { op: 'activation', name: 'act', inputs: [layer], of },
      ],
      outputs: ['act'],
    },
    new Map([
      ['kernel', { shape: [1, 1, 3, 2], values: new Float32Array(6).fill(0.1) }],
      ['bias', { shape: [2], values: Float32Array.of(bias, bias) }],
    ]),
  )
  try {
    const parameterization = pixels({ kind: 'pixels', start: 'grey' }, 4)
    const climb = {
      network,
      objectives: [channel],
      starts: 1,
      seed: 1,
      parameterization,
      transform: transformOf([], 4, 4),
      penalty: null,
      optimizer: ascentOptimizerOf({ kind: 'adam', step: 0.1 }, 10),
    }
    return traceGradients(climb, new Float32Array(48).fill(0.5), viewsOf(climb), [0])[0]!
  } finally {
    network.dispose()
  }
}
const relu6 = { kind: 'clip', low: 0, high: 6 } as const

test('a ReLU6 is told to be off, at its top, or neither', () => {
  expect(traceAt(-3, relu6)).toMatchObject({ cause: 'relu', at: 'classifier.features.0.conv', perLayer: [{ off: 1 }] })
  expect(traceAt(9, relu6)).toMatchObject({ cause: 'ceiling', at: 'classifier.features.0.conv', perLayer: [{ off: 1 }] })
  expect(traceAt(1, relu6)).toMatchObject({ cause: 'passing', at: null, perLayer: [{ off: 0 }] })
})

test('smooth functions other than the sigmoid are told to be saturated', () => {
  expect(traceAt(30, { kind: 'tanh' })).toMatchObject({ cause: 'saturated' })
  expect(traceAt(-60, { kind: 'swish' })).toMatchObject({ cause: 'saturated' })
  expect(traceAt(0.2, { kind: 'tanh' })).toMatchObject({ cause: 'passing' })
})

test('a layer with points in its name is named whole, and every cause has a remedy of its own', () => {
  expect(causeWords('ceiling', 'classifier.features.0.conv')).toContain('in layer features.0.conv of the classifier, every unit')
  expect(causeRemedy('ceiling', false)).toContain('before the function')
  expect(causeRemedy('relu', true)).toContain('Switch the units on')
})
