// The ascents of a sweep: every value of one setting with every value of the others, and what they are called.
import type { Json } from '../rpc/json.ts'
import { ascentWords } from './form/ascent.ts'
import { faultsOf } from './form/faults.ts'
import { pathOf, pathWords, valueAt, withValue, wordsAt } from './form/path.ts'
import type { AnyWords } from './form/words.ts'
import { type AscendRecipe, ascendRecipe, canonical, type SweepRecipe } from './recipe.ts'
import { wholePath } from './sweep-axis.ts'

/** One ascent of a sweep: the place of its value on each axis, what sets it apart, its name as a run, and its recipe. */
export interface Cell {
  at: number[]
  name: string
  words: string
  recipe: AscendRecipe
}

/** The ascents of a sweep, the last axis the fastest; those that are none are told of, a sentence each. */
export function cellsOf({ base, vary }: SweepRecipe): { cells: Cell[]; faults: string[] } {
  const labels = vary.map((_, axis) => valueLabels({ base, vary }, axis))
  const faults: string[] = []
  const cells = placesOf(vary.map((one) => one.values.length)).flatMap((at): Cell[] => {
    const words = at.map((place, axis) => labels[axis]![place]!).join(', ')
    const names = vary.map(
      ({ path }, axis) => `${path === wholePath ? '' : `${axisName({ base, vary }, axis)} `}${labels[axis]![at[axis]!]!}`,
    )
    const name = names.join(', ').slice(0, 200)
    const varied = vary.reduce<Json>((whole, { path, values }, axis) => putValue(whole, path, values[at[axis]!]!), plain(base))
    const read = ascendRecipe.safeParse(varied)
    if (read.success && canonical(read.data.objectives) === canonical(base.objectives)) return [{ at, words, name, recipe: read.data }]
    const [first] = read.success ? [] : faultsOf(read.error)
    faults.push(
      first
        ? `${words}: ${pathWords(first.path, varied, ascentWords)}: ${first.words}`
        : `${words}: the objectives are those of the base; list them there.`,
    )
    return []
  })
  return { cells, faults: [...new Set(faults)] }
}
const plain = (value: unknown): Json => JSON.parse(JSON.stringify(value)) as Json
function putValue(whole: Json, path: string, value: Json): Json {
  if (path !== wholePath) return withValue(whole, pathOf(path), value)
  const fields = typeof value === 'object' && value !== null && !Array.isArray(value) ? value : { '*': value }
  return { ...(whole as Record<string, Json>), ...fields }
}
/** Every combination of places, the last the fastest. */
function placesOf(lengths: readonly number[]): number[][] {
  return lengths.reduce<number[][]>((found, length) => found.flatMap((one) => Array.from({ length }, (_, place) => [...one, place])), [[]])
}

/** What an axis of a sweep varies, such as "Steps are made by (Adam), step size". */
export function axisLabel({ base, vary }: Pick<SweepRecipe, 'base' | 'vary'>, axis: number): string {
  const { path } = vary[axis]!
  return path === wholePath ? 'Settings' : pathWords(pathOf(path), plain(base), ascentWords)
}
/** The same in a sentence: "step size". */
export function axisName(recipe: Pick<SweepRecipe, 'base' | 'vary'>, axis: number): string {
  const last = axisLabel(recipe, axis).split(', ').at(-1)!
  return `${last.charAt(0).toLowerCase()}${last.slice(1)}`
}
/** What the values of an axis are called, each unlike the others. */
export function valueLabels({ base, vary }: Pick<SweepRecipe, 'base' | 'vary'>, axis: number): string[] {
  const { path, values, names } = vary[axis]!
  const words = path === wholePath ? undefined : wordsAt(pathOf(path), plain(base), ascentWords)
  const labels = values.map((value, place) => names?.[place] ?? labelOf(value, words))
  return labels.map((one, place) => (labels.indexOf(one) === labels.lastIndexOf(one) ? one : `${one} (${place + 1})`))
}
function labelOf(value: Json, words: AnyWords | undefined): string {
  if (typeof value === 'string') return words?.values?.[value] ?? value
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map((one) => labelOf(one, words)).join(' + ')
  const kind = valueAt(value, ['kind'])
  if (typeof kind === 'string') return words?.kinds?.[kind]?.label ?? kind
  const said = typeof value === 'object' && value !== null ? canonical(value) : String(value)
  return said.length > 40 ? `${said.slice(0, 39)}…` : said
}

/** How the cells of a sweep lie: the first axis down, and across the others, or, of one axis alone, its objectives. */
export function gridOf(recipe: SweepRecipe): { rows: string[]; columns: string[]; perObjective: boolean } {
  const rows = valueLabels(recipe, 0)
  const others = recipe.vary.slice(1).map((_, axis) => valueLabels(recipe, axis + 1))
  if (others.length === 0) return { rows, columns: [], perObjective: false }
  const columns = placesOf(others.map((one) => one.length)).map((at) => at.map((place, axis) => others[axis]![place]!).join(', '))
  return { rows, columns, perObjective: true }
}
