// What is said beside a sheet of dataset pictures.
import { z } from 'zod'
import { mostClasses } from '../../domains/pictures/settings.ts'

/** A class: 0 to 59 of the shapes; of own pictures 0 to below the number of their classes, and 0 where they have none. */
export const classNumber = z
  .int()
  .min(0)
  .max(mostClasses - 1)

/** Square pictures in rows of `columns`; `index` is that of the dataset. */
export const sheetMeta = z.object({
  caption: z.string(),
  columns: z.int().positive(),
  /** Pixels of a picture's side. */
  size: z.int().positive(),
  pictures: z.array(z.object({ index: z.int().min(0), class: classNumber, name: z.string() })),
})

/** Raw numbers, little-endian. */
export const arrayMeta = z.object({ type: z.literal('float32'), shape: z.tuple([z.int(), z.int()]) })
