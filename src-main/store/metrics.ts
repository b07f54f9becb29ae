// Metric series: the numbers a run gives while it works, such as its loss at each step.
import type { Database } from 'better-sqlite3'
import type { MetricPoint } from '../../src-shared/run/event.ts'
import { missing } from '../../src-shared/rpc/fault.ts'
import { decimate, type CurvePoint } from './decimate.ts'

export interface SeriesExtent {
  series: string
  count: number
  /** First and last step. */
  from: number
  to: number
}

export interface Metrics {
  /**
   * Record points, all or none; a step recorded before is replaced, so that a resumed run may repeat some. A value that is no finite
   * number is left out: the curve has a gap there. Returns how many were recorded. Throws 'missing' if there is no such run.
   */
  append(run: string, points: readonly MetricPoint[]): number
  series(run: string): SeriesExtent[]
  /** The series of a run by name, without looking at their points. */
  names(run: string): string[]
  /** How many points a series has. */
  count(run: string, series: string): number
  /** A series in order of step, from `from` to `to` (both included), with at most `points` of them (2 or more; all, if not given). */
  read(run: string, series: string, window?: CurveWindow): CurvePoint[]
}
export interface CurveWindow {
  from?: number | undefined
  to?: number | undefined
  points?: number | undefined
}

/** UTF-16 units: a sum of 16 terms takes 900. */
const longestName = 4000
const isOurs = (series: string): boolean => series.length <= longestName

export function metricsOf(db: Database): Metrics {
  const exists = db.prepare<[string], number>('SELECT 1 FROM run WHERE id = ?').pluck()
  const insert = db.prepare<[string, string, number, number]>(
    `INSERT INTO metric (run, series, step, value) VALUES (?, ?, ?, ?)
    ON CONFLICT (run, series, step) DO UPDATE SET value = excluded.value`,
  )
  const extents = db.prepare<[string], SeriesExtent>(
    `SELECT series, count(*) AS count, min(step) AS "from", max(step) AS "to" FROM metric WHERE run = ? GROUP BY series ORDER BY series`,
  )
  // From each name to the next one in the index, so that a run of many points takes no longer.
  const names = db
    .prepare<[{ run: string }], string>(
      `WITH RECURSIVE name (series) AS (
      SELECT min(series) FROM metric WHERE run = @run
      UNION ALL SELECT (SELECT min(series) FROM metric WHERE run = @run AND series > name.series) FROM name WHERE series IS NOT NULL)
    SELECT series FROM name WHERE series IS NOT NULL`,
    )
    .pluck()
  const count = db.prepare<[string, string], number>('SELECT count(*) FROM metric WHERE run = ? AND series = ?').pluck()
  // What is not finite is left out here and not after 100,000 records were made of it.
  const window = db.prepare<[string, string, number, number, number, number], CurvePoint>(
    'SELECT step, value FROM metric WHERE run = ? AND series = ? AND step BETWEEN ? AND ? AND value BETWEEN ? AND ? ORDER BY step',
  )
  const { MAX_VALUE } = Number

  return {
    append: db.transaction((run: string, points: readonly MetricPoint[]) => {
      if (!exists.get(run)) throw missing(`There is no run ${run} in the library, so its curve was not kept. It may have been deleted.`)
      let count = 0
      for (const { series, step, value } of points) {
        if (!Number.isFinite(step) || !Number.isFinite(value)) continue
        insert.run(run, series, step, value)
        count++
      }
      return count
    }),
    // The name of a series of ours is a word or two, or the key of an objective.
    series: (run) => extents.all(run).filter(({ series }) => isOurs(series)),
    names: (run) => names.all({ run }).filter(isOurs),
    count: (run, series) => count.get(run, series) ?? 0,
    read(run, series, { from = -Infinity, to = Infinity, points } = {}) {
      const all = window.all(run, series, Math.max(from, -MAX_VALUE), Math.min(to, MAX_VALUE), -MAX_VALUE, MAX_VALUE)
      return points === undefined ? all : decimate(all, points)
    },
  }
}
