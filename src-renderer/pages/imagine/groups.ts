// Ways to colour the map: one factor of the pictures at a time, or whether the classifier is right about them.
import { classFactors, colours, shapes, styles } from '../../../src-shared/domains/shapes/classes.ts'
import { classOf } from '../../../src-shared/domains/shapes/dataset.ts'
import type { PicturesDataset } from '../../../src-shared/domains/pictures/settings.ts'
import { canonical, type DatasetSettings, type DatasetSpec } from '../../../src-shared/recipe/recipe.ts'
import { resultOf } from '../../../src-shared/run/results/form.ts'
import { classifierResults } from '../../../src-shared/run/results/training.ts'
import { lab } from '../../lab/lab.svelte.ts'
import { fetchTable } from '../../results/stored-table.ts'
import { type GlyphForm, defaultForms } from './glyphs.ts'
import type { Studio } from './studio.ts'

export type Colouring = 'shape' | 'style' | 'colour' | 'answer'
export interface Group {
  label: string
  colour: string
  edge: string
  size?: number
  form?: GlyphForm
}
/** The form of a group among others: its own, or the next of the usual ones. */
export const formOf = ({ form }: Group, at: number): GlyphForm => form ?? defaultForms[at % defaultForms.length]!
export interface Grouping {
  groups: Group[]
  of: Uint8Array
  order: Uint32Array | null
}

const slot = (at: number): string => `var(--series-${at})`
const plain = (label: string, colour: string): Group => ({ label, colour, edge: colour })
/** The classes of colour in colours that keep their distance for every eye; white has an edge, or the light page would swallow it. */
const colourOf: Record<(typeof colours)[number], Group> = {
  white: { label: 'white', colour: '#ffffff', edge: 'var(--ink)' },
  blue: plain('blue', slot(1)),
  green: plain('green', slot(3)),
  red: plain('red', slot(2)),
  rainbow: plain('rainbow', slot(4)),
}

/** By a factor, for every picture of the dataset. */
export function byFactor(settings: DatasetSettings, factor: Exclude<Colouring, 'answer'>): Grouping {
  const of = new Uint8Array(settings.count)
  for (let index = 0; index < of.length; index++) of[index] = classFactors(classOf(settings, index))[factor]
  const groups =
    factor === 'colour'
      ? colours.map((one) => colourOf[one])
      : factor === 'shape'
        ? shapes.map((label, at) => ({ ...plain(label, slot(at + 1)), form: label }))
        : styles.map((label, at) => plain(label, slot(at + 1)))
  return { groups, of, order: null }
}

/** Classes that have a colour of their own on the map; all others share one. */
const coloured = 6

/** Of pictures that were brought: by class, the first classes each in a colour; in one colour where there are no classes. */
export function byClass({ count, classNames }: PicturesDataset, labelOf: (index: number) => number): Grouping {
  const of = Uint8Array.from({ length: count }, (_, index) => Math.min(coloured, labelOf(index)))
  const named = classNames.slice(0, coloured).map((label, at) => plain(label, slot(at + 1)))
  if (named.length === 0) return { groups: [plain('pictures', slot(1))], of, order: null }
  const others = classNames.length > coloured ? [plain(`${classNames.length - coloured} other classes`, 'var(--ink-soft)')] : []
  return { groups: [...named, ...others], of, order: null }
}

export interface Mistakes {
  test: Uint32Array
  said: Map<number, number>
}

/**
 * What the classifier got wrong of the test split, from the run that trained it; null if it was trained on other pictures than the
 * generator.
 */
export async function readMistakes({ classifier, space }: Studio, test: () => Uint32Array, signal: AbortSignal): Promise<Mistakes | null> {
  if (!classifier || canonical(classifier.header.dataset) !== canonical(space.header.dataset)) return null
  const { artifacts } = await lab.client.getRun({ id: classifier.entry.run }, signal)
  const { confusion } = classifierResults.artifacts
  const found = resultOf(confusion, artifacts)
  if (!found) return null
  const { wrong } = await fetchTable(confusion, found.hash, signal)
  return { test: test(), said: new Map(wrong.map((one) => [one.index, one.said])) }
}

/** By whether the classifier is right: mistakes are drawn last, over the others. */
export function byAnswer(settings: DatasetSpec, { test, said }: Mistakes): Grouping {
  const of = new Uint8Array(settings.count)
  for (const index of test) of[index] = said.has(index) ? 2 : 1
  const order = new Uint32Array(settings.count)
  let at = 0
  for (const group of [0, 1, 2]) for (let index = 0; index < of.length; index++) if (of[index] === group) order[at++] = index
  return {
    groups: [plain('not in the test split', 'var(--line)'), plain('right', slot(1)), { ...plain('wrong', slot(2)), size: 1.7 }],
    of,
    order,
  }
}

/** "12 squares"-like counts of a selection, largest first. */
export function countsOf(indices: readonly number[], { groups, of }: Grouping): { label: string; count: number }[] {
  const counts = groups.map((group) => ({ label: group.label, count: 0 }))
  for (const index of indices) counts[of[index]!]!.count++
  return counts.filter((one) => one.count > 0).sort((a, b) => b.count - a.count)
}
