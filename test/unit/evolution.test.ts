// Laws of searches without gradients: the constants of their sources, their behaviour on standard functions beside that of pycma, and that
// they go on to the same numbers from their state.
import { describe, expect, it, test } from 'vitest'
import { random } from '../../src-shared/math/random.ts'
import { cmaConstants, cmaEs } from '../../src-main/science/evolution/cma-es.ts'
import { genetic } from '../../src-main/science/evolution/genetic.ts'
import { symmetricEigen } from '../../src-main/science/evolution/jacobi.ts'
import { type EvolutionKind, normalLength, ranked } from '../../src-main/science/evolution/kind.ts'
import { sphereAngle, sphereCma } from '../../src-main/science/evolution/sphere-cma.ts'

type F = (x: Float64Array) => number
const sphere: F = (x) => x.reduce((sum, one) => sum + one * one, 0)
const ellipsoid: F = (x) => x.reduce((sum, one, at) => sum + 10 ** ((6 * at) / (x.length - 1)) * one * one, 0)
const rosenbrock: F = (x) => {
  let sum = 0
  for (let at = 0; at + 1 < x.length; at++) sum += 100 * (x[at + 1]! - x[at]! ** 2) ** 2 + (1 - x[at]!) ** 2
  return sum
}
const rastrigin: F = (x) => x.reduce((sum, one) => sum + 10 + one * one - 10 * Math.cos(2 * Math.PI * one), 0)

/** Evaluations until a function of six numbers is below `target`; null after `most`. */
function evaluations(kind: EvolutionKind, f: F, from: number, seed: number, target = 1e-8, most = 20_000): number | null {
  const search = kind.begin(new Float64Array(6).fill(from), random(seed, 'evolution'))
  for (let done = 0; done < most; done += search.candidates) {
    const asked = search.ask()
    const values = Array.from({ length: search.candidates }, (_, at) => f(asked.subarray(at * 6, (at + 1) * 6)))
    if (Math.min(...values) < target) return done + search.candidates
    search.tell(values.map((one) => -one))
  }
  return null
}
const medianOf = (list: number[]): number => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)]!
const seeds = Array.from({ length: 11 }, (_, at) => at + 1)

test('the constants of CMA-ES for six numbers are those of the tutorial', () => {
  // Worked out by hand from its table 1; muEff and c1 of pycma 4.5.0 agree to all digits shown.
  const rounded = (candidates: number) => {
    const { muEff, cSigma, dSigma, cC, c1, cMu } = cmaConstants(6, candidates)
    return [muEff, cSigma, dSigma, cC, c1, cMu].map((one) => Number(one.toPrecision(3)))
  }
  expect(rounded(9)).toEqual([2.84, 0.35, 1.35, 0.409, 0.0356, 0.0357])
  expect(rounded(16)).toEqual([4.84, 0.432, 1.43, 0.414, 0.0344, 0.0885])
  expect(rounded(64)).toEqual([17.6, 0.686, 2.77, 0.437, 0.0282, 0.384])
  expect(cmaEs({ spread: 1 }).candidates(6)).toBe(9)
  const weights = [0.49373837748434096, 0.2810968324806433, 0.15670950255807004, 0.0684552874769457]
  cmaConstants(6, 9).weights.forEach((one, at) => expect(one).toBeCloseTo(weights[at]!, 12))
  expect(normalLength(6)).toBeCloseTo(2.351, 3)
})

test.each([1, 2, 7])('a symmetric matrix of %i rows is its eigenvectors again, which are at right angles', (n) => {
  const draw = random(n, 'matrix')
  const half = Float64Array.from({ length: n * n }, () => draw.normal())
  const matrix = half.map((_, at) => half[at]! + half[(at % n) * n + Math.floor(at / n)]!)
  const { values, vectors } = symmetricEigen(matrix, n)
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) {
      let [back, product] = [0, 0]
      for (let k = 0; k < n; k++) {
        back += vectors[i * n + k]! * values[k]! * vectors[j * n + k]!
        product += vectors[k * n + i]! * vectors[k * n + j]!
      }
      expect(back).toBeCloseTo(matrix[i * n + j]!, 12)
      expect(product).toBeCloseTo(i === j ? 1 : 0, 12)
    }
})

