// Figures of the page beside their budgets.
import { appendFileSync, mkdirSync } from 'node:fs'
import { rounded, table } from './table.ts'

export interface Figure {
  what: string
  unit: 'ms' | 'kB' | 'MB' | 'score'
  /** Every measurement. */
  values: number[]
  /** Which of them the budget is about. */
  of: 'median' | 'p95' | 'p99' | 'most'
  budget: number
  /** What has to be known to read it. */
  note?: string
}

/** The value below which a share of the values lies, between neighbours in proportion. `values` must not be empty. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  const place = share * (sorted.length - 1)
  const [low, high] = [sorted[Math.floor(place)]!, sorted[Math.ceil(place)]!]
  return low + (high - low) * (place % 1)
}
const shares = { median: 0.5, p95: 0.95, p99: 0.99, most: 1 }
export const judged = ({ values, of }: Pick<Figure, 'values' | 'of'>): number => quantile(values, shares[of])

export function figureTable(figures: readonly Figure[]): string {
  const rows = figures.map((one) => {
    const words = (value: number): string => (one.unit === 'score' ? value.toFixed(3) : `${rounded(value)} ${one.unit}`)
    if (one.values.length === 0) return [one.what, 'not measured', '', '', `${words(one.budget)} (${one.of})`, '', one.note ?? '']
    return [
      one.what,
      words(quantile(one.values, 0.5)),
      words(quantile(one.values, 0.95)),
      words(Math.max(...one.values)),
      `${words(one.budget)} (${one.of})`,
      judged(one) <= one.budget ? 'within' : 'over',
      `${one.values.length}`,
    ]
  })
  return table([['figure', 'median', 'p95', 'most', 'budget', '', 'times'], ...rows])
}

/** Adds one JSON line per figure to the file, whose folder is made if it is not there. */
export function keep(figures: readonly Figure[], folder: string, about: object): void {
  mkdirSync(folder, { recursive: true })
  const time = new Date().toISOString()
  for (const { values, ...one } of figures) {
    if (values.length === 0) continue
    const line = {
      time,
      ...one,
      median: quantile(values, 0.5),
      p95: quantile(values, 0.95),
      most: Math.max(...values),
      judged: judged({ values, of: one.of }),
      times: values.length,
      ...about,
    }
    appendFileSync(`${folder}/bench-ui.jsonl`, `${JSON.stringify(line)}\n`)
  }
}
