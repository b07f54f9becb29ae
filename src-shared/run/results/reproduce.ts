// What a reproduction leaves: the figures of the paper, their pictures, and how its claims were judged.
import { z } from 'zod'
import { figure } from '../figure.ts'
import { several } from './form.ts'

/** A figure as it is kept: its runs by the hashes of their recipes, so that a replay, whose parts have other ids, gives the same bytes. */
const keptFigure = figure.omit({ runs: true }).extend({ parts: z.array(z.string()) })
export type KeptFigure = z.output<typeof keptFigure>

export const reproduceResults = {
  summary: z
    .object({
      /** Numbers of the figures. */
      figures: z.array(z.int()),
      claims: z.int(),
      agrees: z.int(),
      differs: z.int(),
      open: z.int(),
      /** The first versions did not count these. */
      tooSmall: z.int(),
      testAccuracy: z.number(),
      /** Share of the reconstructions that the classifier names correctly. */
      reconstructionAccuracy: z.number(),
    })
    .partial(),
  artifacts: {
    figure: { ...several('figure', 'application/json', z.object({ number: z.int(), title: z.string() })), table: keptFigure },
    panel: several('panel', 'image/png', z.object({})),
  },
}
