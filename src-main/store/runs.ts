// Runs: recorded, found again, put in order, thrown away.
import type { Database, Statement } from 'better-sqlite3'
import { z } from 'zod'
import { invalid, missing, storage } from '../../src-shared/fault.ts'
import { parentsOf, type RecipeKind } from '../../src-shared/recipe.ts'
import { run, type Run, type RunOrigin, type RunState } from '../../src-shared/run.ts'
import { releaseOf } from './artifacts.ts'
import { fold, listQuery, outOfTrash, type RunQuery } from './run-query.ts'

const changeable = run.omit({ id: true, recipe: true, recipeHash: true, origin: true, science: true }).partial()
/** What may change in a run: all but its identity. */
export type RunPatch = { [K in keyof z.output<typeof changeable>]?: Run[K & keyof Run] | undefined }

export interface RunPage {
  runs: Run[]
  /** To be given as `before` for the next page; null at the end. */
  next: string | null
  /** Ids of runs on this page whose record cannot be read; they are left out, and left as they are. */
  unreadable: string[]
}

/** Of the runs that are no part of another. */
export interface RunCounts {
  /** Neither archived nor in the Trash; `starred`, `states` and `kinds` count among these. */
  shown: number
  starred: number
  archived: number
  trashed: number
  states: Partial<Record<RunState, number>>
  kinds: Partial<Record<RecipeKind, number>>
}

/** What a run must be to stand for another of the same recipe. */
export interface Standing {
  /** By the same version of the science. */
  science: number
  /** Those carried out in this library, if none are given. */
  origins?: RunOrigin[]
  /** Finished, if none are given. */
  states?: RunState[]
}

export interface Runs {
  /** Record a new run, ours or a foreign one. Throws 'invalid' if its id is taken or its parent is not here. */
  create(one: Run): void
  get(id: string): Run | undefined
  /** Change some fields. Throws 'missing' if there is no such run. */
  update(id: string, patch: RunPatch): void
  /** Newest first. */
  list(query: RunQuery): RunPage
  /** When the newest run was begun, in milliseconds since 1970, whatever the clock says now; 0 without any. */
  newest(): number
  /** The parts of a run, oldest first. */
  children(id: string): Run[]
  /** A run outside the Trash that may stand for carrying this recipe out; one carried out here before others, the newest of those. */
  byRecipeHash(hash: string, like: Standing): Run | undefined
  /**
   * Delete a run of the Trash and its parts, with what only they hold; returns how much went.
   * Throws 'missing', or 'invalid' if it is at work or not in the Trash.
   */
  purge(id: string): { runs: number; artifacts: number }
  counts(): RunCounts
  /** Mark as interrupted what no process works on any more: running runs, and waiting parts of runs. Returns their ids. */
  interrupt(): string[]
}

type Cell = string | number | null
type Row = Record<string, Cell>
const jsonColumns = ['recipe', 'environment', 'summary', 'notices', 'progress', 'tags'] as const
const columns = [...Object.keys(run.shape), 'kind', 'words']

function fromRow(row: Row): Run {
  try {
    const objects = jsonColumns.map((name) => [name, typeof row[name] === 'string' ? (JSON.parse(row[name]) as unknown) : null])
    return run.parse({ ...row, ...Object.fromEntries(objects), starred: row['starred'] === 1, archived: row['archived'] === 1 })
  } catch (error) {
    const fault = storage(`The record of run "${row['name']}" (${row['id']}) cannot be read by this lab; it may come from another version. `
      + 'It was left as it is, and the other runs are not affected.')
    fault.cause = error
    throw fault
  }
}

/** A run's fields as SQLite keeps them: booleans as 0 and 1, lists and objects as JSON. */
function toCells(fields: Partial<Run>): Row {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined)
  return Object.fromEntries(given.map(([name, value]): [string, Cell] => {
    if (typeof value === 'boolean') return [name, value ? 1 : 0]
    return [name, value !== null && typeof value === 'object' ? JSON.stringify(value) : value]
  }))
}

