// Runs: recorded, found again, put in order, thrown away.
import type { Database, Statement } from 'better-sqlite3'
import { z } from 'zod'
import { invalid, missing } from '../../src-shared/rpc/fault.ts'
import { parentsOf } from '../../src-shared/recipe/recipe-parents.ts'
import type { RecipeKind } from '../../src-shared/recipe/recipe.ts'
import { run, type Run, type RunOrigin, type RunState } from '../../src-shared/run/run.ts'
import { releaseOf } from './artifacts.ts'
import type { UnreadableRun } from '../../src-shared/run/unreadable-run.ts'
import { runInputsOf, type RunInputs } from './run-inputs.ts'
import { fold, listQuery, outOfTrash, type RunQuery } from './run-query.ts'
import { columns, fromRow, lengthOf, recordLimit, type Row, runOrUnreadable, toCells } from './run-row.ts'

const changeable = run.omit({ id: true, recipe: true, recipeHash: true, origin: true, science: true }).partial()
/** What may change in a run: all but its identity. */
export type RunPatch = { [K in keyof z.output<typeof changeable>]?: Run[K & keyof Run] | undefined }

export interface RunPage {
  runs: Run[]
  /** To be given as `before` for the next page; null at the end. */
  next: string | null
  /** Runs on this page whose record cannot be read; they are left as they are. */
  unreadable: UnreadableRun[]
}

