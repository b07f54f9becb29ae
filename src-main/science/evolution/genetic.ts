// A genetic algorithm: the best are kept, the others are children of two that scored well, with some of their numbers changed at random.
// After the one of XDREAM (Ponce, Xiao and others, Evolving Images for Visual Neurons Using a Deep Generative Network, Cell 2019).
import { Random, type RandomState } from '../../../src-shared/math/random.ts'
import { type Evolution, type EvolutionKind, ranked } from './kind.ts'

export interface GeneticSettings {
  candidates: number
  /** Standard deviation of what is added to a number that is changed; of every number in the first generation. */
  mutation: number
}

/** XDREAM's: share of the numbers that change, share that is taken from the first parent, and share of the candidates that are kept. */
const [mutationRate, fromFirst, keptShare] = [0.25, 0.75, 0.25]
/** The temperature at which scores become chances to be a parent, in standard deviations of the scores. */
const temperature = 2

const head = 4

/** Scores count by their differences, in standard deviations. */
export function genetic({ candidates, mutation }: GeneticSettings): EvolutionKind {
  return {
    candidates: () => candidates,
    stateLength: (n) => head + candidates * n,
    begin(from, random) {
      const n = from.length
      const state = new Float64Array(head + candidates * n)
      // The start itself goes first, so that nothing found is worse.
      for (let at = 0; at < candidates * n; at++) state[head + at] = from[at % n]! + (at < n ? 0 : mutation * random.normal())
      state.set(random.state())
      return evolve(state, n, candidates, mutation)
    },
    resume: (state, n) => evolve(state.slice(), n, candidates, mutation),
  }
}

function evolve(state: Float64Array, n: number, candidates: number, mutation: number): Evolution {
  const random = new Random([...state.subarray(0, head)] as RandomState)
  const population = state.subarray(head)
  const kept = Math.max(1, Math.floor(keptShare * candidates))
  return {
    numbers: n,
    candidates,
    ask: () => population.slice(),
    tell(scores) {
      const order = ranked(scores)
      const parents = order.map((at) => population.slice(at * n, (at + 1) * n))
      const heights = order.map((at) => scores[at]!)
      const chances = chancesOf(heights)
      const parent = (): Float64Array => {
        const lot = random.uniform() * chances.at(-1)!
        return parents[
          Math.max(
            0,
            chances.findIndex((sum) => lot < sum),
          )
        ]!
      }
      for (let at = 0; at < candidates; at++) {
        const own = population.subarray(at * n, (at + 1) * n)
        if (at < kept) {
          own.set(parents[at]!)
          continue
        }
        const [first, second] = [parent(), parent()]
        for (let i = 0; i < n; i++) {
          const gene = (random.uniform() < fromFirst ? first : second)[i]!
          own[i] = gene + (random.uniform() < mutationRate ? mutation * random.normal() : 0)
        }
      }
    },
    centre: () => population.slice(0, n),
    moveTo: (centre) => population.set(Array.from(centre)),
    state() {
      state.set(random.state())
      return state.slice()
    },
  }
}

/** Running sums of the chances of scores in falling order; what is not finite has none. */
function chancesOf(scores: readonly number[]): number[] {
  const finite = scores.filter(Number.isFinite)
  const mean = finite.reduce((sum, one) => sum + one, 0) / Math.max(1, finite.length)
  const deviation = Math.sqrt(finite.reduce((sum, one) => sum + (one - mean) ** 2, 0) / Math.max(1, finite.length))
  const scale = Math.max(temperature * deviation, 1e-8)
  const highest = finite[0] ?? 0
  let sum = 0
  return scores.map((one) => {
    sum += Number.isFinite(one) ? Math.exp((one - highest) / scale) : finite.length === 0 ? 1 : 0
    return sum
  })
}
