// Laws of an ascent: it climbs, as a graph as it does eagerly, each picture as it would alone, and reports what it measures.
import { describe, expect, it } from 'vitest'
import type { AscendRecipe } from '../../src-shared/recipe/recipe.ts'
import { tf } from '../../src-main/tensorflow/tf.ts'
import { type Ascent, frameSteps, startAscent } from '../../src-main/science/visualization/ascent.ts'
import { ascentProgram } from '../../src-main/science/visualization/ascent-program.ts'
import type { AscentSpec } from '../../src-main/science/visualization/ascent-spec.ts'
import { tapsRead } from '../../src-main/science/visualization/objective.ts'
import { perPicture } from '../../src-main/science/visualization/scoring.ts'
import { network, objectives, climbOf, robust, inLatent } from '../fixtures/small-ascent.ts'

function withAscent<T>(climb: AscentSpec, use: (ascent: Ascent) => T, eager = false): T {
  const program = ascentProgram(climb, eager)
  const ascent = startAscent(climb, program)
  try {
    return use(ascent)
  } finally {
    ascent.dispose()
    program.dispose()
  }
}

const ways: Record<string, Partial<AscendRecipe>> = {
  'pixels, normalized': { optimizer: { kind: 'normalized', step: 0.02 } },
  'fourier, Adam': { parameterization: { kind: 'fourier', power: 1 }, optimizer: { kind: 'adam', step: 0.05 } },
  'pixels, momentum, noise': {
    optimizer: { kind: 'momentum', step: 0.1, momentum: 0.9 },
    transforms: [{ kind: 'noise', deviation: 0.05 }],
  },
  'pixels, Adam, transforms, penalties': {
    optimizer: { kind: 'adam', step: 0.05 },
    transforms: robust,
    regularizers: [
      { kind: 'l2', weight: 0.01 },
      { kind: 'total-variation', weight: 0.01 },
    ],
  },
  'pixels, Adam, blur and parts, several draws': {
    optimizer: { kind: 'adam', step: 0.05 },
    draws: 3,
    transforms: [
      { kind: 'crop', share: [0.7, 1] },
      { kind: 'blur', deviation: [0.3, 0.8] },
    ],
  },
  'pixels, the paper’s transform': { transforms: [{ kind: 'paper', order: 'rotate-jitter' }] },
  'decoder, Adam': { parameterization: inLatent, optimizer: { kind: 'adam', step: 0.05 } },
  'decoder, unit, raw': { parameterization: { ...inLatent, whiten: false }, optimizer: { kind: 'unit', step: 0.1 } },
}

const worst = (a: Float32Array, b: Float32Array): number => a.reduce((most, value, at) => Math.max(most, Math.abs(value - b[at]!)), 0)

describe('an ascent', () => {
  for (const [name, way] of Object.entries(ways)) {
    it(`${name}: raises every kind of objective, as the network sees the picture`, () => {
      const climb = climbOf({ ...way, starts: 2 })
      withAscent(climb, (ascent) => {
        const scores = Array.from({ length: 100 }, () => ascent.advance().score)
        // Means over ten steps, since a random view can be a bad one.
        const mean = (at: number, from: number): number => scores.slice(from, from + 10).reduce((sum, one) => sum + one[at]!, 0) / 10
        for (let at = 0; at < 8; at++) expect(mean(at, 90)).toBeGreaterThan(mean(at, 0))
        for (const value of ascent.params('last')) expect(Number.isFinite(value)).toBe(true)
      })
    })

    it(`${name}: takes the same steps as a graph as it does eagerly`, () => {
      const climb = climbOf({ ...way, starts: 2 })
      const walk = (eager: boolean): Float32Array[] =>
        withAscent(
          climb,
          (ascent) => {
            const reports = [0, 1, 2].map(() => ascent.advance())
            return [
              ascent.params('last'),
              ascent.params('best'),
              ...reports.flatMap(({ score, gradientNorm, distance }) => [score, gradientNorm!, distance]),
            ]
          },
          eager,
        )
      const [eager, graph] = [walk(true), walk(false)]
      // Adam divides by the size of the gradient, which magnifies the rounding of pixels that hardly matter.
      eager.forEach((one, at) => expect(worst(one, graph[at]!)).toBeLessThan(1e-3 * Math.max(1, ...one.map(Math.abs))))
    })

    it(`${name}: each picture climbs as it would alone`, () => {
      const steps = 3
      const run = (part: Partial<AscendRecipe>): Float32Array =>
        withAscent(climbOf({ ...way, ...part }), (ascent) => {
          for (let step = 0; step < steps; step++) ascent.advance()
          return ascent.params('last')
        })
      const together = run({ starts: 2 })
      const each = together.length / 8
      for (const at of [1, 3]) {
        const alone = run({ objectives: [objectives[at]!], starts: 2 })
        for (const start of [0, 1]) {
          const place = start * objectives.length + at
          expect(worst(alone.subarray(start * each, (start + 1) * each), together.subarray(place * each, (place + 1) * each))).toBeLessThan(
            2e-3,
          )
        }
      }
    })
  }

  it('reports the length of the gradient and the distance from the start, and remembers the best', () => {
    const climb = climbOf({ optimizer: { kind: 'normalized', step: 0.02 } })
    withAscent(climb, (ascent) => {
      const start = ascent.params('last')
      const scores: Float32Array[] = []
      for (let step = 0; step < 12; step++) {
        const before = ascent.params('last')
        const { score, gradientNorm, distance } = ascent.advance()
        scores.push(score)
        const now = ascent.params('last')
        for (let at = 0; at < objectives.length; at++) {
          const own = (all: Float32Array): Float32Array => all.subarray(at * 768, (at + 1) * 768)
          expect(distance[at]).toBeCloseTo(Math.hypot(...own(now).map((value, place) => value - own(start)[place]!)), 4)
          const gradient = tf.tidy(
            () =>
              tf
                .grad((x: tf.Tensor) => scoreTensor(climb, x, at))(tf.tensor(own(before), [1, 16, 16, 3]))
                .norm()
                .dataSync()[0]!,
          )
          expect(gradientNorm![at]).toBeCloseTo(gradient, 4)
          const best = scores.map((one) => one[at]!).reduce((top, one, place, all) => (one > all[top]! ? place : top), 0)
          expect(ascent.bestSteps[at]).toBe(best)
          if (best === step) expect(own(ascent.params('best'))).toEqual(own(before))
        }
      }
    })
  })

  it('spaces the frames of a film evenly in the logarithm, first and last step included', () => {
    expect(frameSteps(2047, 12)).toEqual([0, 1, 3, 7, 15, 31, 63, 127, 255, 511, 1023, 2047])
    expect(frameSteps(3, 24)).toEqual([0, 1, 2, 3])
    for (const [steps, frames] of [
      [256, 24],
      [10, 10],
      [20_000, 64],
      [1, 2],
    ] as const) {
      const list = frameSteps(steps, frames)
      expect([list[0], list.at(-1), new Set(list).size]).toEqual([0, steps, Math.min(frames, steps + 1)])
      expect(list).toEqual(list.toSorted((a, b) => a - b))
    }
  })
})

function scoreTensor({ objectives: list, ...climb }: AscentSpec, x: tf.Tensor, at: number): tf.Scalar {
  const alone = { ...climb, objectives: [list[at]!] }
  return perPicture(alone.objectives, network.info)(network.run(x as tf.Tensor4D, tapsRead(alone.objectives, network.info))).sum()
}
