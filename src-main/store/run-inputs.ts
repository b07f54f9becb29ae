// What builds on what: the networks that runs look into, and the runs that look into the networks of others.
import type { Database } from 'better-sqlite3'
import { picturesIndexMedia } from '../../src-shared/domains/pictures/pictures-index.ts'
import { modelMedia } from '../../src-shared/network/model-file.ts'
import { outOfTrash } from './run-query.ts'

export interface RunInputs {
  /**
   * Runs outside the Trash, no parts of others, that build on networks or pictures which only these runs and their parts made: how many,
   * and the names of the newest three.
   */
  dependents(ids: readonly string[]): { count: number; names: string[] }
  /** The networks of this library, eight at most, that a run and its parts build on; none for a run that is not there. */
  networksOf(id: string): string[]
}

export function runInputsOf(db: Database): RunInputs {
  const networks = db
    .prepare<[string, string], string>(
      `WITH RECURSIVE whole (id) AS (VALUES (?) UNION SELECT run.id FROM run JOIN whole ON run.parent = whole.id)
    SELECT DISTINCT hash FROM whole JOIN run_input ON run_input.run = whole.id JOIN artifact USING (hash) WHERE media = ? LIMIT 8`,
    )
    .pluck()
  const built = db
    .prepare<[{ ids: string; media: string; index: string }], string>(
      `WITH RECURSIVE whole (id) AS (SELECT value FROM json_each(@ids) UNION SELECT run.id FROM run JOIN whole ON run.parent = whole.id),
    network (hash) AS (SELECT DISTINCT hash FROM run_artifact JOIN artifact USING (hash) WHERE media IN (@media, @index)
      AND run IN (SELECT id FROM whole)
      AND NOT EXISTS (SELECT 1 FROM run_artifact AS other JOIN run ON run.id = other.run
        WHERE other.hash = artifact.hash AND run.id NOT IN (SELECT id FROM whole) AND ${outOfTrash}))
    SELECT name FROM run WHERE parent IS NULL AND trashed IS NULL AND id NOT IN (SELECT id FROM whole)
      AND EXISTS (SELECT 1 FROM run_input WHERE run = run.id AND hash IN (SELECT hash FROM network))
    ORDER BY created DESC, ordinal DESC`,
    )
    .pluck()

  return {
    dependents(ids) {
      const names = built.all({ ids: JSON.stringify(ids), media: modelMedia, index: picturesIndexMedia })
      return { count: names.length, names: names.slice(0, 3) }
    },
    networksOf: (id) => networks.all(id, modelMedia),
  }
}
