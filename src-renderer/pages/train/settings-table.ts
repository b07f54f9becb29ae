// Trainings side by side: one row each, their settings as columns, what is the same in all of them told once.
import type { Run } from '../../../src-shared/run/run.ts'
import { mainSettings } from '../../../src-shared/recipe/setting-rows.ts'

export interface SettingsTable {
  /** Settings that differ, in the order in which one asks for them. */
  columns: string[]
  /** For each run, in the order given, its values; "—" where it has no such setting. */
  rows: string[][]
  /** Settings that all runs share, as "Batch size 64". */
  same: string[]
}

export function settingsTable(runs: readonly Pick<Run, 'recipe'>[]): SettingsTable {
  const settings = runs.map(({ recipe }) => new Map(mainSettings(recipe).map(({ label, value }) => [label, value])))
  const table: SettingsTable = { columns: [], rows: runs.map(() => []), same: [] }
  for (const label of new Set(settings.flatMap((one) => [...one.keys()]))) {
    const values = settings.map((one) => one.get(label) ?? '—')
    if (runs.length > 1 && values.every((one) => one === values[0])) {
      table.same.push(`${label} ${values[0]}`)
      continue
    }
    table.columns.push(label)
    values.forEach((value, at) => {
      table.rows[at]!.push(value)
    })
  }
  return table
}
