// What a look for the nearest training pictures leaves, beside how near unseen test pictures lie.
import { z } from 'zod'
import { hash } from '../../recipe/recipe.ts'
import { table } from './form.ts'

const correlations = z.array(z.number())
const nearestTable = z.object({
  /** Distances of test pictures to the training pictures nearest to them. */
  baseline: z.object({ median: z.number(), low: z.number(), high: z.number(), count: z.int().optional() }),
  /** The ends of the scale of likeness: correlations of test pictures and of noise with the training pictures most like them. */
  similar: z
    .object({
      /** Pixels a side of the blocks over which means are taken. */
      block: z.int().optional(),
      test: z.object({ correlations, named: z.int() }),
      noise: z.object({ correlations }),
    })
    .optional(),
  /** Of each tile of each picture: the training picture nearest to it, and the one most like it. */
  rows: z.array(
    z.object({
      picture: hash,
      tile: z.int(),
      index: z.int(),
      label: z.int(),
      distance: z.number(),
      similar: z.object({ index: z.int(), label: z.int(), correlation: z.number() }).optional(),
    }),
  ),
})
export type NearestTable = z.output<typeof nearestTable>

export const nearestResults = {
  summary: z.object({ pictures: z.int(), baselineMedian: z.number() }).partial(),
  artifacts: { nearest: table('nearest', z.object({ pictures: z.int() }), nearestTable) },
}
