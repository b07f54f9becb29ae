// A sweep, ascent by ascent: each is a run of its own, as if it had been started alone.
import { objectiveKey } from '../../src-shared/recipe/objective.ts'
import type { AscendRecipe, SweepRecipe } from '../../src-shared/recipe/recipe.ts'
import { axisLabel, cellsOf, gridOf, valueLabels } from '../../src-shared/recipe/sweep-cells.ts'
import { ascendResults } from '../../src-shared/run/results/ascend.ts'
import { keep, keepTable, resultsOf } from '../../src-shared/run/results/form.ts'
import type { Summary } from '../../src-shared/run/results/index.ts'
import { type SweptCell, sweepResults } from '../../src-shared/run/results/sweep.ts'
import type { Run } from '../../src-shared/run/run.ts'
import { contactSheet } from '../image/contact-sheet.ts'
import { type Picture, readPng, writePng } from '../image/png.ts'
import type { Store } from '../store/open.ts'
import type { Stage } from './composite-run.ts'

/** Pixels of one sheet at most: 32 million, 96 MB while it is drawn. */
const sheetPixels = 32_000_000
const { artifacts } = sweepResults

/** Carries a sweep out on `stage` and returns its summary. What was finished before, here or alone, is taken as it is. */
export async function sweep(recipe: SweepRecipe, stage: Stage, store: Store): Promise<Summary<'sweep'>> {
  const { cells } = cellsOf(recipe)
  const keys = recipe.base.objectives.map(objectiveKey)
  const made: SweptCell[] = []
  for (const [place, { at, words, name, recipe: one }] of cells.entries()) {
    stage.progress(`${place + 1} of ${cells.length}: ${words}`, place, cells.length)
    const run = await stage.part(one, name)
    made.push({ at, part: run.recipeHash, pictures: picturesOf(run, one, store) })
    // After each, so that what there is can be seen, also of a sweep that is stopped.
    keepTable(stage.keep, artifacts.cells, '', made, {})
  }
  stage.progress('Making the sheet', cells.length, cells.length)
  keep(stage.keep, artifacts.numbers, '', new TextEncoder().encode(csvOf(recipe, made)), {})
  const sheet = sheetOf(recipe, keys, made, store)
  if (sheet) keep(stage.keep, artifacts.sheet, '', writePng(sheet), { caption: captionOf(recipe) })
  const bestCells = keys.flatMap((key) => {
    const scored = made.flatMap(({ pictures }, place) => {
      const score = pictures.find((one) => one.key === key)?.score
      return score === undefined ? [] : [{ key, score, words: cells[place]!.words }]
    })
    return scored.length === 0 ? [] : [scored.reduce((best, one) => (one.score > best.score ? one : best))]
  })
  return { cells: made.length, pictures: made.reduce((sum, one) => sum + one.pictures.length, 0), bestCells }
}

/** Of each objective the picture to show. */
function picturesOf(run: Run, recipe: AscendRecipe, store: Store): SweptCell['pictures'] {
  const found = Map.groupBy(resultsOf(ascendResults.artifacts.picture, store.artifacts.of(run.id)), ({ meta }) => meta.key)
  return recipe.objectives.flatMap((spec) => {
    const starts = found.get(objectiveKey(spec)) ?? []
    const shown =
      recipe.parameterization.kind === 'decoder'
        ? starts.toSorted((a, b) => b.meta.score - a.meta.score)[0]
        : (starts.find((one) => one.meta.start === 0) ?? starts[0])
    return shown ? [{ key: shown.meta.key, hash: shown.hash, score: shown.meta.score }] : []
  })
}

const quoted = (text: string): string => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
/** One row a picture: the words of the setting on each axis, the objective, its score, and the hash of the picture. */
function csvOf(recipe: SweepRecipe, made: readonly SweptCell[]): string {
  const labels = recipe.vary.map((_, axis) => valueLabels(recipe, axis))
  const head = [...recipe.vary.map((_, axis) => axisLabel(recipe, axis)), 'objective', 'score', 'picture']
  const rows = made.flatMap(({ at, pictures }) =>
    pictures.map(({ key, score, hash }) => [...at.map((place, axis) => labels[axis]![place]!), key, String(score), hash]),
  )
  return `${[head, ...rows].map((row) => row.map(quoted).join(',')).join('\n')}\n`
}

const captionOf = (recipe: SweepRecipe): string => {
  const [down, ...across] = recipe.vary.map((_, axis) => `${axisLabel(recipe, axis)} (${valueLabels(recipe, axis).join('; ')})`)
  const { perObjective } = gridOf(recipe)
  return `Down: ${down}. Across: ${perObjective ? `${across.join(' and ')}, a block for each objective` : 'the objectives'}.`
}
/** The pictures as the page lays them out: of one axis a row for each value; of more a block for each objective. */
function sheetOf(recipe: SweepRecipe, keys: readonly string[], made: readonly SweptCell[], store: Store): Picture | null {
  const { rows, columns, perObjective } = gridOf(recipe)
  const ordered = perObjective
    ? keys.flatMap((key) => made.map((cell) => cell.pictures.find((one) => one.key === key)?.hash))
    : made.flatMap((cell) => keys.map((key) => cell.pictures.find((one) => one.key === key)?.hash))
  const first = ordered.find((one) => one !== undefined)
  if (first === undefined || rows.length === 0) return null
  const { width, height } = readPng(store.artifacts.read(first)!.bytes)
  if (width * height * ordered.length > sheetPixels) return null
  const pictures = ordered.map((hash) => (hash === undefined ? null : readPng(store.artifacts.read(hash)!.bytes)))
  if (pictures.some((one) => one !== null && (one.width !== width || one.height !== height))) return null
  const empty = new Uint8Array(width * height * 3)
  return contactSheet(
    pictures.map((one) => one?.rgb ?? empty),
    [height, width],
    perObjective ? columns.length : keys.length,
  )
}
