// What random numbers begin with.
import { z } from 'zod'

/** A seed: any unsigned 32-bit number. */
export const seed = z.int().min(0).max(0xffff_ffff)
