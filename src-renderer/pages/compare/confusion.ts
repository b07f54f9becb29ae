// What two classifiers mix up, and where that changed most.
import { classFactors } from '../../../src-shared/domains/shapes/classes.ts'
import { type Confusion, factors } from '../../../src-shared/run/confusion.ts'

export interface Change {
  truth: number
  said: number
  here: number
  there: number
}

/** The mix-ups whose number changed most between two classifiers tested on the same pictures, most changed first. */
export function changes(a: Confusion, b: Confusion, most: number): Change[] {
  const out: Change[] = []
  for (const [truth, row] of a.counts.entries())
    for (const [said, here] of row.entries()) {
      const there = b.counts[truth]?.[said] ?? 0
      if (truth !== said && here !== there) out.push({ truth, said, here, there })
    }
  return out.sort((x, y) => Math.abs(y.there - y.here) - Math.abs(x.there - x.here) || x.truth - y.truth || x.said - y.said).slice(0, most)
}

export interface FactorShares {
  shape: number
  style: number
  colour: number
  all: number
}
/** How many test pictures had each factor named correctly, whatever the other two; of pictures without factors only how many in all. */
export function factorsRight({ counts }: Confusion, factored = true): FactorShares {
  const right = { shape: 0, style: 0, colour: 0, all: 0 }
  counts.forEach((row, truth) =>
    row.forEach((times, said) => {
      if (times === 0) return
      if (truth === said) right.all += times
      if (!factored) return
      const [is, named] = [classFactors(truth), classFactors(said)]
      for (const factor of factors) if (is[factor] === named[factor]) right[factor] += times
    }),
  )
  return right
}
