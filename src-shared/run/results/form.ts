// The form of a result: what it is called, what kind of file it is, what is said beside it, and, of a table, what it holds. Each kind of
// run lists its results in a file of this folder; what it makes is written through that list, and whoever shows it reads through it.
import { z } from 'zod'
import type { Json } from '../event.ts'
import type { Artifact } from '../run.ts'

export interface ResultForm<M extends z.ZodType = z.ZodType, T extends z.ZodType = z.ZodType> {
  /** The name, or, where there are several, what stands before the place of each: "pictures" of "pictures/conv3:5/0". */
  readonly name: string
  readonly several: boolean
  readonly media: string
  /** What is said beside it. What older versions left out is optional. */
  readonly meta: M
  /** What it holds, of JSON; else nothing fits it. */
  readonly table: T
}

/** A result of which a run has one. */
export const one = <M extends z.ZodType>(name: string, media: string, meta: M): ResultForm<M, z.ZodNever> => ({
  name,
  several: false,
  media,
  meta,
  table: z.never(),
})
/** A result of which a run has several, each at a place of its own. */
export const several = <M extends z.ZodType>(name: string, media: string, meta: M): ResultForm<M, z.ZodNever> => ({
  ...one(name, media, meta),
  several: true,
})
/** A result that is JSON. */
export const table = <M extends z.ZodType, T extends z.ZodType>(name: string, meta: M, holds: T): ResultForm<M, T> => ({
  ...one(name, 'application/json', meta),
  table: holds,
})

/** The name of a result; `place` where there are several. */
export const nameOf = ({ name, several: many }: Pick<ResultForm, 'name' | 'several'>, place = ''): string =>
  many ? `${name}/${place}` : name
/** The place of a result with this name; "" where there is one, null if it is another result. */
export function placeOf({ name, several: many }: Pick<ResultForm, 'name' | 'several'>, of: string): string | null {
  if (!many) return of === name ? '' : null
  return of.startsWith(`${name}/`) ? of.slice(name.length + 1) : null
}

/** Where a result goes: `JobContext.artifact` of a job, or `Stage.keep` of a run that is made of others. */
export type Put<R> = (name: string, media: string, bytes: Uint8Array, meta: Record<string, Json>) => R

/** Keeps a result; `place` is "" where there is one. */
export const keep = <M extends z.ZodType, R>(put: Put<R>, form: ResultForm<M>, place: string, bytes: Uint8Array, meta: z.input<M>): R =>
  put(nameOf(form, place), form.media, bytes, meta as Record<string, Json>)
/** Keeps a table. */
export const keepTable = <M extends z.ZodType, T extends z.ZodType, R>(
  put: Put<R>,
  form: ResultForm<M, T>,
  place: string,
  holds: z.input<T>,
  meta: z.input<M>,
): R => keep(put, form, place, new TextEncoder().encode(JSON.stringify(holds)), meta)

type Named = Pick<Artifact, 'name' | 'hash' | 'meta'>
/** A result that was found: where it is among several, its bytes by their hash, and what is said beside it. */
export interface Found<M> {
  place: string
  hash: string
  meta: M
}
// What was read of a record, which does not change: a page reads all the results of a run again at each of its events.
const read = new WeakMap<z.ZodType, WeakMap<object, { fits: boolean; meta?: unknown }>>()
function metaOf<M extends z.ZodType>(schema: M, meta: object): { fits: true; meta: z.output<M> } | { fits: false } {
  const known = read.get(schema) ?? new WeakMap<object, { fits: boolean; meta?: unknown }>()
  read.set(schema, known)
  const before = known.get(meta)
  if (before) return before as ReturnType<typeof metaOf<M>>
  const { success, data } = schema.safeParse(meta)
  const found = success ? { fits: true as const, meta: data } : { fits: false as const }
  known.set(meta, found)
  return found
}

/** Whether what is said beside a result fits its form. */
export const fits = (form: ResultForm, meta: object): boolean => metaOf(form.meta, meta).fits

/** The results of a form, in their order; one that does not fit it is left out: see `unreadableResults`. */
export function resultsOf<M extends z.ZodType>(form: ResultForm<M>, artifacts: readonly Named[]): Found<z.output<M>>[] {
  return artifacts.flatMap(({ name, hash, meta }) => {
    const place = placeOf(form, name)
    if (place === null) return []
    const said = metaOf(form.meta, meta)
    return said.fits ? [{ place, hash, meta: said.meta }] : []
  })
}
/** The one result of a form, or the one at a place; null if there is none that fits it. */
export function resultOf<M extends z.ZodType>(form: ResultForm<M>, artifacts: readonly Named[], place = ''): Found<z.output<M>> | null {
  const name = nameOf(form, place)
  const named = artifacts.filter((each) => each.name === name)
  return resultsOf(form, named)[0] ?? null
}
/** What a table holds. Throws an Error in words for what is none. */
export function readTable<T extends z.ZodType>(
  { name, table: holds }: Pick<ResultForm<z.ZodType, T>, 'name' | 'table'>,
  value: unknown,
): z.output<T> {
  const found = holds.safeParse(value)
  if (found.success) return found.data
  throw new Error(
    `The ${name} table of this run is of another version or damaged, and cannot be shown. The run and its other results are unchanged.`,
  )
}
/** The same, of its bytes. */
export function tableOf<T extends z.ZodType>(form: Pick<ResultForm<z.ZodType, T>, 'name' | 'table'>, bytes: Uint8Array): z.output<T> {
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    value = undefined
  }
  return readTable(form, value)
}
