// A run as a row of the library, and back; and what is known of a row that cannot be read.
import { z } from 'zod'
import { storage } from '../../src-shared/rpc/fault.ts'
import { run, type Run } from '../../src-shared/run/run.ts'
import { faultOfRecord } from '../../src-shared/run/run-fault.ts'
import { shownName } from '../../src-shared/text/shown-name.ts'
import type { UnreadableRun } from '../../src-shared/run/unreadable-run.ts'

type Cell = string | number | null
export type Row = Record<string, Cell>
const jsonColumns = ['recipe', 'environment', 'summary', 'notices', 'progress', 'tags'] as const
export const columns = [...Object.keys(run.shape), 'kind', 'words']

/** Longest record that is read, in UTF-16 units over all its texts: the largest recipe, 1,024 sums of 16 terms, takes 2 million. */
export const recordLimit = 4 * 2 ** 20
/** How long a row's texts are together. */
export const lengthOf = (row: Row): number =>
  Object.values(row).reduce<number>((sum, cell) => sum + (typeof cell === 'string' ? cell.length : 0), 0)

/** The run that a row holds. Throws a `storage` fault that says why it holds none; the row stays as it is. */
export function fromRow(row: Row): Run {
  const read = readRow(row)
  if ('run' in read) return read.run
  const { name, why } = unreadableOf(row, read.trouble)
  const fault = storage(
    `The record of run "${name}" cannot be read by this version. ${why} It was left as it is, and the other runs are not affected.`,
  )
  fault.cause = read.trouble
  throw fault
}

/** The run that a row holds, or what is known of it; of a row longer than `limit` the same as of one that cannot be read. */
export function runOrUnreadable(row: Row, limit = recordLimit): { run: Run } | { unreadable: UnreadableRun } {
  const read = readRow(row, limit)
  return 'run' in read ? read : { unreadable: unreadableOf(row, read.trouble) }
}

function readRow(row: Row, limit = recordLimit): { run: Run } | { trouble: unknown } {
  try {
    if (lengthOf(row) > limit) throw new RangeError('It is too long to be read.')
    const objects = jsonColumns.map((name) => [name, typeof row[name] === 'string' ? (JSON.parse(row[name]) as unknown) : null])
    const fault = typeof row['fault'] === 'string' ? faultOfRecord(row['fault']) : null
    const fields = { ...row, ...Object.fromEntries(objects), fault, starred: row['starred'] === 1, archived: row['archived'] === 1 }
    return { run: run.parse(fields) }
  } catch (trouble) {
    return { trouble }
  }
}

const id = run.shape.id
const short = (cell: Cell | undefined): string => shownName(String(cell ?? '')).slice(0, 40)

function unreadableOf(row: Row, trouble: unknown): UnreadableRun {
  const { newer, why } = reasonOf(trouble)
  return {
    key: id.safeParse(row['id']).success ? String(row['id']) : `record-${row['ordinal']}`,
    name: shownName(String(row['name'] ?? '')),
    created: typeof row['created'] === 'number' && Number.isFinite(row['created']) ? row['created'] : null,
    kind: short(row['kind']),
    state: short(row['state']),
    appVersion: short(row['appVersion']),
    archived: row['archived'] === 1,
    trashed: row['trashed'] !== null && row['trashed'] !== undefined,
    newer,
    why,
  }
}

/** A setting, a kind or a choice that is not known here comes from a version that knows more; anything else is damage. */
function reasonOf(trouble: unknown): { newer: boolean; why: string } {
  if (!(trouble instanceof z.ZodError))
    return { newer: false, why: trouble instanceof RangeError ? trouble.message : 'It is not well formed.' }
  const unknown = (issue: z.core.$ZodIssue): boolean =>
    issue.path[0] === 'recipe' && ['unrecognized_keys', 'invalid_union', 'invalid_value'].includes(issue.code)
  const newer = trouble.issues.length > 0 && trouble.issues.every(unknown)
  const places = trouble.issues.slice(0, 3).map((issue) => {
    const path = [...issue.path, ...(issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 3) : [])]
    return `"${shownName(path.map(String).join('.')).slice(0, 100)}"`
  })
  const more = trouble.issues.length > places.length ? ` and ${trouble.issues.length - places.length} more` : ''
  return {
    newer,
    why: newer
      ? `Its recipe has something that this version does not know: ${places.join(', ')}${more}.`
      : `What it says of ${places.join(', ')}${more} is not what a run has there.`,
  }
}

/** A run's fields as SQLite keeps them: booleans as 0 and 1, lists and objects as JSON. */
export function toCells(fields: Partial<Run>): Row {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined)
  return Object.fromEntries(
    given.map(([name, value]): [string, Cell] => {
      if (typeof value === 'boolean') return [name, value ? 1 : 0]
      return [name, value !== null && typeof value === 'object' ? JSON.stringify(value) : value]
    }),
  )
}
