// The index of pictures that were brought: what each is called, its class, and in which pack its pixels are.
import { z } from 'zod'
import { hash } from '../../recipe/hash.ts'
import { mostClasses, pictureSize } from './settings.ts'

export const picturesIndexMedia = 'application/x-phosphene-pictures'

/** Columns of a pack, which is a sheet of pictures, row after row. */
export const packColumns = 16
/** Bytes of a pack's pixels, at most, where one row is not more. */
const packBytes = 4 * 2 ** 20
/** Pictures of a pack: whole rows. */
export const picturesPerPack = (size: number): number =>
  packColumns * Math.min(32, Math.max(1, Math.floor(packBytes / (packColumns * size * size * 3))))

export const picturesIndex = z
  .object({
    version: z.literal(1),
    size: pictureSize,
    classes: z.array(z.string()).max(mostClasses),
    /** Pictures in each pack but the last, which may have fewer. */
    perPack: z.int().min(1).max(4096),
    /** The packs by the SHA-256 of their bytes: PNG sheets of `packColumns` columns. */
    packs: z.array(hash),
    /** Class of each picture; 0 where there are no classes. */
    labels: z.array(
      z
        .int()
        .min(0)
        .max(mostClasses - 1),
    ),
    /** SHA-256 of each picture's RGB bytes. */
    hashes: z.array(hash),
    /** Where each picture came from: its path below the folder. */
    names: z.array(z.string()),
  })
  .refine(
    ({ labels, hashes, names, packs, perPack }) =>
      labels.length === hashes.length && labels.length === names.length && packs.length === Math.ceil(labels.length / perPack),
    'the lists of an index do not fit together',
  )
export type PicturesIndex = z.output<typeof picturesIndex>

/** Reads an index from its bytes. Throws an Error in words for what is none. */
export function readPicturesIndex(bytes: Uint8Array): PicturesIndex {
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    value = undefined
  }
  const read = picturesIndex.safeParse(value)
  if (read.success) return read.data
  throw new Error('The index of these pictures is of another version or damaged. Import the pictures again.')
}

/**
 * The split of a picture by its content: 0 train, 1 validation, 2 test, in the ratio 8:1:1. It depends on the picture alone, so that a
 * larger import of the same framing keeps the split of every picture; of few pictures the ratio is only about that.
 */
export function splitOfPicture(contentHash: string): number {
  const place = Number.parseInt(contentHash.slice(0, 8), 16) % 10
  return place === 8 ? 1 : place === 9 ? 2 : 0
}
