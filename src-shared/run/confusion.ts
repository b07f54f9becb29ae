// Which class was taken for which, as a training keeps it: all of it, one factor alone, and the pairs that were mixed up most.
import { z } from 'zod'
import { mostClasses } from '../domains/pictures/settings.ts'
import { classFactors, colours, shapes, styles } from '../domains/shapes/classes.ts'

export const confusionFile = z
  .object({
    classes: z.int().min(1).max(mostClasses),
    split: z.string(),
    count: z.int(),
    correct: z.int(),
    /** Row: the truth. Column: what was said. */
    counts: z.array(z.array(z.int()).max(mostClasses)).max(mostClasses),
    wrong: z.array(z.object({ index: z.int(), truth: z.int(), said: z.int() })),
  })
  .refine(
    ({ classes, counts }) => counts.length === classes && counts.every((row) => row.length === classes),
    'a table of classes is square',
  )
export type Confusion = z.output<typeof confusionFile>

export const factors = ['shape', 'style', 'colour'] as const
export type Factor = (typeof factors)[number]
export const levels: Record<Factor, readonly string[]> = { shape: shapes, style: styles, colour: colours }

/** One factor alone, whatever the other two: how often level `row` was taken for level `column`, and how often it was named correctly. */
export interface FactorTable {
  factor: Factor
  used: number[]
  counts: number[][]
  right: number
  count: number
}
export function factorTable({ counts, count }: Confusion, factor: Factor, classes: readonly number[]): FactorTable {
  const size = levels[factor].length
  const table = Array.from({ length: size }, () => new Array<number>(size).fill(0))
  counts.forEach((row, truth) =>
    row.forEach((times, said) => {
      if (times > 0) table[classFactors(truth)[factor]]![classFactors(said)[factor]]! += times
    }),
  )
  const used = [...new Set(classes.map((one) => classFactors(one)[factor]))].sort((a, b) => a - b)
  return { factor, used, counts: table, right: table.reduce((sum, row, at) => sum + row[at]!, 0), count }
}

/** How often pictures of class `truth` were taken for class `said`. */
export interface MixUp {
  truth: number
  said: number
  count: number
}
/** The mix-ups that happened most often, most first. */
export function mixUps({ counts }: Confusion, most: number): MixUp[] {
  const out: MixUp[] = []
  counts.forEach((row, truth) =>
    row.forEach((count, said) => {
      if (count > 0 && truth !== said) out.push({ truth, said, count })
    }),
  )
  return out.sort((a, b) => b.count - a.count || a.truth - b.truth || a.said - b.said).slice(0, most)
}