describe('CMA-ES on standard functions of six numbers', () => {
  // Median evaluations to 1e-8 of 21 runs of pycma 4.5.0 without negative weights: sphere 765 (from 1, spread 1), ellipsoid 2520 (from 1,
  // spread 1), Rosenbrock 2448 (from 0.1, spread 0.1). Its damping differs a little; within a quarter is the same behaviour.
  it.each([
    ['sphere', sphere, 1, 1, 765],
    ['ellipsoid', ellipsoid, 1, 1, 2520],
    ['Rosenbrock', rosenbrock, 0.1, 0.1, 2448],
  ] as const)('%s takes as many evaluations as with pycma', (_, f, from, spread, theirs) => {
    const own = seeds.map((seed) => evaluations(cmaEs({ spread }), f, from, seed) ?? Infinity)
    expect(medianOf(own)).toBeGreaterThan(0.75 * theirs)
    expect(medianOf(own)).toBeLessThan(1.25 * theirs)
    expect(Math.max(...own)).toBeLessThan(2 * theirs)
  })
  it('Rastrigin: 64 candidates find the lowest of its many pits in some runs, as with pycma in 5 of 21', () => {
    const found = seeds.map((seed) => evaluations(cmaEs({ spread: 2, candidates: 64 }), rastrigin, 3, seed))
    const hits = found.filter((one) => one !== null)
    expect(hits.length).toBeGreaterThan(0)
    expect(hits.length).toBeLessThan(11)
    // 5952 to 7040 of pycma.
    expect(medianOf(hits)).toBeLessThan(1.3 * 6208)
  })
  it('turns with the axes: an ellipsoid that lies askew takes as long', () => {
    const turned: F = (x) => ellipsoid(x.map((_, at) => x.reduce((sum, one, i) => sum + one * (i === at ? 2 / 3 : -1 / 3), 0)))
    const own = seeds.slice(0, 5).map((seed) => evaluations(cmaEs({ spread: 1 }), turned, 1, seed) ?? Infinity)
    expect(medianOf(own)).toBeLessThan(1.25 * 2520)
  })
})

test('a search on a sphere stays on it, and comes to the direction that is asked for', () => {
  const settings = { candidates: 40, angles: [50, 7.33] as const, generations: 50 }
  const towards = Float64Array.from({ length: 30 }, (_, at) => Math.cos(at))
  const length = Math.sqrt(sphere(towards))
  const search = sphereCma(settings).begin(new Float64Array(30), random(3))
  const cosine = (x: Float64Array): number => x.reduce((sum, one, at) => sum + one * towards[at]!, 0) / (length * Math.sqrt(sphere(x)))
  for (let generation = 0; generation < 50; generation++) {
    const asked = search.ask()
    const each = Array.from({ length: 40 }, (_, at) => asked.subarray(at * 30, (at + 1) * 30))
    for (const one of each) expect(Math.sqrt(sphere(one))).toBeCloseTo(Math.sqrt(30), 9)
    const centre = search.centre()
    // Lengths of 29 normal numbers in the tangent plane: their mean square is the square of the angle.
    const angles = each.map((one) => Math.acos(one.reduce((sum, value, at) => sum + (value * centre[at]!) / 30, 0)))
    const root = Math.sqrt(angles.reduce((sum, one) => sum + one ** 2, 0) / 40)
    expect(Math.abs(root / ((sphereAngle(settings, generation) * Math.PI) / 180) - 1)).toBeLessThan(0.15)
    search.tell(each.map(cosine))
  }
  expect(cosine(search.centre())).toBeGreaterThan(0.98)
  expect(sphereAngle(settings, 0)).toBe(50)
  expect(sphereAngle(settings, 49)).toBeCloseTo(7.33, 9)
  expect(sphereAngle(settings, 500)).toBeCloseTo(7.33, 9)
})

test('a genetic search never loses the best it has, and comes closer', () => {
  const search = genetic({ candidates: 40, mutation: 0.5 }).begin(new Float64Array(6).fill(2), random(4))
  let best = Infinity
  for (let generation = 0; generation < 100; generation++) {
    const asked = search.ask()
    const values = Array.from({ length: 40 }, (_, at) => sphere(asked.subarray(at * 6, (at + 1) * 6)))
    expect(Math.min(...values)).toBeLessThanOrEqual(best)
    best = Math.min(...values)
    search.tell(values.map((one) => -one))
    expect(sphere(search.centre())).toBe(best)
  }
  expect(best).toBeLessThan(0.3)
})

const kinds: Record<string, EvolutionKind> = {
  'CMA-ES': cmaEs({ spread: 0.5 }),
  'Sphere-CMA': sphereCma({ candidates: 12, angles: [50, 7], generations: 20 }),
  genetic: genetic({ candidates: 12, mutation: 0.5 }),
}
describe.each(Object.entries(kinds))('%s', (_, kind) => {
  it('goes on from its state to the same numbers, and asks the same until it is told', () => {
    const one = kind.begin([1, -1, 0.5, 2, 0, 0, 1], random(9))
    const generation = (search: typeof one): Float64Array => {
      const asked = search.ask()
      expect(search.ask()).toEqual(asked)
      search.tell(Array.from({ length: search.candidates }, (__, at) => -sphere(asked.subarray(at * 7, (at + 1) * 7))))
      return asked
    }
    for (let at = 0; at < 4; at++) generation(one)
    const state = one.state()
    expect(state).toHaveLength(kind.stateLength(7))
    const other = kind.resume(state, 7)
    for (let at = 0; at < 4; at++) expect(generation(other)).toEqual(generation(one))
    expect(other.state()).toEqual(one.state())
  })
  it('takes scores that are no numbers as the lowest, and stays finite', () => {
    const search = kind.begin(new Float64Array(4).fill(1), random(5))
    for (let at = 0; at < 6; at++) {
      search.ask()
      search.tell(Array.from({ length: search.candidates }, (__, i) => (at < 3 ? Number.NaN : i === 2 ? 1 : Number.NaN)))
      expect([...search.centre(), ...search.ask()].every(Number.isFinite)).toBe(true)
    }
  })
})

test('of equal scores the first goes first', () => {
  expect(ranked([1, Number.NaN, 3, 3, -Infinity])).toEqual([2, 3, 0, 1, 4])
})
