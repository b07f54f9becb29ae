// What Figs. 7 and 10 are read from, and the numbers that both have.
import type { FigureNumber } from '../../../src-shared/run/figure.ts'
import type { ExampleRow } from '../../../src-shared/run/results/examples.ts'
import { type Need, show } from '../claims/judgement.ts'
import { against, number } from '../figure-parts.ts'
import type { Made } from '../findings.ts'
import type { Picture } from '../../image/png.ts'
import { mean, median } from '../measures.ts'

export interface PixelFindings {
  naive: Made[]
  robust: Made[]
  examples: Map<string, ExampleRow>
  example(key: string): Picture
  /** What every claim on these pictures needs. */
  needs: Need[]
}

/** Scores of one method against the best dataset example: medians over objectives of the mean over starts. */
function reached(made: Made[], examples: Map<string, ExampleRow>, of: (one: Made) => number): { median: number; spread: number } {
  const keys = [...new Set(made.map((one) => one.key))]
  const ratios = keys
    .map((key) => made.filter((one) => one.key === key).map((one) => against(of(one), examples.get(key)?.top[0]?.score)))
    .filter((row) => row.every(Number.isFinite))
  return { median: median(ratios.map(mean)), spread: median(ratios.map((row) => Math.max(...row) - Math.min(...row))) }
}

export function activationNumbers({ naive, robust, examples }: PixelFindings): FigureNumber[] {
  const unit = '× best training picture'
  const [a, b] = [reached(naive, examples, (one) => one.meta.score), reached(robust, examples, (one) => one.meta.score)]
  return [
    number(
      'Naive reaches',
      a.median,
      unit,
      `Median over the objectives of the mean over the starts, as a multiple of the highest activation of all training pictures. It ` +
        `varies by ${show(a.spread)} between starts.`,
    ),
    number(
      'Robust reaches',
      b.median,
      unit,
      `The same with transformation robustness, measured on the picture as it is, untransformed. It varies by ` +
        `${show(b.spread)} between starts.`,
    ),
    number(
      'Noise reaches',
      reached(naive, examples, (one) => one.meta.scoreFirst).median,
      unit,
      'The random starting picture of the same ascent: the other baseline.',
    ),
  ]
}
