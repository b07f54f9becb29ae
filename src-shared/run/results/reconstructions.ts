// What a judgement of a generator leaves: its error, and how often a classifier still names the class of what it redraws.
import { z } from 'zod'
import { split } from '../../recipe/recipe.ts'
import { table } from './form.ts'

export const reconstructionsResults = {
  summary: z
    .object({
      testError: z.number(),
      blackError: z.number(),
      /** Reconstructions that are named correctly: how many of `count`, and their share. */
      accuracy: z.number(),
      correct: z.int(),
      count: z.int(),
      originalAccuracy: z.number(),
      originalCorrect: z.int(),
      /** Named correctly as originals, and not as reconstructions. The first versions did not count them. */
      lost: z.int(),
    })
    .partial(),
  artifacts: {
    quality: table(
      'quality',
      z.object({ split }),
      z.object({
        error: z.number(),
        blackError: z.number(),
        count: z.int(),
        correct: z.int(),
        accuracy: z.number(),
        wrong: z.array(z.object({ index: z.int(), truth: z.int(), said: z.int() })),
        /** Share of the originals that are named correctly. */
        original: z.number(),
      }),
    ),
  },
}
