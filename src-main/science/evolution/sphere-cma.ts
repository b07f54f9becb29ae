// Search on a sphere: vectors of one length, steps whose angle shrinks evenly in its logarithm. After Wang and Ponce, High-performance
// Evolutionary Algorithms for Online Neuron Control (GECCO 2022): with a generator's latent vectors, of which the length says next to
// nothing, the many directions matter more than the covariance that CMA-ES has to learn.
import { Random, type RandomState } from '../../../src-shared/math/random.ts'
import { type Evolution, type EvolutionKind, ranked, rankWeights } from './kind.ts'

export interface SphereCmaSettings {
  candidates: number
  /** Angles from the centre to its candidates, in degrees, in the first and in the last generation. */
  angles: readonly [first: number, last: number]
  /** Over so many generations; smaller than the last angle it does not get. */
  generations: number
  /** Length of the vectors; the square root of how many numbers there are without it, as of standard normal ones. */
  norm?: number | undefined
}

/** How far the centre goes beyond the mean of the better half, along the same great circle: theirs. */
const extrapolation = 1.5

const head = 2 + 4
const lengthOf = (v: ArrayLike<number>): number => Math.hypot(...Array.from(v))

/** The angle of a generation, counted from 0, in degrees. */
export function sphereAngle({ angles: [first, last], generations }: SphereCmaSettings, generation: number): number {
  return first * (last / first) ** Math.min(1, generation / Math.max(1, generations - 1))
}

export function sphereCma(settings: SphereCmaSettings): EvolutionKind {
  return {
    candidates: () => settings.candidates,
    stateLength: (n) => head + n,
    begin(from, random) {
      const n = from.length
      const norm = settings.norm ?? Math.sqrt(n)
      const length = lengthOf(from)
      // A start without a direction gets one.
      const towards = length > 0 ? Array.from(from) : Array.from(from, () => random.normal())
      const state = new Float64Array(head + n)
      state.set([0, norm, ...random.state()])
      state.set(rescaled(towards, norm), head)
      return evolve(state, n, settings)
    },
    resume: (state, n) => evolve(state.slice(), n, settings),
  }
}

const rescaled = (v: ArrayLike<number>, norm: number): Float64Array => {
  const length = lengthOf(v)
  return Float64Array.from(Array.from(v), (one) => (one * norm) / length)
}

/** The point `share` of the way from one vector of a sphere to another along their great circle; beyond the second above 1. */
function along(from: Float64Array, to: Float64Array, norm: number, share: number): Float64Array {
  let cos = 0
  for (let i = 0; i < from.length; i++) cos += (from[i]! * to[i]!) / norm ** 2
  const angle = Math.acos(Math.min(1, Math.max(-1, cos)))
  if (angle < 1e-9) return from.slice()
  const [a, b] = [Math.sin((1 - share) * angle) / Math.sin(angle), Math.sin(share * angle) / Math.sin(angle)]
  return from.map((one, i) => a * one + b * to[i]!)
}

function evolve(state: Float64Array, n: number, settings: SphereCmaSettings): Evolution {
  const { candidates } = settings
  const weights = rankWeights(candidates)
  const norm = state[1]!
  const random = new Random([...state.subarray(2, head)] as RandomState)
  const centre = state.subarray(head)
  let asked: Float64Array | null = null
  return {
    numbers: n,
    candidates,
    ask() {
      if (asked) return asked.slice()
      // Normal numbers in the tangent plane have n - 1 directions; in one dimension a sphere is two points.
      const scale = (sphereAngle(settings, state[0]!) * Math.PI) / 180 / Math.sqrt(Math.max(1, n - 1))
      asked = new Float64Array(candidates * n)
      for (let at = 0; at < candidates; at++) {
        const u = Float64Array.from({ length: n }, () => scale * random.normal())
        const inward = u.reduce((sum, one, i) => sum + one * centre[i]!, 0) / norm ** 2
        const tangent = u.map((one, i) => one - inward * centre[i]!)
        const angle = lengthOf(tangent)
        const [cos, sin] = [Math.cos(angle), angle > 0 ? (norm * Math.sin(angle)) / angle : 0]
        asked.set(
          centre.map((one, i) => cos * one + sin * tangent[i]!),
          at * n,
        )
      }
      return asked.slice()
    },
    tell(scores) {
      if (!asked) throw new Error('Candidates are asked for before their scores are told.')
      const order = ranked(scores)
      const mean = new Float64Array(n)
      for (const [rank, weight] of weights.entries()) for (let i = 0; i < n; i++) mean[i]! += weight * asked[order[rank]! * n + i]!
      if (lengthOf(mean) > 0) centre.set(rescaled(along(centre, rescaled(mean, norm), norm, extrapolation), norm))
      asked = null
      state[0]! += 1
    },
    centre: () => centre.slice(),
    moveTo(to) {
      if (lengthOf(to) > 0) centre.set(rescaled(to, norm))
    },
    state() {
      state.set(random.state(), 2)
      return state.slice()
    },
  }
}
