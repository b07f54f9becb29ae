// A dataset that is being set up, as plain data: its classes by the factors in use, and what is wrong with it in words.
import { z } from 'zod'
import { classFactors, classIndex, colours, shapes, styles } from '../../src-shared/domains/shapes/classes.ts'
import { datasetSettings, type DatasetSettings, newDataset } from '../../src-shared/recipe/recipe.ts'

const pair = z.tuple([z.number(), z.number()])
export const draftSchema = z.object({
  seed: z.number(),
  count: z.number(),
  size: z.number(),
  lineWidth: z.number(),
  filledLineWidth: z.number(),
  margin: z.number(),
  radius: pair,
  rotation: pair,
  position: pair,
  split: z.literal(2).optional(),
  /** Values of each factor that are in use, and single classes left out all the same. */
  shapes: z.array(z.int()),
  styles: z.array(z.int()),
  colours: z.array(z.int()),
  without: z.array(z.int()),
})
export type Draft = z.output<typeof draftSchema>
export const defaultSettings: DatasetSettings = newDataset()
const all = (names: readonly string[]): number[] => names.map((_, at) => at)
export const defaultDraft = (): Draft => {
  const { classes: _, ...rest } = defaultSettings
  return { ...rest, shapes: all(shapes), styles: all(styles), colours: all(colours), without: [] }
}

/** Classes of a draft, rising: every combination of the values in use, but for those left out. */
export function classesOf(draft: Pick<Draft, 'shapes' | 'styles' | 'colours' | 'without'>): number[] {
  return draft.shapes
    .flatMap((shape) => draft.styles.flatMap((style) => draft.colours.map((colour) => classIndex(shape, style, colour))))
    .filter((label) => !draft.without.includes(label))
    .sort((a, b) => a - b)
}
export function candidateOf({ shapes: _s, styles: _t, colours: _c, without: _w, ...rest }: Draft, classes: readonly number[]): object {
  return { ...rest, classes }
}

const nouns: Record<string, string> = {
  radius: 'Radius',
  rotation: 'Rotation',
  position: 'Position',
  count: 'Number of pictures',
  size: 'Size',
  seed: 'Seed',
  lineWidth: 'Line width',
  filledLineWidth: 'Width of filled lines',
  margin: 'Margin',
}
/** What is wrong with a draft, in words; empty when it can be drawn. */
export function problemsOf(candidate: object): { field: string; words: string }[] {
  const read = datasetSettings.safeParse(candidate)
  if (read.success) return []
  return read.error.issues.map(({ path, message, code }) => {
    const field = String(path[0] ?? '')
    if (field === 'classes') return { field, words: 'No class is left. Choose at least one shape, one line style and one colour.' }
    if (code === 'custom') return { field, words: `${nouns[field] ?? field}: ${message}. Move “from” below “to”.` }
    return { field, words: `${nouns[field] ?? field}: ${message}.` }
  })
}

/** Whether the factors in use make this class at all. */
export function offers(draft: Pick<Draft, 'shapes' | 'styles' | 'colours'>, label: number): boolean {
  const { shape, style, colour } = classFactors(label)
  return draft.shapes.includes(shape) && draft.styles.includes(style) && draft.colours.includes(colour)
}