/** A run that cannot be read, and its record as it is stored. */
export interface StoredUnreadable {
  run: UnreadableRun
  id: string
  cells: Record<string, string | number | null>
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

export interface Runs extends RunInputs {
  /** Record a new run, ours or a foreign one. Throws 'invalid' if its id is taken or its parent is not here. */
  create(one: Run): void
  get(id: string): Run | undefined
  /** Change some fields. Throws 'missing' if there is no such run. */
  update(id: string, patch: RunPatch): void
  /** Newest first. */
  list(query: RunQuery): RunPage
  /**
   * All of them one by one, so that who has enough may stop; what cannot be read is left out. `place` is to be given as `before` to go on
   * after it.
   */
  each(query: Omit<RunQuery, 'limit'>): Iterable<{ run: Run; place: string }>
  /**
   * When the newest run was begun, in milliseconds since 1970, whatever the clock says now; 0 without any. A time beyond the year 9999 is
   * no date.
   */
  newest(): number
  /** The parts of a run that can be read, oldest first. */
  children(id: string): Run[]
  /** Those that cannot. */
  unreadableChildren(id: string): UnreadableRun[]
  /** A run that cannot be read, by its key; undefined if there is none, or it can be read. */
  unreadable(key: string): StoredUnreadable | undefined
  /** Archive a run or put it into the Trash (`trashed`: the time) without reading its record; null takes it out. Throws 'missing'. */
  putAway(key: string, where: { archived?: boolean | undefined; trashed?: number | null | undefined }): void
  /** A run outside the Trash that may stand for carrying this recipe out; one carried out here before others, the newest of those. */
  byRecipeHash(hash: string, like: Standing): Run | undefined
  /**
   * Delete a run of the Trash and its parts, with what only they hold; returns how much went. Also by the key of a run that cannot be read.
   * Throws 'missing', or 'invalid' if it is at work or not in the Trash.
   */
  purge(id: string): { runs: number; artifacts: number }
  counts(): RunCounts
  /** Mark as interrupted what no process works on any more: running runs, and waiting parts of runs. Returns their ids. */
  interrupt(): string[]
}

/** UTF-16 units of the records in one answer: a quarter of what one message carries, since each may take several bytes. */
const pageLength = 16 * 2 ** 20
/** The end of the year 9999, in milliseconds since 1970. */
const lastDay = Date.UTC(10_000, 0) - 1
const wordsOf = (name: string, note: string, tags: string[], kind: string): string => fold([name, note, ...tags, kind].join('\n'))

export function runsOf(db: Database): Runs {
  const insert = db.prepare<[Row]>(`INSERT INTO run (${columns.join()}) VALUES (${columns.map((name) => `@${name}`).join()})`)
  const insertInput = db.prepare<[string, string]>('INSERT OR IGNORE INTO run_input (run, hash) VALUES (?, ?)')
  const exists = db.prepare<[string], number>('SELECT 1 FROM run WHERE id = ?').pluck()
  const byId = db.prepare<[string], Row>('SELECT * FROM run WHERE id = ?')
  const byOrdinal = db.prepare<[number], Row>('SELECT * FROM run WHERE ordinal = ?')
  const texts = db.prepare<[string], Record<'name' | 'note' | 'tags' | 'kind', string>>(
    'SELECT name, note, tags, kind FROM run WHERE id = ?',
  )
  const parts = db.prepare<[string], Row>('SELECT * FROM run WHERE parent = ? ORDER BY created, ordinal')
  const latest = db.prepare<[number], number>('SELECT created FROM run WHERE created <= ? ORDER BY created DESC LIMIT 1').pluck()
  const same = db.prepare<[string, number, string, string], Row>(
    `SELECT * FROM run WHERE recipeHash = ? AND science = ? AND origin IN (SELECT value FROM json_each(?))
    AND state IN (SELECT value FROM json_each(?)) AND ${outOfTrash}
    ORDER BY origin = 'here' DESC, created DESC, ordinal DESC LIMIT 1`,
  )
  const whole = db.prepare<[string], { id: string; state: string }>(
    `WITH RECURSIVE whole (id) AS (VALUES (?) UNION SELECT run.id FROM run JOIN whole ON run.parent = whole.id)
    SELECT run.id, run.state FROM whole JOIN run USING (id)`,
  )
  const hashes = db
    .prepare<[{ runs: string }], string>(
      `SELECT hash FROM run_artifact WHERE run IN (SELECT value FROM json_each(@runs))
    UNION SELECT hash FROM run_input WHERE run IN (SELECT value FROM json_each(@runs))`,
    )
    .pluck()
  const inputs = runInputsOf(db)
  const remove = db.prepare<[string]>('DELETE FROM run WHERE id = ?')
  const setArchived = db.prepare<[number, number]>('UPDATE run SET archived = ? WHERE ordinal = ?')
  const setTrashed = db.prepare<[number | null, number]>('UPDATE run SET trashed = ? WHERE ordinal = ?')
  const release = releaseOf(db)
  const total = db.prepare<[], { shown: number; starred: number; archived: number; trashed: number }>(`SELECT
    count(*) FILTER (WHERE trashed IS NULL AND archived = 0) AS shown,
    count(*) FILTER (WHERE trashed IS NULL AND archived = 0 AND starred = 1) AS starred,
    count(*) FILTER (WHERE trashed IS NULL AND archived = 1) AS archived,
    count(trashed) AS trashed FROM run INDEXED BY run_order WHERE parent IS NULL`)
  const grouped = (column: 'state' | 'kind') =>
    db
      .prepare<[], [string, number]>(
        `SELECT ${column}, count(*) FROM run INDEXED BY run_order WHERE parent IS NULL AND trashed IS NULL AND archived = 0 GROUP BY 1`,
      )
      .raw()
  const [states, kinds] = [grouped('state'), grouped('kind')]
  const interruption = db
    .prepare<[], string>(
      `UPDATE run SET state = 'interrupted' WHERE state = 'running' OR (state = 'queued' AND parent IS NOT NULL) RETURNING id`,
    )
    .pluck()
  const updates = new Map<string, Statement<[Row]>>()
  const lists = new Map<string, Statement<[Row], { ordinal: number; created: number }>>()

  /** A row by the id of its run, or by the key of one whose id is none. */
  function rowOf(key: string): Row | undefined {
    const ordinal = /^record-(\d{1,15})$/.exec(key)?.[1]
    return byId.get(key) ?? (ordinal === undefined ? undefined : byOrdinal.get(Number(ordinal)))
  }
  function placesOf(query: RunQuery): { ordinal: number; created: number }[] {
    const { sql, values } = listQuery(query)
    const statement = lists.get(sql) ?? db.prepare<[Row], { ordinal: number; created: number }>(sql)
    lists.set(sql, statement)
    return statement.all(values)
  }
  const partsOf = (id: string): ReturnType<typeof runOrUnreadable>[] => {
    let length = 0
    return parts.all(id).map((row) => {
      length += lengthOf(row)
      // Parts come with their whole, in one answer.
      return runOrUnreadable(row, length <= pageLength ? recordLimit : 0)
    })
  }

  return {
    ...inputs,
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
      const found = placesOf(query)
      const shown = found.slice(0, query.limit)
      const last = shown.at(-1)
      const more = last && found.length > query.limit
      const page: RunPage = { runs: [], next: more ? `${last.created}:${last.ordinal}` : null, unreadable: [] }
      let length = 0
      for (const { ordinal, created } of shown) {
        const row = byOrdinal.get(ordinal)
        if (!row) continue
        const read = runOrUnreadable(row)
        if ('run' in read) page.runs.push(read.run)
        else page.unreadable.push(read.unreadable)
        length += Math.min(lengthOf(row), recordLimit)
        // A page of very long records ends early: one answer has to carry it.
        if (length <= pageLength || (created === last?.created && ordinal === last.ordinal)) continue
        page.next = `${created}:${ordinal}`
        break
      }
      return page
    },

    *each(query) {
      for (const { ordinal, created } of placesOf({ ...query, limit: 2 ** 30 })) {
        const row = byOrdinal.get(ordinal)
        const read = row && runOrUnreadable(row)
        if (read && 'run' in read) yield { run: read.run, place: `${created}:${ordinal}` }
      }
    },

    newest: () => latest.get(lastDay) ?? 0,

    children: (id) => partsOf(id).flatMap((one) => ('run' in one ? [one.run] : [])),
    unreadableChildren: (id) => partsOf(id).flatMap((one) => ('run' in one ? [] : [one.unreadable])),
    unreadable(key) {
      const row = rowOf(key)
      const read = row && runOrUnreadable(row)
      return row && read && 'unreadable' in read ? { run: read.unreadable, id: String(row['id']), cells: row } : undefined
    },
    putAway(key, { archived, trashed }) {
      const row = rowOf(key)
      if (!row) throw missing(`There is no run ${key} in the library. It may have been deleted.`)
      if (archived !== undefined) setArchived.run(archived ? 1 : 0, row['ordinal'] as number)
      if (trashed !== undefined) setTrashed.run(trashed, row['ordinal'] as number)
    },

    byRecipeHash(hash, { science, origins = ['here'], states: wanted = ['finished'] }) {
      const row = same.get(hash, science, JSON.stringify(origins), JSON.stringify(wanted))
      const read = row && runOrUnreadable(row)
      return read && 'run' in read ? read.run : undefined
    },

    purge: (key) => {
      const freed = db
        .transaction(() => {
          const row = rowOf(key)
          const id = String(row?.['id'])
          if (!row) throw missing(`There is no run ${key} in the library. It may have been deleted already.`)
          const refuse = (why: string) => invalid(`The run "${row['name']}" ${why} first. It was not deleted.`)
          if (row['trashed'] === null) throw refuse('is not in the Trash: put it there')
          const gone = whole.all(id)
          // What cannot be read cannot be at work, whatever its record says.
          if ('run' in runOrUnreadable(row) && gone.some(({ state }) => state === 'running' || state === 'queued'))
            throw refuse('is still working or waiting: cancel it')
          const touched = hashes.all({ runs: JSON.stringify(gone.map((one) => one.id)) })
          remove.run(id)
          return { runs: gone.length, artifacts: touched.reduce((sum, hash) => sum + release(hash), 0) }
        })
        .immediate()
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
