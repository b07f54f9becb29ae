// Numbers that are drawn evenly between two others.
import { z } from 'zod'

/** [low, high] within limits; low is not above high. */
export const range = (low: number, high: number) =>
  z
    .tuple([z.number().min(low).max(high), z.number().min(low).max(high)])
    .refine(([a, b]) => a <= b, 'a range runs from the smaller to the larger number')
