// Names and numbers of the dataset in words.
import { className, colours, shapes, styles } from '../../../src-shared/domains/shapes/classes.ts'
import type { PicturesDataset } from '../../../src-shared/domains/pictures/settings.ts'
import { datasetOf, type ModelHeader } from '../../../src-shared/network/model-file.ts'
import { capital } from '../../../src-shared/text/phrase.ts'
import type { DatasetSettings, Split } from '../../../src-shared/recipe/recipe.ts'
import { count, number } from '../../text/format.ts'

/** Whether a network has learnt from these very pictures that were brought. */
export function hasLearnt(header: ModelHeader, { index }: PicturesDataset): boolean {
  const dataset = datasetOf(header)
  return dataset?.kind === 'pictures' && dataset.index === index
}

export const splitNames: Record<Split, string> = { train: 'training', validation: 'validation', test: 'test' }
/** "Rainbow double circle". */
export const classTitle = (label: number): string => capital(className(label))

/** "24,000 pictures · 60 classes · seed 1". */
export function summaryOf({ count: pictures, classes, seed }: DatasetSettings): string {
  return `${count(pictures, 'picture')} · ${count(classes.length, 'class', 'classes')} · seed ${seed}`
}

/** Whose dataset it is, as a sentence. `from` is the end of "the dataset of …". */
export function usedBy({ from, model, run }: { from: string; model: unknown; run: { recipe: { kind: string } } | null }): string {
  if (model) return `Used by ${from}.`
  return run === null ? `It has ${from}.` : run.recipe.kind === 'dataset' ? `Drawn by ${from}.` : `Used by ${from}.`
}

/** What a screen reader is told of a picture. */
export function pictureName(settings: DatasetSettings, index: number, label: number, split: Split): string {
  return `Picture ${number(index)}: ${className(label)}, ${splitNames[split]} split, ${settings.size} by ${settings.size} pixels`
}

export interface ClassFilter {
  shape: number | null
  style: number | null
  colour: number | null
  split: Split | null
}
/** Reads a filter from the query of an address; what does not fit is left out. */
export function filterOf(query: Record<string, string>): ClassFilter {
  const at = (names: readonly string[], value: string | undefined): number | null =>
    value !== undefined && names.includes(value) ? names.indexOf(value) : null
  const { split } = query
  return {
    shape: at(shapes, query['shape']),
    style: at(styles, query['style']),
    colour: at(colours, query['colour']),
    split: split === 'train' || split === 'validation' || split === 'test' ? split : null,
  }
}
