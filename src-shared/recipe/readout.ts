// Objectives as weights on readings of a network's activations: what an ascent climbs, a search looks for and a ranking ranks by.
import type { ObjectiveSpec } from './objective.ts'
import { kindOf } from './objectives/index.ts'
import type { Readout } from './reading.ts'

export type { Place, Reading, Readout } from './reading.ts'

/** The activation that class objectives read in the lab's own networks. */
const logits = 'logits'

/**
 * The weights of an objective on a network with these tap shapes (of `tapShapes`), which tells its classes at `classTap`; null for one
 * without classes. Throws a RangeError that names what exists when a layer, channel, place or class does not.
 */
export function compileObjective(
  spec: ObjectiveSpec,
  shapes: Record<string, readonly number[]>,
  classTap: string | null = logits,
): Readout {
  const of = { shapes, classTap }
  if (spec.kind !== 'sum') return kindOf(spec).read(spec, of)
  return spec.terms.flatMap(({ weight, of: term }) =>
    kindOf(term)
      .read(term, of)
      .map((one) => ({ ...one, weight: weight * one.weight })),
  )
}
