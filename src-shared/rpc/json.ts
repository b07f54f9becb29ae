// JSON as a value: what settings, summaries and saved things are made of. Checked by hand: a union of schemas would, for a megabyte of
// brackets, collect the reasons of every branch at every level.
import { z } from 'zod'

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

/** Lists and objects may nest this deep; the wire carries a few levels more, for what is around them. */
export const jsonDepth = 48

/** Plain JSON: finite numbers, no holes or undefined, plain objects, nested at most `jsonDepth` deep. */
export const json: z.ZodType<Json> = z.custom<Json>((value) => isJson(value, 0), {
  error: `expected JSON of at most ${jsonDepth} levels`,
  abort: true,
})

function isJson(value: unknown, depth: number): boolean {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true
  if (typeof value === 'number') return Number.isFinite(value)
  if (typeof value !== 'object' || depth >= jsonDepth) return false
  // Not `every`, which skips holes.
  if (Array.isArray(value)) {
    for (const item of value as unknown[]) if (!isJson(item, depth + 1)) return false
    return true
  }
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== null && prototype !== Object.prototype) return false
  return Object.values(value).every((item) => isJson(item, depth + 1))
}

/** Bytes of what a user keeps in one place, such as a setting or a saved objective, as JSON. */
export const keptBytes = 2 ** 20

const isKept = (value: unknown): boolean => new TextEncoder().encode(JSON.stringify(value)).length <= keptBytes
const tooMuch = {
  message: `this is more than ${keptBytes / 2 ** 20} MiB, which is the most that is kept in one place; nothing was saved`,
}
/** JSON that may be kept under a name: at most `keptBytes`. */
export const keptJson = json.refine(isKept, tooMuch)
/** Fields of what is kept under a name. */
export const keptFields = z.record(z.string(), json).refine(isKept, tooMuch)
