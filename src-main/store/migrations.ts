// The form of the library file, as numbered steps. A step that has been released is never edited: add the next one.
import { closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs'
import type { Database } from 'better-sqlite3'
import { internal, storage } from '../../src-shared/rpc/fault.ts'
import { freeName } from './names.ts'

export interface Migration {
  /** 1, 2, 3, ... without gaps: the user_version that the file has afterwards. */
  version: number
  sql: string
}

/** "PHOS": tells our files from other SQLite files. */
export const applicationId = 0x5048_4f53

export const migrations: Migration[] = [
  {
    version: 1,
    // The short columns of a run stand first and the long ones last, so that what is read often lies together.
    // `words` is what a search looks through. `run_order` holds all that a list asks for, so that no recipe is read to search 10,000 runs.
    // A run_input keeps the artifact that a recipe builds on, even when the run that made it is gone.
    sql: `
      CREATE TABLE run (
        ordinal INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        parent TEXT REFERENCES run (id) ON DELETE CASCADE,
        replayOf TEXT,
        name TEXT NOT NULL,
        kind TEXT NOT NULL,
        state TEXT NOT NULL,
        recipeHash TEXT NOT NULL,
        appVersion TEXT NOT NULL,
        created REAL NOT NULL,
        started REAL,
        finished REAL,
        seconds REAL NOT NULL,
        starred INTEGER NOT NULL CHECK (starred IN (0, 1)),
        archived INTEGER NOT NULL CHECK (archived IN (0, 1)),
        trashed REAL,
        tags TEXT NOT NULL CHECK (json_valid(tags)),
        note TEXT NOT NULL,
        words TEXT NOT NULL,
        fault TEXT,
        progress TEXT CHECK (json_valid(progress)),
        notices TEXT NOT NULL CHECK (json_valid(notices)),
        summary TEXT NOT NULL CHECK (json_valid(summary)),
        recipe TEXT NOT NULL CHECK (json_valid(recipe))
      ) STRICT;
      CREATE INDEX run_order ON run (created, ordinal, parent, trashed, archived, starred, state, kind, words);
      CREATE INDEX run_parent ON run (parent, created);
      CREATE INDEX run_recipe ON run (recipeHash, created);

      CREATE TABLE artifact (hash TEXT PRIMARY KEY, media TEXT NOT NULL, bytes BLOB NOT NULL) STRICT;
      CREATE INDEX artifact_media ON artifact (media);

      CREATE TABLE run_artifact (
        run TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
        name TEXT NOT NULL,
        hash TEXT NOT NULL REFERENCES artifact (hash),
        meta TEXT NOT NULL CHECK (json_valid(meta)),
        ordinal INTEGER NOT NULL,
        PRIMARY KEY (run, name),
        UNIQUE (run, ordinal)
      ) STRICT;
      CREATE INDEX run_artifact_hash ON run_artifact (hash);

      CREATE TABLE run_input (
        run TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
        hash TEXT NOT NULL,
        PRIMARY KEY (run, hash)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX run_input_hash ON run_input (hash);

      CREATE TABLE metric (
        run TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
        series TEXT NOT NULL,
        step REAL NOT NULL,
        value REAL NOT NULL,
        PRIMARY KEY (run, series, step)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE checkpoint (
        run TEXT PRIMARY KEY REFERENCES run (id) ON DELETE CASCADE,
        bytes BLOB NOT NULL,
        at REAL NOT NULL
      ) STRICT;

      CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL CHECK (json_valid(value))) STRICT, WITHOUT ROWID;

      CREATE TABLE saved (
        id TEXT PRIMARY KEY,
        kind TEXT NOT NULL,
        name TEXT NOT NULL,
        body TEXT NOT NULL CHECK (json_valid(body)),
        created REAL NOT NULL
      ) STRICT;
      CREATE INDEX saved_kind ON saved (kind, created);
    `,
  },
  {
    version: 2,
    // Until now a tag, which users can edit, told the starter's runs from one's own. Their parts have no tags.
    sql: `
      ALTER TABLE run ADD COLUMN origin TEXT NOT NULL DEFAULT 'here' CHECK (origin IN ('here', 'starter', 'imported'));
      ALTER TABLE run ADD COLUMN science INTEGER NOT NULL DEFAULT 1;
      UPDATE run SET origin = 'starter' WHERE EXISTS (SELECT 1 FROM json_each(run.tags) WHERE value = 'starter');
      DROP INDEX run_order;
      CREATE INDEX run_order ON run (created, ordinal, parent, trashed, archived, starred, state, kind, origin, words);
      UPDATE run SET origin = 'starter' WHERE parent IN (SELECT id FROM run WHERE origin = 'starter');
    `,
  },
  {
    version: 3,
    // What a run was carried out on: src-shared/run/environment.ts. Runs from before do not say.
    sql: 'ALTER TABLE run ADD COLUMN environment TEXT CHECK (json_valid(environment))',
  },
  {
    version: 4,
    // One row while a process has the library open, none after it was closed.
    sql: 'CREATE TABLE opening (since REAL NOT NULL) STRICT;',
  },
]

/**
 * Bring a library file to the newest version: a backup beside it first, then each step in one exclusive transaction of its own.
 * Returns the backup's path, or null if none was needed. Throws a storage fault for a file newer than `list` (before anything is
 * written) and for a step that fails (which then left no trace).
 */
export function migrate(db: Database, file: string, list: readonly Migration[] = migrations): string | null {
  list.forEach(({ version }, at) => {
    if (version !== at + 1) throw internal(`The migrations have a gap: number ${at + 1} is called ${version}.`)
  })
  if (isCurrent(db, file, list)) return null
  const found = versionOf(db)
  const backup = found > 0 && !db.memory ? backUp(db, file, found) : null
  // A step may rebuild tables that others refer to; what is refused is a file whose references do not hold afterwards.
  db.pragma('foreign_keys = OFF')
  for (const { version, sql } of list.slice(found)) {
    try {
      db.transaction(() => {
        db.exec(sql)
        if ((db.pragma('foreign_key_check') as unknown[]).length > 0) throw new Error('records would refer to others that do not exist')
        db.pragma(`user_version = ${version}`)
        db.pragma(`application_id = ${applicationId}`)
      }).exclusive()
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      const copy = backup === null ? '' : `, and a copy of version ${found} is in ${backup}`
      const fault = storage(
        `The library could not be brought from version ${version - 1} to ${version}: ${why}. ` +
          `It is as it was before this step${copy}. Free disk space if it is short, then start again.`,
      )
      fault.cause = error
      throw fault
    }
  }
  return backup
}

/** Whether a file has the newest form. Throws a storage fault if it is newer than that. */
export function isCurrent(db: Database, file: string, list: readonly Migration[] = migrations): boolean {
  const found = versionOf(db)
  if (found > list.length) {
    throw storage(
      `This library has version ${found}, and this lab reads versions up to ${list.length}: a newer lab has used it. ` +
        `It was not changed. Open it with the newer lab, or choose another folder (${file}).`,
    )
  }
  return found === list.length
}

/** The user_version of a file; 0 for an empty one. */
export function versionOf(db: Database): number {
  return db.pragma('user_version', { simple: true }) as number
}

/** A complete copy beside the file, on disk before this returns; its name says which version it holds. */
function backUp(db: Database, file: string, version: number): string {
  const copy = freeName(file, `backup-version-${version}`)
  const unfinished = `${copy}.part`
  try {
    db.prepare('VACUUM INTO ?').run(unfinished)
    const handle = openSync(unfinished, 'r+')
    fsyncSync(handle)
    closeSync(handle)
    renameSync(unfinished, copy)
    return copy
  } catch (error) {
    rmSync(unfinished, { force: true })
    throw error
  }
}
