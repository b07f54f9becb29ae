// What a run leaves that draws a dataset.
import { z } from 'zod'
import { datasetSettings, hash } from '../../recipe/recipe.ts'
import { one, table } from './form.ts'
import { classNumber, sheetMeta } from './pictures.ts'

const counts = z.record(z.string(), z.int())
/** SHA-256 of the raw bytes of each array, factors as little-endian float32. */
const arrays = z.object({ images: hash, labels: hash, factors: hash, split: hash })

export const datasetResults = {
  summary: z.object({ count: z.int(), classes: z.int(), splits: counts, sha256: arrays }).partial(),
  artifacts: {
    /** The first picture of each class. */
    wall: one('wall', 'image/png', sheetMeta),
    manifest: table(
      'manifest',
      z.object({ caption: z.string() }),
      z.object({
        version: z.int(),
        settings: datasetSettings,
        perClass: z.array(z.object({ class: classNumber, name: z.string(), count: z.int() })),
        splits: counts,
        sha256: arrays,
      }),
    ),
  },
}
