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

export function metricsOf(db: Database): Metrics {
  const exists = db.prepare<[string], number>('SELECT 1 FROM run WHERE id = ?').pluck()
  const insert = db.prepare<[string, string, number, number]>(
    `INSERT INTO metric (run, series, step, value) VALUES (?, ?, ?, ?)
    ON CONFLICT (run, series, step) DO UPDATE SET value = excluded.value`,
  )
  const extents = db.prepare<[string], SeriesExtent>(
    `SELECT series, count(*) AS count, min(step) AS "from", max(step) AS "to" FROM metric WHERE run = ? GROUP BY series ORDER BY series`,
  )
  const window = db.prepare<[string, string, number, number], CurvePoint>(
    'SELECT step, value FROM metric WHERE run = ? AND series = ? AND step BETWEEN ? AND ? ORDER BY step',
  )

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
    series: (run) => extents.all(run).filter(({ series }) => series.length <= longestName),
    read(run, series, { from = -Infinity, to = Infinity, points } = {}) {
      const all = window.all(run, series, from, to).filter(({ step, value }) => Number.isFinite(step) && Number.isFinite(value))
      return points === undefined ? all : decimate(all, points)
    },
  }
}
