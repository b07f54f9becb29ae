// Objectives as weights on readings of a network's activations, and on functions of them: what an ascent climbs, a search looks for and a
// ranking ranks by.
import type { ObjectiveSpec, ObjectiveTerm } from './objective.ts'
import { functionalKind, type FunctionalTerm, isFunctional } from './objectives/functional.ts'
import { linearKind } from './objectives/linear.ts'
import type { Readout } from './reading.ts'

export type { Place, Reading, Readout } from './reading.ts'

/** The activation that class objectives read in the lab's own networks. */
const logits = 'logits'

/** A function of activations, times its weight. */
export interface WeightedFunctional {
  readonly weight: number
  readonly of: FunctionalTerm
  /** The activations that it reads. */
  readonly taps: readonly string[]
}
/** Score = the sum of the readings by their weights, and of the functionals by theirs. */
export interface CompiledObjective {
  readonly readout: Readout
  readonly functionals: readonly WeightedFunctional[]
}

/**
 * What an objective is on a network with these tap shapes (of `tapShapes`), which tells its classes at `classTap`; null for one without
 * classes. Throws a RangeError that names what exists when a layer, channel, place or class does not.
 */
export function compileObjective(
  spec: ObjectiveSpec,
  shapes: Record<string, readonly number[]>,
  classTap: string | null = logits,
): CompiledObjective {
  const of = { shapes, classTap }
  const terms: readonly { weight: number; of: ObjectiveTerm }[] = spec.kind === 'sum' ? spec.terms : [{ weight: 1, of: spec }]
  return {
    readout: terms.flatMap(({ weight, of: term }) =>
      isFunctional(term)
        ? []
        : linearKind(term)
            .read(term, of)
            .map((one) => ({ ...one, weight: weight * one.weight })),
    ),
    functionals: terms.flatMap(({ weight, of: term }) =>
      isFunctional(term) ? [{ weight, of: term, taps: functionalKind(term).taps(term, of) }] : [],
    ),
  }
}