const wordsOf = (name: string, note: string, tags: string[], kind: string): string => fold([name, note, ...tags, kind].join('\n'))

export function runsOf(db: Database): Runs {
  const insert = db.prepare<[Row]>(`INSERT INTO run (${columns.join()}) VALUES (${columns.map((name) => `@${name}`).join()})`)
  const insertInput = db.prepare<[string, string]>('INSERT OR IGNORE INTO run_input (run, hash) VALUES (?, ?)')
  const exists = db.prepare<[string], number>('SELECT 1 FROM run WHERE id = ?').pluck()
  const byId = db.prepare<[string], Row>('SELECT * FROM run WHERE id = ?')
  const byOrdinal = db.prepare<[number], Row>('SELECT * FROM run WHERE ordinal = ?')
  const texts = db.prepare<[string], Record<'name' | 'note' | 'tags' | 'kind', string>>(
    'SELECT name, note, tags, kind FROM run WHERE id = ?')
  const parts = db.prepare<[string], Row>('SELECT * FROM run WHERE parent = ? ORDER BY created, ordinal')
  const latest = db.prepare<[], number>('SELECT created FROM run ORDER BY created DESC LIMIT 1').pluck()
  const same = db.prepare<[string, number, string, string], Row>(
    `SELECT * FROM run WHERE recipeHash = ? AND science = ? AND origin IN (SELECT value FROM json_each(?))
    AND state IN (SELECT value FROM json_each(?)) AND ${outOfTrash}
    ORDER BY origin = 'here' DESC, created DESC, ordinal DESC LIMIT 1`)
  const whole = db.prepare<[string], { id: string; state: string }>(
    `WITH RECURSIVE whole (id) AS (VALUES (?) UNION SELECT run.id FROM run JOIN whole ON run.parent = whole.id)
    SELECT run.id, run.state FROM whole JOIN run USING (id)`)
  const hashes = db.prepare<[{ runs: string }], string>(
    `SELECT hash FROM run_artifact WHERE run IN (SELECT value FROM json_each(@runs))
    UNION SELECT hash FROM run_input WHERE run IN (SELECT value FROM json_each(@runs))`).pluck()
  const remove = db.prepare<[string]>('DELETE FROM run WHERE id = ?')
  const release = releaseOf(db)
  const total = db.prepare<[], { shown: number; starred: number; archived: number; trashed: number }>(`SELECT
    count(*) FILTER (WHERE trashed IS NULL AND archived = 0) AS shown,
    count(*) FILTER (WHERE trashed IS NULL AND archived = 0 AND starred = 1) AS starred,
    count(*) FILTER (WHERE trashed IS NULL AND archived = 1) AS archived,
    count(trashed) AS trashed FROM run INDEXED BY run_order WHERE parent IS NULL`)
  const grouped = (column: 'state' | 'kind') => db.prepare<[], [string, number]>(
    `SELECT ${column}, count(*) FROM run INDEXED BY run_order WHERE parent IS NULL AND trashed IS NULL AND archived = 0 GROUP BY 1`).raw()
  const [states, kinds] = [grouped('state'), grouped('kind')]
  const interruption = db.prepare<[], string>(
    `UPDATE run SET state = 'interrupted' WHERE state = 'running' OR (state = 'queued' AND parent IS NOT NULL) RETURNING id`).pluck()
  const updates = new Map<string, Statement<[Row]>>()
  const lists = new Map<string, Statement<[Row], { ordinal: number; created: number }>>()

  return {
    create: db.transaction((given: Run) => {
      const parsed = run.parse(given)
      // What comes from outside may be from a machine whose clock was ahead, and would stand above everything made here for as long.
      const one = parsed.origin === 'here' ? parsed : { ...parsed, created: Math.min(parsed.created, Date.now()) }
      if (exists.get(one.id)) throw invalid(`The library already has a run ${one.id}. It was not changed.`)
      if (one.parent !== null && !exists.get(one.parent)) {
        throw invalid(`The run ${one.id} is a part of ${one.parent}, which is not in the library. Nothing was recorded.`)
      }
      const { kind } = one.recipe
      insert.run({ ...toCells(one), kind, words: wordsOf(one.name, one.note, one.tags, kind) })
      for (const hash of parentsOf(one.recipe)) insertInput.run(one.id, hash)
    }),

    get(id) {
      const row = byId.get(id)
      return row && fromRow(row)
    },

    update: db.transaction((id: string, patch: RunPatch) => {
      // Only what was given: a field's default is for records that were written before there was such a field.
      const checked = Object.fromEntries(Object.entries(changeable.parse(patch)).filter(([name]) => name in patch)) as Partial<Run>
      const cells = toCells(checked)
      const now = texts.get(id)
      if (!now) throw missing(`There is no run ${id} in the library. It may have been deleted.`)
      if ('name' in cells || 'note' in cells || 'tags' in cells) {
        const tags = checked.tags ?? z.array(z.string()).parse(JSON.parse(now.tags))
        cells['words'] = wordsOf(checked.name ?? now.name, checked.note ?? now.note, tags, now.kind)
      }
      const names = Object.keys(cells)
      if (names.length === 0) return
      // The names are those of the schema, never the caller's.
      const sql = `UPDATE run SET ${names.map((name) => `${name} = @${name}`).join(', ')} WHERE id = @id`
      const statement = updates.get(sql) ?? db.prepare<[Row]>(sql)
      updates.set(sql, statement)
      statement.run({ ...cells, id })
    }),

    list(query) {
      const { sql, values } = listQuery(query)
      const statement = lists.get(sql) ?? db.prepare<[Row], { ordinal: number; created: number }>(sql)
      lists.set(sql, statement)
      const found = statement.all(values)
      const shown = found.slice(0, query.limit)
      const last = shown.at(-1)
      const more = last && found.length > query.limit
      const page: RunPage = { runs: [], next: more ? `${last.created}:${last.ordinal}` : null, unreadable: [] }
      for (const { ordinal } of shown) {
        const row = byOrdinal.get(ordinal)
        if (!row) continue
        try {
          page.runs.push(fromRow(row))
        } catch {
          page.unreadable.push(String(row['id']))
        }
      }
      return page
    },

    newest: () => latest.get() ?? 0,

    children: (id) => parts.all(id).map(fromRow),

    byRecipeHash(hash, { science, origins = ['here'], states: wanted = ['finished'] }) {
      const row = same.get(hash, science, JSON.stringify(origins), JSON.stringify(wanted))
      return row && fromRow(row)
    },

    purge: (id) => {
      const freed = db.transaction(() => {
        const row = byId.get(id)
        if (!row) throw missing(`There is no run ${id} in the library. It may have been deleted already.`)
        const refuse = (why: string) => invalid(`The run "${row['name']}" ${why} first. It was not deleted.`)
        if (row['trashed'] === null) throw refuse('is not in the Trash: put it there')
        const gone = whole.all(id)
        if (gone.some(({ state }) => state === 'running' || state === 'queued')) throw refuse('is still at work or waiting: cancel it')
        const touched = hashes.all({ runs: JSON.stringify(gone.map((one) => one.id)) })
        remove.run(id)
        return { runs: gone.length, artifacts: touched.reduce((sum, hash) => sum + release(hash), 0) }
      }).immediate()
      // Give the room back to the disk, which is why people empty a Trash.
      db.pragma('incremental_vacuum')
      return freed
    },

    counts() {
      const found = total.get() ?? { shown: 0, starred: 0, archived: 0, trashed: 0 }
      return { ...found, states: Object.fromEntries(states.all()), kinds: Object.fromEntries(kinds.all()) }
    },

    interrupt: () => interruption.all(),
  }
}
