// What the pictures of a dataset are divided into.
import { z } from 'zod'

export const split = z.enum(['train', 'validation', 'test'])
export type Split = z.output<typeof split>

/** Pictures that a network is shown: those of one split, or all, where it has learnt from none of them. */
export const shownPictures = z.enum([...split.options, 'all'])
export type ShownPictures = z.output<typeof shownPictures>

/** The splits in the order of their numbers. */
export const splits = split.options
