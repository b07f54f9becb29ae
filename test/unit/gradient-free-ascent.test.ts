// Laws of ascents without gradients: what they say of a picture is true, they climb, and they go on from a checkpoint to the same bytes.
import { expect, test } from 'vitest'
import { ascendRecipe, type AscentOptimizer } from '../../src-shared/recipe/recipe.ts'
import { candidateFaults } from '../../src-shared/recipe/candidates-check.ts'
import { readCheckpoint, writeCheckpoint } from '../../src-main/engine/process/ascent-film.ts'
import { ascentBatches, ascentLimits } from '../../src-main/engine/process/ascent-batches.ts'
import type { AscentSpec } from '../../src-main/science/visualization/ascent-spec.ts'
import { candidateProgram } from '../../src-main/science/visualization/candidate-program.ts'
import { startGradientFreeAscent } from '../../src-main/science/visualization/gradient-free-ascent.ts'
import { scoreOfEach } from '../../src-main/science/visualization/picture-scores.ts'
import { evolutionOf, noGradient } from '../../src-main/science/visualization/optimizers/gradient-free.ts'
import { fourier } from '../../src-main/science/visualization/parameterizations/fourier.ts'
import { penaltyOf } from '../../src-main/science/visualization/regularizers/index.ts'
import { transformOf } from '../../src-main/science/visualization/transform.ts'
import { asNetwork, randomWeights, smallClassifier } from '../fixtures/small-networks.ts'

const architecture = smallClassifier()
const network = asNetwork(architecture, randomWeights(architecture))
const objectives = [
  { kind: 'logit', class: 1 },
  { kind: 'channel', layer: 'conv2', channel: 2 },
] as const
const kinds: AscentOptimizer[] = [
  { kind: 'cma-es', step: 0.5, candidates: 8 },
  { kind: 'sphere-cma', step: 50, last: 7.33, candidates: 8 },
  { kind: 'genetic', step: 0.5, candidates: 8 },
]
const steps = 12
function climbOf(optimizer: AscentOptimizer, more: Partial<AscentSpec> = {}): AscentSpec {
  return {
    network,
    objectives,
    starts: 2,
    seed: 3,
    parameterization: fourier({ power: 1, finest: 1 }, 16),
    transform: transformOf([{ kind: 'jitter', pixels: 2 }], 16, 16),
    penalty: penaltyOf([{ kind: 'l2', weight: 0.01 }]),
    optimizer: noGradient,
    evolution: evolutionOf(optimizer, steps),
    ...more,
  }
}

test.each(kinds)('$kind: climbs, tells scores that are those of the network, and goes on from a checkpoint to the same bytes', (kind) => {
  const climb = climbOf(kind, { transform: transformOf([], 16, 16) })
  const program = candidateProgram(climb)
  const ascent = startGradientFreeAscent(climb, program, climb.evolution!)
  const reports = [ascent.advance()]
  const then = ascent.state()
  for (let at = 1; at < steps; at++) reports.push(ascent.advance())
  expect(reports.every(({ gradientNorm }) => gradientNorm === null)).toBe(true)
  // The report is of the centre before the step, so that the next one would tell what is shown now; 8 bits cost a little.
  const shown = scoreOfEach(climb, ascent.pictures('last'))
  const next = ascent.advance()
  next.score.forEach((one, at) => expect(Math.abs(one - shown[at]!)).toBeLessThan(0.02 * Math.max(1, Math.abs(one))))
  next.score.forEach((one, at) => expect(one).toBeGreaterThan(reports[0]!.score[at]!))
  // The best is at least as good as every centre.
  const best = scoreOfEach(climb, ascent.pictures('best'))
  best.forEach((one, at) => expect(one).toBeGreaterThan(Math.max(...reports.map(({ score }) => score[at]!)) - 0.02))

  const track = {
    steps: [],
    frames: [],
    distances: [],
    gradientNorms: [],
    gradientFirst: [],
    gradientLast: [],
    distanceLast: [],
    alive: [],
  }
  const kept = readCheckpoint(writeCheckpoint({ batch: 0, outcomes: [], present: { state: then, track }, curves: {} }))
  const resumed = startGradientFreeAscent(climb, program, climb.evolution!, kept.present!.state)
  while (resumed.step < ascent.step) resumed.advance()
  for (const which of ['last', 'best'] as const) expect(resumed.params(which)).toEqual(ascent.params(which))
  expect(resumed.state()).toEqual(ascent.state())
  expect(() => startGradientFreeAscent(climb, program, climb.evolution!, { ...then, arrays: then.arrays.slice(1) })).toThrow('checkpoint')
  program.dispose()
})

test('the graph scores candidates as eager TensorFlow does, under their start’s view and with the penalty', () => {
  const climb = climbOf(kinds[0]!)
  const walk = (eager: boolean) => {
    const program = candidateProgram(climb, eager)
    const ascent = startGradientFreeAscent(climb, program, climb.evolution!)
    const report = ascent.advance()
    program.dispose()
    return [...report.score, ...report.distance]
  }
  const [graph, plain] = [walk(false), walk(true)]
  graph.forEach((one, at) => expect(one).toBeCloseTo(plain[at]!, 4))
})

test('the starts of a recipe share batches as far as candidates are scored together, and none is left out', () => {
  const recipe = ascendRecipe.parse({ kind: 'ascend', model: 'a'.repeat(64), objectives, starts: 5, optimizer: kinds[1] })
  const climb = climbOf(kinds[1]!)
  const shares = ascentBatches(recipe, { ...climb, canvas: [16, 16] }, { ...ascentLimits, pictures: 8 })
  // 80 candidates at once, 9 of each picture: nine pictures, so the five starts of one objective.
  expect(shares.map(({ objectives: own, starts }) => own.length * starts)).toEqual([5, 5])
})

test('a search that needs few numbers to move says so before it starts', () => {
  const faults = (optimizer: AscentOptimizer, parameterization: object, latent?: number) =>
    candidateFaults(ascendRecipe.parse({ kind: 'ascend', model: 'a'.repeat(64), objectives, optimizer, parameterization }), 3, latent)
  const decoder = { kind: 'decoder', generator: 'b'.repeat(64) }
  expect(faults(kinds[0]!, { kind: 'pixels' })[0]).toContain('at most 2 cycles')
  expect(faults(kinds[0]!, { kind: 'fourier' })).toHaveLength(1)
  expect(faults(kinds[0]!, { kind: 'fourier', finest: 4 })[0]).toContain('these are 270')
  expect(faults(kinds[0]!, { kind: 'fourier', finest: 2 })).toEqual([])
  expect(faults(kinds[0]!, decoder, 6)).toEqual([])
  expect(faults(kinds[1]!, decoder, 1)).toHaveLength(1)
  expect(faults(kinds[2]!, { kind: 'pixels' })).toEqual([])
})
