// How the panels of a figure stand together: in a table when its rows have the same columns, else row by row.
import type { Panel } from '../../../src-shared/run/figure.ts'

export interface Row {
  name: string
  panels: Panel[]
}

export function rowsOf(panels: Panel[]): Row[] {
  return [...Map.groupBy(panels, (panel) => panel.row)].map(([name, list]) => ({ name, panels: list }))
}

/** The columns all rows share, or null when the rows do not speak of the same things, or there is one row only. */
export function columnsOf(rows: Row[]): string[] | null {
  const longest = rows.reduce<Row | null>((best, row) => (best && best.panels.length >= row.panels.length ? best : row), null)
  if (!longest || rows.length < 2) return null
  const columns = longest.panels.map((panel) => panel.label)
  const known = new Set(columns)
  const aligned = known.size === columns.length && rows.every((row) => row.panels.every((panel) => known.has(panel.label)))
  return aligned ? columns : null
}

/** Columns in blocks of equal length, none longer than fits. */
export function blocksOf<T>(columns: T[], fit: number): T[][] {
  const count = Math.ceil(columns.length / Math.max(1, fit))
  const size = Math.ceil(columns.length / count)
  return Array.from({ length: count }, (_, at) => columns.slice(at * size, (at + 1) * size)).filter((block) => block.length > 0)
}
