// What an import of pictures leaves.
import { z } from 'zod'
import { type PicturesDataset, picturesDataset } from '../../domains/pictures/settings.ts'
import { hash } from '../../recipe/hash.ts'
import type { Run } from '../run.ts'
import { picturesIndex, picturesIndexMedia } from '../../domains/pictures/pictures-index.ts'
import { one, several, table } from './form.ts'
import { sheetMeta } from './pictures.ts'

const counts = z.record(z.string(), z.int())

/** Files of each kind that are named; all are counted. */
export const mostNamed = 200

export const ownPicturesResults = {
  summary: z
    .object({
      /** SHA-256 of the index, by which trainings name the dataset. */
      index: hash,
      /** Pictures in the dataset. */
      count: z.int(),
      classes: z.int(),
      splits: counts,
      /** Files whose picture was there already, by the pixels they give. */
      duplicates: z.int(),
      /** Files that could not be read as pictures. */
      unreadable: z.int(),
      /** Pictures that lay beside the folders of the classes. */
      outside: z.int(),
    })
    .partial(),
  artifacts: {
    /** The first pictures, at most one of each class. */
    wall: one('wall', 'image/png', sheetMeta),
    index: {
      ...table('index', z.object({ caption: z.string(), count: z.int(), name: z.string() }), picturesIndex),
      media: picturesIndexMedia,
    },
    /** Sheets of pictures in the order of the index. */
    pack: several('pack', 'image/png', z.object({ caption: z.string(), first: z.int(), count: z.int(), size: z.int(), columns: z.int() })),
    leftOut: table(
      'left-out',
      z.object({ caption: z.string() }),
      z.object({
        duplicates: z.array(z.object({ path: z.string(), of: z.string() })),
        unreadable: z.array(z.object({ path: z.string(), why: z.string() })),
        outside: z.array(z.string()),
      }),
    ),
  },
}

/** The dataset of an import, as trainings name it; null for another run, or one that is damaged. */
export function picturesOfRun({ recipe, summary, name }: Pick<Run, 'recipe' | 'summary' | 'name'>): PicturesDataset | null {
  if (recipe.kind !== 'pictures') return null
  const { index, count } = summary
  const { size, classes: classNames } = recipe
  const read = picturesDataset.safeParse({ kind: 'pictures', index, name: name.slice(0, 200), count, size, classNames })
  return read.success ? read.data : null
}
