// CMA-ES: a normal distribution that moves to the better half of what is drawn from it, and takes on the shape of the steps that succeeded.
// After Hansen, The CMA Evolution Strategy: A Tutorial (2016, arXiv 1604.00772v1), figure 6 and table 1, without negative weights.
import { Random, type RandomState } from '../../../src-shared/math/random.ts'
import { symmetricEigen } from './jacobi.ts'
import { type Evolution, type EvolutionKind, normalLength, ranked, rankWeights } from './kind.ts'

export interface CmaEsSettings {
  /** Standard deviation in every direction at first. */
  spread: number
  /** Candidates of each generation; 4 + 3 ln(n) without it, as Hansen's. */
  candidates?: number | undefined
}

/** The constants of the tutorial for `n` numbers and so many candidates, by its names. */
export function cmaConstants(n: number, candidates: number) {
  const weights = rankWeights(candidates)
  const muEff = 1 / weights.reduce((sum, one) => sum + one * one, 0)
  const cSigma = (muEff + 2) / (n + muEff + 5)
  const c1 = 2 / ((n + 1.3) ** 2 + muEff)
  return {
    weights,
    muEff,
    cSigma,
    dSigma: 1 + 2 * Math.max(0, Math.sqrt((muEff - 1) / (n + 1)) - 1) + cSigma,
    cC: (4 + muEff / n) / (n + 4 + (2 * muEff) / n),
    c1,
    cMu: Math.min(1 - c1, (2 * (muEff - 2 + 1 / muEff)) / ((n + 2) ** 2 + muEff)),
  }
}

/** Largest change of the logarithm of the step size in one generation, so that one lucky draw cannot throw it out of all bounds. */
const mostGrowth = 1

/** The parts of the state, one after the other: generation, step size, stream, centre, two paths, covariance, axes, their deviations. */
interface Parts {
  clock: Float64Array
  stream: Float64Array
  mean: Float64Array
  pathSigma: Float64Array
  pathC: Float64Array
  covariance: Float64Array
  axes: Float64Array
  deviations: Float64Array
}
const lengths = (n: number): Record<keyof Parts, number> => ({
  clock: 3,
  stream: 4,
  mean: n,
  pathSigma: n,
  pathC: n,
  covariance: n * n,
  axes: n * n,
  deviations: n,
})
const stateLength = (n: number): number => Object.values(lengths(n)).reduce((sum, one) => sum + one, 0)
function partsOf(state: Float64Array, n: number): Parts {
  let at = 0
  const entries = Object.entries(lengths(n)).map(([name, length]) => {
    const part = state.subarray(at, at + length)
    at += length
    return [name, part]
  })
  return Object.fromEntries(entries) as Parts
}

/** The search of the tutorial. Scores count by their order alone. */
export function cmaEs({ spread, candidates }: CmaEsSettings): EvolutionKind {
  const count = (n: number): number => candidates ?? 4 + Math.floor(3 * Math.log(n))
  return {
    candidates: count,
    stateLength,
    begin(from, random) {
      const n = from.length
      const state = new Float64Array(stateLength(n))
      const parts = partsOf(state, n)
      parts.clock.set([0, spread, 0])
      parts.stream.set(random.state())
      parts.mean.set(Array.from(from))
      for (let i = 0; i < n; i++) parts.covariance[i * n + i] = parts.axes[i * n + i] = parts.deviations[i] = 1
      return evolve(state, n, count(n))
    },
    resume: (state, n) => evolve(state.slice(), n, count(n)),
  }
}

