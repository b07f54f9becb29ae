// How a page sends pictures that are imported: in parts of some files each, to an import that it has begun.
import { z } from 'zod'
import { mostClasses } from './settings.ts'

/** POST takes the next part of an import; the answer is `pictureCounts`, or the fault that refuses it. */
export const picturesPath = (id: string): string => `pictures/${encodeURIComponent(id)}`
/** Bytes of one part at most: a file of the largest size that is read, and its neighbours. */
export const mostPart = 96 * 2 ** 20
/** What stands before the bytes of a part, as JSON after its length as u32 (little endian). */
export const partHeader = z
  .array(
    z.object({
      path: z.string().min(1).max(4000),
      label: z
        .int()
        .min(0)
        .max(mostClasses - 1),
      size: z.int().min(0),
    }),
  )
  .max(1000)
/** What an import has taken so far. */
export const pictureCounts = z.object({ done: z.int(), pictures: z.int(), duplicates: z.int(), unreadable: z.int() })
export type PictureCounts = z.output<typeof pictureCounts>
