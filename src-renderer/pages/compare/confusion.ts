// What two classifiers mix up, and where that changed most.
import { classCount, classFactors } from '../../../src-shared/domains/shapes/classes.ts'
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
  for (let truth = 0; truth < classCount; truth++) {
    for (let said = 0; said < classCount; said++) {
      const [here, there] = [a.counts[truth]![said]!, b.counts[truth]![said]!]
      if (truth !== said && here !== there) out.push({ truth, said, here, there })
    }
  }
  return out.sort((x, y) => Math.abs(y.there - y.here) - Math.abs(x.there - x.here) || x.truth - y.truth || x.said - y.said).slice(0, most)
}

export interface FactorShares {
  shape: number
  style: number
  colour: number
  all: number
}
/** How many test pictures had each factor named correctly, whatever the other two. */
export function factorsRight({ counts }: Confusion): FactorShares {
  const right = { shape: 0, style: 0, colour: 0, all: 0 }
  counts.forEach((row, truth) =>
    row.forEach((times, said) => {
      if (times === 0) return
      const [is, named] = [classFactors(truth), classFactors(said)]
      for (const factor of factors) if (is[factor] === named[factor]) right[factor] += times
      if (truth === said) right.all += times
    }),
  )
  return right
}
