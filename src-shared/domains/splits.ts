// What the pictures of a dataset are divided into.
import { z } from 'zod'

export const split = z.enum(['train', 'validation', 'test'])
export type Split = z.output<typeof split>

/** The splits in the order of their numbers. */
export const splits = split.options
