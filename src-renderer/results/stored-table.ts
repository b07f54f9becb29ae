// A table that a run has left: fetched from the library by its hash, and read by its form.
import type { z } from 'zod'
import { artifactUrl } from '../../src-shared/run/result-pictures.ts'
import { type ResultForm, tableOf } from '../../src-shared/run/results/form.ts'

/** Tables read before, the latest last: what lies under a hash never changes, and checking thousands of numbers again takes long. */
const known = new Map<string, unknown>()
const keptTables = 12

/**
 * What it holds; not to be changed, since others are given the same. Rejects in words where it is not in the library, and where it is
 * damaged or of a version that writes it differently.
 */
export async function fetchTable<T extends z.ZodType>(
  form: Pick<ResultForm<z.ZodType, T>, 'name' | 'table'>,
  hash: string,
  signal?: AbortSignal,
): Promise<z.output<T>> {
  const key = `${form.name} ${hash}`
  if (known.has(key)) return known.get(key) as z.output<T>
  const answer = await fetch(artifactUrl(hash), signal ? { signal } : {})
  if (!answer.ok)
    throw new Error(
      `The ${form.name} table of this run could not be read from the library. Nothing was changed; try again, or replay its run to ` +
        'make it again.',
    )
  const read = tableOf(form, new Uint8Array(await answer.arrayBuffer()))
  known.set(key, read)
  if (known.size > keptTables) known.delete(known.keys().next().value!)
  return read
}