function evolve(state: Float64Array, n: number, candidates: number): Evolution {
  const { weights, muEff, cSigma, dSigma, cC, c1, cMu } = cmaConstants(n, candidates)
  const { clock, stream, mean, pathSigma, pathC, covariance, axes, deviations } = partsOf(state, n)
  const random = new Random([...stream] as RandomState)
  const expected = normalLength(n)
  // The axes are worked out again after so many generations: the covariance has hardly moved before (tutorial, appendix B.2).
  const apart = Math.max(1, Math.floor(1 / (10 * n * (c1 + cMu))))
  let asked: { draws: Float64Array; steps: Float64Array } | null = null

  /** out = axes x (deviations x z), or back: axes^T first. */
  const shaped = (z: Float64Array): Float64Array => {
    const out = new Float64Array(n)
    for (let row = 0; row < n; row++) {
      let sum = 0
      for (let axis = 0; axis < n; axis++) sum += axes[row * n + axis]! * deviations[axis]! * z[axis]!
      out[row] = sum
    }
    return out
  }
  const turned = (z: Float64Array): Float64Array => {
    const out = new Float64Array(n)
    for (let row = 0; row < n; row++) for (let axis = 0; axis < n; axis++) out[row]! += axes[row * n + axis]! * z[axis]!
    return out
  }

  function shape(): void {
    const { values, vectors } = symmetricEigen(covariance, n)
    axes.set(vectors)
    // Rounding can take a variance next to nothing below it.
    values.forEach((variance, axis) => {
      deviations[axis] = Math.sqrt(Math.max(variance, 1e-30))
    })
  }

  return {
    numbers: n,
    candidates,
    ask() {
      if (!asked) {
        const draws = new Float64Array(candidates * n)
        const steps = new Float64Array(candidates * n)
        for (let at = 0; at < candidates; at++) {
          const z = draws.subarray(at * n, (at + 1) * n)
          for (let i = 0; i < n; i++) z[i] = random.normal()
          steps.set(shaped(z), at * n)
        }
        asked = { draws, steps }
      }
      return asked.steps.map((step, at) => mean[at % n]! + clock[1]! * step)
    },
    tell(scores) {
      if (!asked) throw new Error('Candidates are asked for before their scores are told.')
      const { draws, steps } = asked
      asked = null
      const order = ranked(scores)
      const best = weights.map((weight, rank) => ({ weight, at: order[rank]! * n }))
      const step = new Float64Array(n)
      const draw = new Float64Array(n)
      for (const { weight, at } of best)
        for (let i = 0; i < n; i++) {
          step[i]! += weight * steps[at + i]!
          draw[i]! += weight * draws[at + i]!
        }
      const sigma = clock[1]!
      const generation = clock[0]! + 1
      // C^(-1/2) x step = axes x draw.
      const whitened = turned(draw)
      let squares = 0
      for (let i = 0; i < n; i++) {
        mean[i]! += sigma * step[i]!
        pathSigma[i] = (1 - cSigma) * pathSigma[i]! + Math.sqrt(cSigma * (2 - cSigma) * muEff) * whitened[i]!
        squares += pathSigma[i]! ** 2
      }
      const length = Math.sqrt(squares)
      // While the step size still has to grow fast, the covariance is not to learn from it.
      const steady = length / Math.sqrt(1 - (1 - cSigma) ** (2 * generation)) < (1.4 + 2 / (n + 1)) * expected ? 1 : 0
      for (let i = 0; i < n; i++) pathC[i] = (1 - cC) * pathC[i]! + steady * Math.sqrt(cC * (2 - cC) * muEff) * step[i]!
      const keep = 1 - c1 - cMu + (1 - steady) * c1 * cC * (2 - cC)
      for (let i = 0; i < n; i++)
        for (let j = 0; j <= i; j++) {
          let rank = 0
          for (const { weight, at } of best) rank += weight * steps[at + i]! * steps[at + j]!
          const value = keep * covariance[i * n + j]! + c1 * pathC[i]! * pathC[j]! + cMu * rank
          covariance[i * n + j] = covariance[j * n + i] = value
        }
      clock[0] = generation
      clock[1] = sigma * Math.exp(Math.min(mostGrowth, (cSigma / dSigma) * (length / expected - 1)))
      if (generation - clock[2]! >= apart) {
        clock[2] = generation
        shape()
      }
    },
    centre: () => mean.slice(),
    moveTo: (centre) => mean.set(Array.from(centre)),
    state() {
      stream.set(random.state())
      return state.slice()
    },
  }
}
