// What figures are put together from: panels, numbers, and the runs they are of.
import type { FigureNumber, Panel } from '../../src-shared/run/figure.ts'
import type { Run } from '../../src-shared/run/run.ts'
import type { Picture } from '../image/png.ts'

/** Puts a picture into the library under the whole run, at a place among its panels, and says how it is shown. */
export type Pin = (place: string, picture: Picture, words: Omit<Panel, 'hash' | 'width' | 'height'>) => Panel

export const number = (label: string, value: number, unit: string, help: string): FigureNumber => ({ label, value, unit, help })
export const partsOf = (runs: Record<string, Run>): string[] => Object.values(runs).map((run) => run.recipeHash)
/**
 * A score as a multiple of the best dataset example's; NaN when no example drives the unit at all, since there is nothing to measure by.
 */
export const against = (score: number, example: number | undefined): number =>
  example !== undefined && example > 0 ? score / example : Number.NaN
