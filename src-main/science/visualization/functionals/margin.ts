// The logit of the class less the highest of the others.
import { classFunctional } from './class-logits.ts'
import type { FunctionalMaker } from './kind.ts'

/** Puts the class itself below every other: any logit is lost against it, and it is still far from the largest float32. */
const below = 1e30

export const margin: FunctionalMaker<{ class: number }> = (spec, of) =>
  classFunctional('margin', spec.class, of, (logits, asked) =>
    logits
      .mul(asked)
      .sum(1)
      .sub(logits.sub(asked.mul(below)).max(1)),
  )
