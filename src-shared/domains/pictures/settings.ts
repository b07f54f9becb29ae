// A dataset of pictures that were brought: how a recipe names it, and how pictures of any size are framed.
import { z } from 'zod'
import { hash } from '../../recipe/hash.ts'

/** Width and height of every picture in pixels; a multiple of 16, since the networks halve it four times. */
export const pictureSize = z.int().min(16).max(224).multipleOf(16)
/** Classes that one dataset may have. */
export const mostClasses = 1000
const classNames = z
  .array(z.string().min(1).max(200))
  .max(mostClasses)
  .refine((names) => new Set(names).size === names.length, 'classes have different names')

/** How pictures of any size and shape become squares of one size. */
export const framing = z.strictObject({
  size: pictureSize.default(48),
  /** "crop": the middle of the picture fills the square. "letterbox": the whole picture stands in it, with bars at two sides. */
  fit: z.enum(['crop', 'letterbox']).default('crop'),
  /** The colour of the bars, and of what is transparent: #rrggbb. */
  background: z
    .string()
    .regex(/^#[0-9a-f]{6}$/, 'a colour is # and six hexadecimal digits in lower case')
    .default('#000000'),
})
export type Framing = z.output<typeof framing>

/** An import of pictures. It can be told from another by this; it cannot be carried out again without the files. */
export const picturesRecipe = z.strictObject({
  kind: z.literal('pictures'),
  ...framing.shape,
  /** Names of the folders that are classes, in the order of their numbers; none: the pictures have no classes. */
  classes: classNames,
  /** SHA-256 over the path, class and SHA-256 of each file, in order. */
  sources: hash,
})
export type PicturesRecipe = z.output<typeof picturesRecipe>

/** Pictures that were brought, as a training names them: by the bytes of their index, with what is said of them everywhere. */
export const picturesDataset = z.strictObject({
  kind: z.literal('pictures'),
  index: hash,
  name: z.string().min(1).max(200),
  count: z.int().min(1).max(1_000_000),
  size: pictureSize,
  /** In the order of their numbers; none where the pictures have no classes. */
  classNames,
})
export type PicturesDataset = z.output<typeof picturesDataset>

/** Bytes of all pictures of one dataset, at most: what one array can hold and be hashed, 2^31 - 1. */
export const mostPictureBytes = 2 ** 31 - 1
