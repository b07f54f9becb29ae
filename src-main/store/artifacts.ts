// Artifacts: the results of runs, each content kept once under its SHA-256.
import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import { picturesIndexMedia } from '../../src-shared/domains/pictures/pictures-index.ts'
import { json, type Json } from '../../src-shared/run/event.ts'
import { missing } from '../../src-shared/rpc/fault.ts'
import { modelMedia } from '../../src-shared/network/model-file.ts'
import type { RecipeKind } from '../../src-shared/recipe/recipe.ts'
import { artifact, type Artifact, type RunState } from '../../src-shared/run/run.ts'
import { sha256 } from './hashes.ts'
import { outOfTrash } from './run-query.ts'

/** A trained network and the run it comes from. */
export interface StoredModel extends Artifact {
  run: string
  runName: string
  kind: RecipeKind
  state: RunState
}

export interface Artifacts {
  /**
   * Keep a result of a run and return its hash. The same name in the same run replaces what it named before.
   * Throws 'missing' if there is no such run.
   */
  put(run: string, name: string, media: string, bytes: Uint8Array, meta: Record<string, Json>): string
  /** What a run has made, in the order it was first put, without the bytes. */
  of(run: string): Artifact[]
  find(run: string, name: string): Artifact | undefined
  read(hash: string): { media: string; bytes: Uint8Array } | undefined
  /** The run that made an artifact first, also one in the Trash. */
  maker(hash: string): string | undefined
  /** How many results cannot be read by this version; they are left out of every list and left as they are. */
  unreadable(): number
  /** The networks of all runs outside the Trash, newest run first. */
  models(): StoredModel[]
}

/**
 * What deletes an artifact if no run made it, no recipe builds on it, no index of pictures that a recipe builds on lists it and nothing
 * saved names it; it returns how many went, 0 or 1.
 */
export function releaseOf(db: Database): (hash: string) => number {
  const release = db.prepare<[{ hash: string; index: string }]>(`DELETE FROM artifact WHERE hash = @hash
    AND NOT EXISTS (SELECT 1 FROM run_artifact WHERE run_artifact.hash = @hash)
    AND NOT EXISTS (SELECT 1 FROM run_input WHERE run_input.hash = @hash)
    AND NOT EXISTS (SELECT 1 FROM artifact AS list JOIN run_input ON run_input.hash = list.hash
      WHERE list.media = @index AND instr(list.bytes, CAST(@hash AS BLOB)) > 0)
    AND NOT EXISTS (SELECT 1 FROM saved WHERE instr(body, @hash) > 0)`)
  return (hash) => release.run({ hash, index: picturesIndexMedia }).changes
}

interface Row {
  name: string
  hash: string
  media: string
  size: number
  meta: string
}
const fields = 'run_artifact.name, run_artifact.hash, artifact.media, length(artifact.bytes) AS size, run_artifact.meta'
/** An artifact whose record cannot be read is left out, and left as it is: it costs the run that made it no other. */
function readable(row: Row): Artifact[] {
  try {
    const read = row.meta.length > metaLimit ? null : artifact.safeParse({ ...row, meta: JSON.parse(row.meta) as unknown })
    return read?.success ? [read.data] : []
  } catch {
    return []
  }
}
/** UTF-16 units of what is said of one artifact; a thousand ranks of 64 latent numbers take 1.3 million. */
const metaLimit = 4 * 2 ** 20
const metaSchema = z.record(z.string(), json)

export function artifactsOf(db: Database): Artifacts {
  const exists = db.prepare<[string], number>('SELECT 1 FROM run WHERE id = ?').pluck()
  const content = db.prepare<[string, string, Uint8Array]>(
    'INSERT INTO artifact (hash, media, bytes) VALUES (?, ?, ?) ON CONFLICT (hash) DO UPDATE SET bytes = excluded.bytes',
  )
  const before = db.prepare<[string, string], string>('SELECT hash FROM run_artifact WHERE run = ? AND name = ?').pluck()
  const name = db.prepare<[{ run: string; name: string; hash: string; meta: string }]>(
    `INSERT INTO run_artifact (run, name, hash, meta, ordinal)
    VALUES (@run, @name, @hash, @meta, (SELECT coalesce(max(ordinal), -1) + 1 FROM run_artifact WHERE run = @run))
    ON CONFLICT (run, name) DO UPDATE SET hash = excluded.hash, meta = excluded.meta`,
  )
  const release = releaseOf(db)
  const list = db.prepare<[string], Row>(`SELECT ${fields} FROM run_artifact JOIN artifact USING (hash) WHERE run = ? ORDER BY ordinal`)
  const every = db.prepare<[], Row>(`SELECT ${fields} FROM run_artifact JOIN artifact USING (hash)`)
  const one = db.prepare<[string, string], Row>(`SELECT ${fields} FROM run_artifact JOIN artifact USING (hash) WHERE run = ? AND name = ?`)
  const bytesOf = db.prepare<[string], { media: string; bytes: Uint8Array }>('SELECT media, bytes FROM artifact WHERE hash = ?')
  const maker = db
    .prepare<[string], string>(
      'SELECT run.id FROM run_artifact JOIN run ON run.id = run_artifact.run WHERE hash = ? ORDER BY run.created, run.ordinal LIMIT 1',
    )
    .pluck()
  const networks = db.prepare<[string], Row & { run: string; runName: string; kind: RecipeKind; state: RunState }>(
    `SELECT ${fields}, run.id AS run, run.name AS runName, run.kind, run.state
    FROM artifact JOIN run_artifact USING (hash) JOIN run ON run.id = run_artifact.run
    WHERE artifact.media = ? AND ${outOfTrash} ORDER BY run.created DESC, run.ordinal DESC, run_artifact.ordinal`,
  )

  return {
    put: db.transaction((run: string, called: string, media: string, bytes: Uint8Array, meta: Record<string, Json>) => {
      if (!exists.get(run)) throw missing(`There is no run ${run} in the library, so "${called}" was not kept. It may have been deleted.`)
      const hash = sha256(bytes)
      // What is there already is not written again, unless the disk has damaged it since.
      const there = bytesOf.get(hash)
      if (!there || there.bytes.length !== bytes.length || Buffer.compare(there.bytes, bytes) !== 0) content.run(hash, media, bytes)
      const old = before.get(run, called)
      name.run({ run, name: called, hash, meta: JSON.stringify(metaSchema.parse(meta)) })
      if (old !== undefined && old !== hash) release(old)
      return hash
    }),
    of: (run) => {
      let length = 0
      return list.all(run).flatMap((row) => {
        length += row.meta.length
        // They come in one answer, which has to carry them.
        return length <= 4 * metaLimit ? readable(row) : []
      })
    },
    find(run, called) {
      const row = one.get(run, called)
      return row && readable(row)[0]
    },
    read: (hash) => bytesOf.get(hash),
    maker: (hash) => maker.get(hash),
    unreadable() {
      let count = 0
      // One after the other: together they may be larger than memory.
      for (const row of every.iterate()) if (readable(row).length === 0) count++
      return count
    },
    models: () =>
      networks.all(modelMedia).flatMap((row) => {
        const { run, runName, kind, state } = row
        return readable(row).map((one) => ({ ...one, run, runName, kind, state }))
      }),
  }
}
