// Objectives as weights on readings of a network's activations, and on functions of them: what an ascent climbs, a search looks for and a
// ranking ranks by.
import type { ObjectiveSpec, ObjectiveTerm, Standard } from './objective.ts'
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

/** The terms of an objective with what standardising makes of their weights. */
function weighted(spec: ObjectiveSpec): { constant: number; terms: { weight: number; of: ObjectiveTerm }[] } {
  if (spec.kind !== 'sum') return { constant: 0, terms: [{ weight: 1, of: spec }] }
  const whole = scaled(spec.standard)
  const constant = spec.terms.reduce((sum, { weight, standard }) => sum - weight * scaled(standard).shift, 0)
  return {
    constant: whole.scale * constant - whole.shift,
    terms: spec.terms.map(({ weight, of, standard }) => ({ weight: whole.scale * weight * scaled(standard).scale, of })),
  }
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
  const { constant, terms } = weighted(spec)
  return {
    constant,
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
