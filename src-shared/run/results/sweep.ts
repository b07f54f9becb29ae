// What a sweep leaves: of each of its ascents the pictures with their numbers, as a table, as CSV, and as one sheet.
import { z } from 'zod'
import { hash } from '../../recipe/hash.ts'
import { one, table } from './form.ts'

/** A picture of a cell: that of one objective. Of a generator's starts it is the best, else the first. */
const cellPicture = z.object({ key: z.string(), hash, score: z.number() })
/** `part`: its run, by the hash of its recipe, so that a replay, whose parts have other ids, gives the same bytes. */
const cell = z.object({ at: z.array(z.int().min(0)), part: hash, pictures: z.array(cellPicture) })
export type SweptCell = z.output<typeof cell>

export const sweepResults = {
  summary: z
    .object({
      cells: z.int(),
      pictures: z.int(),
      /** The highest score of each objective, and the words of the cell that has it. */
      bestCells: z.array(z.object({ key: z.string(), score: z.number(), words: z.string() })),
    })
    .partial(),
  artifacts: {
    cells: table('cells', z.object({}), z.array(cell)),
    /** A row for each picture: a column for each setting that is varied, the objective and its score. */
    numbers: one('numbers', 'text/csv', z.object({})),
    /** All pictures as the page lays them out; not where they are of several sizes, or too many for one file. */
    sheet: one('sheet', 'image/png', z.object({ caption: z.string() })),
  },
}
