// What a table of nearest and most similar training pictures says of some pictures.
import type { NearestTable } from '../../src-shared/run/results/nearest.ts'
import { median } from './measures.ts'

/** A picture by its hash, and the class it was made for. All tiles of a sheet count. */
export interface Target {
  hash: string
  label: number
}

export interface Likeness {
  count: number
  /** Pictures whose most similar training picture is of the class they were made for. */
  right: number
  /** Of each picture: its correlation with that picture, on a scale where noise has 0 and an unseen test picture 1 (their medians). */
  resemblance: number[]
  /** Median distance to the nearest training picture, in that of an unseen test picture. */
  distance: number
}

/** Empty lists where the table has no correlations, which those of older versions have not. */
export function likeness(table: NearestTable, targets: readonly Target[]): Likeness {
  const rows = targets.flatMap(({ hash, label }) =>
    table.rows.filter((row) => row.picture === hash).map((row) => ({ ...row, target: label })),
  )
  const compared = rows.flatMap((row) => (row.similar ? [{ ...row.similar, target: row.target }] : []))
  const [low, high] = [median(table.similar?.noise.correlations ?? []), median(table.similar?.test.correlations ?? [])]
  return {
    count: compared.length,
    right: compared.filter((one) => one.label === one.target).length,
    resemblance: compared.map((one) => (one.correlation - low) / (high - low)),
    distance: median(rows.map((row) => row.distance)) / table.baseline.median,
  }
}

/**
 * Share of unseen test pictures whose most similar training picture is of their own class: how well that tells a class at all. NaN where
 * not measured.
 */
export const testNamed = ({ similar }: NearestTable): number =>
  similar ? similar.test.named / similar.test.correlations.length : Number.NaN
