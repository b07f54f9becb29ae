// What a matching of two networks leaves: for each unit of the first its closest counterpart in the second.
import { z } from 'zod'
import { table } from './form.ts'

const pairsTable = z.object({
  layer: z.string(),
  /** Of the second network; absent where it has the same name. */
  otherLayer: z.string().optional(),
  /** Pictures that both were shown; the first versions did not note it. */
  pictures: z.int().optional(),
  pairs: z.array(z.object({ unit: z.int(), other: z.int(), correlation: z.number() })),
  /** Mean of the best correlations when the pictures are shuffled, and of all pairs without matching; the first versions noted neither. */
  chance: z.number().optional(),
  unmatched: z.number().optional(),
})
export type Pairs = z.output<typeof pairsTable>

export const matchResults = {
  summary: z
    .object({ units: z.int(), meanCorrelation: z.number(), chanceCorrelation: z.number(), unmatchedCorrelation: z.number() })
    .partial(),
  artifacts: { pairs: table('pairs', z.object({ layer: z.string(), units: z.int() }), pairsTable) },
}
