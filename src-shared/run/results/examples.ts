// What a ranking of the dataset leaves: of each objective the pictures that it answers to most and least.
import { z } from 'zod'
import { objectiveSpec } from '../../recipe/objective.ts'
import { shownPictures as split } from '../../domains/splits.ts'
import { hash, measure } from '../../recipe/recipe.ts'
import { table } from './form.ts'

/** A picture of the dataset by its index and class; `x` and `y` of its strongest place where it is ranked by that. */
const ranked = z.object({ index: z.int().min(0), score: z.number(), label: z.int(), x: z.int().optional(), y: z.int().optional() })
export type Ranked = z.output<typeof ranked>
const row = z.object({
  key: z.string(),
  /** By what it is ranked; absent where there is nothing to choose, and in tables from before there was a choice. */
  measure: measure.optional(),
  objective: objectiveSpec,
  name: z.string(),
  top: z.array(ranked).min(1),
  bottom: z.array(ranked),
  /** The highest score, and the distribution of all: `high` is the 99.9th percentile. */
  best: z.number(),
  mean: z.number(),
  std: z.number(),
  median: z.number(),
  high: z.number(),
  histogram: z.object({ low: z.number(), high: z.number(), counts: z.array(z.number()) }),
  /** Mean of each class, in the order of the table's classes. */
  classes: z.array(z.number()).optional(),
})
export type ExampleRow = z.output<typeof row>

export const examplesResults = {
  summary: z.object({ objectives: z.int(), pictures: z.int() }).partial(),
  artifacts: {
    examples: table(
      'examples',
      z.object({ model: hash, split, top: z.int(), count: z.int(), objectives: z.int() }),
      z.object({
        split,
        /** Pictures looked at. */
        count: z.int(),
        objectives: z.array(row),
        /** The classes of the pictures and how many there are of each; not in tables from before there were measures. */
        classes: z.array(z.object({ label: z.int(), count: z.int() })).optional(),
      }),
    ),
  },
}
