// Objectives as weights on readings of a network's activations, and on functions of them: what an ascent climbs, a search looks for and a
// ranking ranks by.
import type { ObjectiveSpec, Standard } from './objective.ts'
import { askedIn, tapIn } from './objectives/asked.ts'
import type { InnerTerm } from './objectives/elsewhere.ts'
import { functionalKind, type FunctionalTerm, isFunctional } from './objectives/functional.ts'
import { placedTerm } from './objectives/index.ts'
import type { Asked } from './objectives/kind.ts'
import { linearKind } from './objectives/linear.ts'
import type { Readout } from './reading.ts'

export type { Place, Reading, Readout } from './reading.ts'

/** The activation that class objectives read in the lab's own networks. */
const logits = 'logits'

/** A function of activations, times its weight. */
export interface WeightedFunctional {
  readonly weight: number
  readonly of: FunctionalTerm
  /** The network that it is asked of, where that is another. */
  readonly network: string | null
  /** The activations that it reads. */
  readonly taps: readonly string[]
}
/** Score = constant + the sum of the readings by their weights, and of the functionals by theirs. */
export interface CompiledObjective {
  /** What standardising takes off; 0 without it. */
  readonly constant: number
  readonly readout: Readout
  readonly functionals: readonly WeightedFunctional[]
}

/** 1 / deviation and mean / deviation, so that (x - mean) / deviation = scale x - shift. */
const scaled = (of: Standard | undefined): { scale: number; shift: number } =>
  of ? { scale: 1 / of.deviation, shift: of.mean / of.deviation } : { scale: 1, shift: 0 }

interface WeightedTerm {
  readonly weight: number
  readonly of: InnerTerm
  readonly network: string | null
}
/** The terms of an objective with what standardising makes of their weights. */
function weighted(spec: ObjectiveSpec): { constant: number; terms: WeightedTerm[] } {
  if (spec.kind !== 'sum') return { constant: 0, terms: [{ weight: 1, ...placedTerm(spec) }] }
  const whole = scaled(spec.standard)
  const constant = spec.terms.reduce((sum, { weight, standard }) => sum - weight * scaled(standard).shift, 0)
  return {
    constant: whole.scale * constant - whole.shift,
    terms: spec.terms.map(({ weight, of, standard }) => ({ weight: whole.scale * weight * scaled(standard).scale, ...placedTerm(of) })),
  }
}

/**
 * What an objective is on a network with these tap shapes (of `tapShapes`), which tells its classes at `classTap`; null for one without
 * classes. Throws a RangeError that names what exists when a layer, channel, place, class or other network does not.
 */
export function compileObjective(
  spec: ObjectiveSpec,
  shapes: Record<string, readonly number[]>,
  classTap: string | null = logits,
  others: Asked['others'] = new Map(),
): CompiledObjective {
  const { constant, terms } = weighted(spec)
  const here: Asked = { shapes, classTap, others }
  return {
    constant,
    readout: terms.flatMap(({ weight, of: term, network }) =>
      isFunctional(term)
        ? []
        : linearKind(term)
            .read(term, askedIn(here, network))
            .map((one) => ({ ...one, tap: tapIn(network, one.tap), weight: weight * one.weight })),
    ),
    functionals: terms.flatMap(({ weight, of: term, network }) => {
      if (!isFunctional(term)) return []
      const taps = functionalKind(term).taps(term, askedIn(here, network))
      return [{ weight, of: term, network, taps: taps.map((tap) => tapIn(network, tap)) }]
    }),
  }
}
