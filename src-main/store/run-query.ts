// What a list of runs may ask, as one statement over an index.
import { invalid } from '../../src-shared/rpc/fault.ts'
import type { RecipeKind } from '../../src-shared/recipe/recipe.ts'
import type { RunOrigin, RunState } from '../../src-shared/run/run.ts'

export interface RunQuery {
  /** Words, each of which must stand somewhere in the name, note, tags or kind; capitals and accents do not matter. */
  search?: string | undefined
  kinds?: RecipeKind[] | undefined
  states?: RunState[] | undefined
  origins?: RunOrigin[] | undefined
  starred?: boolean | undefined
  /** Without it: 'hide', and 'all' within the Trash, where nothing may be out of sight. */
  archived?: 'hide' | 'only' | 'all' | undefined
  /** True: only what is in the Trash. Otherwise only what is not. */
  trashed?: boolean | undefined
  /** null: runs that are no part of another. An id: the parts of that run. Without it: both. */
  parent?: string | null | undefined
  /** Only runs whose recipe builds on this artifact, such as a network. */
  input?: string | undefined
  limit: number
  /** The `next` of the page before. */
  before?: string | undefined
}

/** A condition on `run`: neither it nor the run it is a part of is in the Trash. */
export const outOfTrash = `(run.trashed IS NULL
  AND NOT EXISTS (SELECT 1 FROM run AS whole WHERE whole.id = run.parent AND whole.trashed IS NOT NULL))`

/** Text as it is searched: lower case, without accents (SQLite folds only ASCII). */
export function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
}

/** The statement for a query, newest first, with one row more than the limit if there are more; it gives ordinal and created. */
export function listQuery(query: RunQuery): { sql: string; values: Record<string, string | number | null> } {
  if (!Number.isInteger(query.limit) || query.limit < 1) throw invalid(`A page of runs has at least one run, not ${query.limit}.`)
  const { trashed = false, archived = trashed ? 'all' : 'hide' } = query
  const where: string[] = []
  const values: Record<string, string | number | null> = { limit: query.limit + 1 }
  if (query.parent === null) where.push('parent IS NULL')
  else if (query.parent !== undefined) {
    where.push('parent = @parent')
    values['parent'] = query.parent
  }
  // The parts of a run in the Trash are out of sight with it, except to who asks for just these parts.
  where.push(trashed ? 'trashed IS NOT NULL' : query.parent === undefined ? outOfTrash : 'trashed IS NULL')
  if (archived !== 'all') where.push(`archived = ${archived === 'only' ? 1 : 0}`)
  if (query.starred !== undefined) where.push(`starred = ${query.starred ? 1 : 0}`)
  for (const [column, wanted] of [
    ['kind', query.kinds],
    ['state', query.states],
    ['origin', query.origins],
  ] as const) {
    if (!wanted) continue
    where.push(`${column} IN (SELECT value FROM json_each(@${column}))`)
    values[column] = JSON.stringify(wanted)
  }
  const words = [
    ...new Set(
      fold(query.search ?? '')
        .split(/\s+/)
        .filter((word) => word !== ''),
    ),
  ].slice(0, 16)
  words.forEach((word, at) => {
    where.push(`instr(words, @word${at}) > 0`)
    values[`word${at}`] = word
  })
  if (query.input !== undefined) {
    where.push('run_input.hash = @input')
    values['input'] = query.input
  }
  if (query.before !== undefined) {
    const [created, ordinal] = query.before.split(':').map(Number)
    if (created === undefined || Number.isNaN(created) || !Number.isInteger(ordinal))
      throw invalid(`"${query.before}" is not a place in a list of runs.`)
    where.push('(created, ordinal) < (@created, @ordinal)')
    Object.assign(values, { created, ordinal })
  }
  // What builds on an artifact is found from it, so that the rest of the library costs nothing: CROSS JOIN keeps the order of the two.
  const from =
    query.input !== undefined
      ? 'run_input INDEXED BY run_input_hash CROSS JOIN run ON run.id = run_input.run'
      : `run INDEXED BY ${typeof query.parent === 'string' ? 'run_parent' : 'run_order'}`
  return {
    sql: `SELECT ordinal, created FROM ${from} WHERE ${where.join(' AND ')} ORDER BY created DESC, ordinal DESC LIMIT @limit`,
    values,
  }
}
