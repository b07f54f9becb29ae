// The cells of a confusion table: by factor or by pair, in an address, and the pictures behind one.
import { classNameOf, type DatasetSpec } from '../../../src-shared/domains/dataset.ts'
import { classFactors } from '../../../src-shared/domains/shapes/classes.ts'
import { type Confusion, type Factor, factors, levels } from '../../../src-shared/run/confusion.ts'

export { type Confusion, factors, factorTable, type FactorTable, levels, mixUps } from '../../../src-shared/run/confusion.ts'
export type Mistake = Confusion['wrong'][number]

/** A cell: of the table of one factor, or of the table of all classes. */
export interface Cell {
  of: Factor | 'class'
  truth: number
  said: number
}
export const sameCell = (a: Cell | null, b: Cell): boolean => a !== null && a.of === b.of && a.truth === b.truth && a.said === b.said
export function cellName(dataset: DatasetSpec, of: Cell['of'], level: number): string {
  return of === 'class' ? classNameOf(dataset, level) : (levels[of][level] ?? '')
}

/** A cell in an address: "class-24-39", "shape-0-2". */
export const cellText = ({ of, truth, said }: Cell): string => `${of}-${truth}-${said}`
/** The cell of such a text, of a classifier that tells so many classes apart; null for any other. */
export function cellOf(text: string | undefined, classes: number): Cell | null {
  const [, of = '', truth = '', said = ''] = /^(shape|style|colour|class)-(\d{1,3})-(\d{1,3})$/.exec(text ?? '') ?? []
  const kind = ([...factors, 'class'] as const).find((one) => one === of)
  const count = kind === undefined ? 0 : kind === 'class' ? classes : levels[kind].length
  return kind !== undefined && Number(truth) < count && Number(said) < count ? { of: kind, truth: Number(truth), said: Number(said) } : null
}

/** The wrongly named pictures of a cell. On the diagonal of a factor's table: those that were right in this and wrong in another. */
export function mistakesOf({ wrong }: Confusion, { of, truth, said }: Cell): Mistake[] {
  const level = (one: number): number => (of === 'class' ? one : classFactors(one)[of])
  return wrong.filter((one) => level(one.truth) === truth && level(one.said) === said)
}
