// Which class was taken for which, read from a classifier's confusion artifact: by factor, by pair, and the pictures behind a cell.
import { z } from 'zod'
import { classCount, classFactors, className, colours, shapes, styles } from '../../../src-shared/classes.ts'

export const confusionFile = z.object({
  classes: z.literal(classCount), split: z.string(), count: z.int(), correct: z.int(),
  /** Row: the truth. Column: what was said. */
  counts: z.array(z.array(z.int()).length(classCount)).length(classCount),
  wrong: z.array(z.object({ index: z.int(), truth: z.int(), said: z.int() })),
})
export type Confusion = z.output<typeof confusionFile>
export type Mistake = Confusion['wrong'][number]

export const factors = ['shape', 'style', 'colour'] as const
export type Factor = (typeof factors)[number]
export const levels: Record<Factor, readonly string[]> = { shape: shapes, style: styles, colour: colours }

/** One factor alone, whatever the other two: how often level `row` was taken for level `column`, and how often it was named rightly. */
export interface FactorTable { factor: Factor; used: number[]; counts: number[][]; right: number; count: number }
export function factorTable({ counts, count }: Confusion, factor: Factor, classes: readonly number[]): FactorTable {
  const size = levels[factor].length
  const table = Array.from({ length: size }, () => new Array<number>(size).fill(0))
  counts.forEach((row, truth) => row.forEach((times, said) => {
    if (times > 0) table[classFactors(truth)[factor]]![classFactors(said)[factor]]! += times
  }))
  const used = [...new Set(classes.map((one) => classFactors(one)[factor]))].sort((a, b) => a - b)
  return { factor, used, counts: table, right: table.reduce((sum, row, at) => sum + row[at]!, 0), count }
}

/** A cell: of the table of one factor, or of the table of all classes. */
export interface Cell { of: Factor | 'class'; truth: number; said: number }
export const sameCell = (a: Cell | null, b: Cell): boolean => a !== null && a.of === b.of && a.truth === b.truth && a.said === b.said
export function cellName(of: Cell['of'], level: number): string { return of === 'class' ? className(level) : levels[of][level] ?? '' }

/** A cell in an address: "class-24-39", "shape-0-2". */
export const cellText = ({ of, truth, said }: Cell): string => `${of}-${truth}-${said}`
/** The cell of such a text; null for any other. */
export function cellOf(text: string | undefined): Cell | null {
  const [, of = '', truth = '', said = ''] = /^(shape|style|colour|class)-(\d{1,2})-(\d{1,2})$/.exec(text ?? '') ?? []
  const kind = ([...factors, 'class'] as const).find((one) => one === of)
  const count = kind === undefined ? 0 : kind === 'class' ? classCount : levels[kind].length
  return kind !== undefined && Number(truth) < count && Number(said) < count ? { of: kind, truth: Number(truth), said: Number(said) } : null
}

/** The wrongly named pictures of a cell. On the diagonal of a factor's table: those that were right in this and wrong in another. */
export function mistakesOf({ wrong }: Confusion, { of, truth, said }: Cell): Mistake[] {
  const level = (one: number): number => (of === 'class' ? one : classFactors(one)[of])
  return wrong.filter((one) => level(one.truth) === truth && level(one.said) === said)
}

export interface MixUp { truth: number; said: number; count: number }
/** The mix-ups that happened most often, most first. */
export function mixUps({ counts }: Confusion, most: number): MixUp[] {
  const out: MixUp[] = []
  counts.forEach((row, truth) => row.forEach((count, said) => { if (count > 0 && truth !== said) out.push({ truth, said, count }) }))
  return out.sort((a, b) => b.count - a.count || a.truth - b.truth || a.said - b.said).slice(0, most)
}
