// What a classifier makes of one picture, as rows to show.
import { classCount } from '../../src-shared/domains/shapes/classes.ts'
import type { Responses } from './responses.ts'

export interface Verdict {
  label: number
  logit: number
  probability: number
  rank: number
}

/** The `most` likeliest classes in order; the true one as well, when it is not among them. */
export function verdicts(logits: readonly number[], probabilities: readonly number[], truth: number | null, most = 5): Verdict[] {
  const all = Array.from({ length: Math.min(classCount, logits.length) }, (_, label) => ({
    label,
    logit: logits[label]!,
    probability: probabilities[label]!,
  }))
    .sort((a, b) => b.logit - a.logit)
    .map((one, at) => ({ ...one, rank: at + 1 }))
  return all.filter((one) => one.rank <= most || one.label === truth)
}

export interface Fired {
  layer: string
  unit: number
  value: number /** Standard deviations above the unit's mean over the pictures it is compared with. */
  above: number
}

/**
 * The units of each layer that answer most above their mean, in standard deviations; none where all answer below it. Units that never
 * differ are left out. Of several pictures, [pictures][units], the mean answer is what counts.
 */
export function strongest(
  answer: readonly { layer: string; values: readonly (readonly number[])[] }[],
  usual: Responses,
  most: number,
): { layer: string; units: Fired[] }[] {
  return answer.map(({ layer, values }) => {
    const rows = usual.layers.get(layer) ?? []
    const units = (values[0] ?? []).flatMap((_, unit): Fired[] => {
      const value = values.reduce((sum, row) => sum + row[unit]!, 0) / values.length
      const mean = rows.reduce((sum, row) => sum + row[unit]!, 0) / rows.length
      const deviation = Math.sqrt(rows.reduce((sum, row) => sum + (row[unit]! - mean) ** 2, 0) / rows.length)
      return deviation > 0 ? [{ layer, unit, value, above: (value - mean) / deviation }] : []
    })
    return {
      layer,
      units: units
        .filter((one) => one.above > 0)
        .sort((a, b) => b.above - a.above)
        .slice(0, most),
    }
  })
}
