// What a search of a latent space leaves: of each objective the best pictures, side by side.
import { z } from 'zod'
import { objectiveSpec } from '../../recipe/objective.ts'
import { several } from './form.ts'

const score = z.number()
/**
 * A latent vector that was found. `score` is what the search saw; `pictureScore` that of the kept 8-bit picture, which alone compares
 * with an ascent's, and which the first versions did not note.
 */
const rank = z.object({ sample: z.int(), score, pictureScore: score.optional(), z: z.array(z.number()) })
export type Rank = z.output<typeof rank>
const topsMeta = z.object({
  caption: z.string(),
  objective: objectiveSpec,
  key: z.string(),
  name: z.string(),
  /** Best first. */
  ranks: z.array(rank).min(1),
  samples: z.int(),
})
export type TopsMeta = z.output<typeof topsMeta>
/** The score of the picture as it is kept; of the first versions that which the search saw. */
export const keptScore = ({ score: seen, pictureScore }: Rank): number => pictureScore ?? seen

export const searchResults = {
  summary: z
    .object({
      samples: z.int(),
      objectives: z.int(),
      /** The highest score of each of the first objectives. */
      best: z.array(z.object({ key: z.string(), score })),
    })
    .partial(),
  artifacts: {
    /** By the key of the objective. */
    tops: several('tops', 'image/png', topsMeta),
  },
}
