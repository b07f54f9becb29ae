import { expect, it } from 'vitest'
import type { AscentOptimizer } from '../../src-shared/recipe/recipe.ts'
import type { AscentSpec } from '../../src-main/science/visualization/ascent-spec.ts'
import { startAscent } from '../../src-main/science/visualization/ascent.ts'
import { ascentProgram } from '../../src-main/science/visualization/ascent-program.ts'
import { ascentOptimizerOf } from '../../src-main/science/visualization/optimizers/index.ts'
import { decoder } from '../../src-main/science/visualization/parameterizations/decoder.ts'
import { transformOf } from '../../src-main/science/visualization/transform.ts'
import { asGenerator, asNetwork, randomWeights, smallClassifier, smallModels } from '../fixtures/small-networks.ts'

const { header } = smallModels()
const architecture = smallClassifier('relu')
const network = asNetwork(architecture, randomWeights(architecture))
const generator = asGenerator(header.decoder, randomWeights(header.decoder, 3, 4), header.statistics)
const steps = 64
const starts = [
  [0.5, -1, 2],
  [2, 0.3, 1.5],
  [-1.5, -2, 2.6],
  [3, -0.2, 3],
]

/** Score of each class after the last step, climbed for from each start; and the longest gradient there. */
function ends(optimizer: AscentOptimizer, nudge: number): { scores: number[]; steepest: number } {
  const climbFrom = (at: number[]): AscentSpec => ({
    network,
    objectives: Array.from({ length: 6 }, (_, one) => ({ kind: 'logit', class: one })),
    starts: 1,
    seed: 1,
    parameterization: decoder(
      { kind: 'decoder', generator: '', start: 'random', whiten: true, ball: 3.55, at: at.map((value) => value * (1 + nudge)) },
      generator,
    ),
    transform: transformOf([], 16, 16),
    penalty: null,
    optimizer: ascentOptimizerOf(optimizer, steps),
  })
  const program = ascentProgram(climbFrom(starts[0]!))
  try {
    const last = starts.map((at) => {
      const ascent = startAscent(climbFrom(at), program)
      for (let step = 0; step < steps; step++) ascent.advance()
      const report = ascent.advance()
      ascent.dispose()
      return report
    })
    return {
      scores: last.flatMap(({ score }) => [...score]),
      steepest: Math.max(...last.flatMap(({ gradientNorm }) => [...gradientNorm!])),
    }
  } finally {
    program.dispose()
  }
}

/** The largest difference that a millionth of the start makes to a score at the end. */
function spread(optimizer: AscentOptimizer): { difference: number; steepest: number } {
  const [one, other] = [ends(optimizer, 0), ends(optimizer, 1e-6)]
  return {
    difference: Math.max(...one.scores.map((value, at) => Math.abs(value - other.scores[at]!))),
    steepest: Math.max(one.steepest, other.steepest),
  }
}

it('steps that come to rest end alike from starts a millionth apart; steps of one length do not', () => {
  const decay = 0.5
  const rested = spread({ kind: 'unit', step: 1, decay })
  const jumping = spread({ kind: 'unit', step: 1 })
  // Two climbs that go to and fro about one top are apart by at most two of their last steps, each worth its length times the slope.
  const bound = (2 * rested.steepest) / (decay * steps)
  expect(rested.difference).toBeLessThan(bound)
  expect(jumping.difference).toBeGreaterThan(bound)
})
