// What the parts of a reproduction found, read back from the library in the form the figures need.
import { z } from 'zod'
import type { DatasetSettings } from '../../src-shared/recipe/recipe.ts'
import { drawDatasetPicture } from '../../src-shared/domains/shapes/dataset.ts'
import { missing } from '../../src-shared/rpc/fault.ts'
import { type Figure, figure } from '../../src-shared/run/figure.ts'
import type { Run } from '../../src-shared/run/run.ts'
import type { Store } from '../store/open.ts'
import { type Picture, readPng } from '../image/png.ts'

/** A figure as it is kept: its runs by the hashes of their recipes, so that a replay, whose parts have other ids, gives the same bytes. */
const keptFigure = figure.omit({ runs: true }).extend({ parts: z.array(z.string()) })
export type KeptFigure = z.output<typeof keptFigure>

const ascendMeta = z.object({
  score: z.number(),
  scoreFirst: z.number(),
  distance: z.number(),
  gradientNormFirst: z.number(),
  gradientNormLast: z.number(),
  dead: z.boolean(),
  /** The first step that had no gradient, where there is none at the end; 0: there never was one. */
  deadFrom: z.number().optional(),
  /**
   * Of a climb in a latent space, its end and its beginning; and the gradient at each layer before the first step. Older runs have not all
   * of them.
   */
  latent: z.array(z.number()).optional(),
  latentFirst: z.array(z.number()).optional(),
  gradientFirst: z.array(z.object({ layer: z.string(), norm: z.number() })).optional(),
})
type AscendMeta = z.output<typeof ascendMeta>
/**
 * `pictureScore` is that of the kept 8-bit picture, which alone can be compared with an ascent's; older searches have it too, or at least
 * `score`.
 */
const topsMeta = z.object({ ranks: z.array(z.object({ score: z.number(), pictureScore: z.number().optional() })) })
const exampleRow = z.object({ key: z.string(), top: z.array(z.object({ index: z.int(), score: z.number(), label: z.int() })) })
export type ExampleRow = z.output<typeof exampleRow>
const nearestTable = z.object({
  baseline: z.object({ median: z.number(), low: z.number(), high: z.number() }),
  /** The ends of the scale of likeness: correlations of test pictures and of noise with the training pictures most like them. */
  similar: z
    .object({
      test: z.object({ correlations: z.array(z.number()), named: z.int() }),
      noise: z.object({ correlations: z.array(z.number()) }),
    })
    .optional(),
  rows: z.array(
    z.object({
      picture: z.string(),
      tile: z.int(),
      index: z.int(),
      label: z.int(),
      distance: z.number(),
      similar: z.object({ index: z.int(), label: z.int(), correlation: z.number() }).optional(),
    }),
  ),
})
export type NearestTable = z.output<typeof nearestTable>

/** One picture made by an ascent. */
export interface Made {
  key: string
  start: number
  hash: string
  picture: Picture
  meta: AscendMeta
  film: { hash: string; steps: number[] } | null
}

/** An artifact of a run that must be there, since the run finished. */
export function bytesOf(store: Store, run: Run, name: string): { hash: string; bytes: Uint8Array } {
  const found = store.artifacts.find(run.id, name)
  const content = found && store.artifacts.read(found.hash)
  if (!found || !content) throw missing(`"${run.name}" has finished without its ${name}.`)
  return { hash: found.hash, bytes: content.bytes }
}

/** The figures that a run has by now, with links to its parts as they are called now. */
export function figuresOf(run: Run, store: Store): Figure[] {
  const children = store.runs.children(run.id)
  return store.artifacts
    .of(run.id)
    .filter((one) => one.name.startsWith('figure/'))
    .map((one) => {
      const { parts, ...rest } = keptFigure.parse(jsonOf(store.artifacts.read(one.hash)!.bytes))
      const made = parts.flatMap((hash) => children.find((child) => child.recipeHash === hash && child.state === 'finished') ?? [])
      return { ...rest, runs: made.map(({ id, name }) => ({ id, name })) }
    })
    .sort((a, b) => a.number - b.number)
}

const jsonOf = (bytes: Uint8Array): unknown => JSON.parse(new TextDecoder().decode(bytes))

/** The best dataset pictures of each objective, by its key. */
export function examplesIn(store: Store, run: Run): Map<string, ExampleRow> {
  const table = z.object({ objectives: z.array(exampleRow) }).parse(jsonOf(bytesOf(store, run, 'examples').bytes))
  return new Map(table.objectives.map((row) => [row.key, row]))
}

export function nearestIn(store: Store, run: Run): NearestTable {
  return nearestTable.parse(jsonOf(bytesOf(store, run, 'nearest').bytes))
}

/** All pictures of an ascent, by objective and start. */
export function madeIn(store: Store, run: Run): Made[] {
  const all = store.artifacts.of(run.id)
  return all
    .filter((one) => one.name.startsWith('pictures/'))
    .map((one) => {
      const [, key, start] = /^pictures\/(.*)\/(\d+)$/.exec(one.name) ?? []
      const film = all.find((other) => other.name === `films/${key}/${start}`)
      return {
        key: key!,
        start: Number(start),
        hash: one.hash,
        picture: readPng(store.artifacts.read(one.hash)!.bytes),
        meta: ascendMeta.parse(one.meta),
        film: film ? { hash: film.hash, steps: z.object({ steps: z.array(z.number()) }).parse(film.meta).steps } : null,
      }
    })
}

/** Rank by rank, what a search found for one objective: its sheet, and the scores of the pictures on it as they are kept, in 8 bits. */
export interface Tops {
  hash: string
  picture: Picture
  scores: number[]
}
export function topsIn(store: Store, run: Run, key: string): Tops {
  const { hash, bytes } = bytesOf(store, run, `tops/${key}`)
  const { ranks } = topsMeta.parse(store.artifacts.find(run.id, `tops/${key}`)!.meta)
  return { hash, picture: readPng(bytes), scores: ranks.map((rank) => rank.pictureScore ?? rank.score) }
}

/** A picture that no step has moved: there was no gradient from the first step on, so it still is what it began as. */
export const stoodStill = ({ meta }: Made): boolean => meta.gradientNormFirst === 0 && meta.distance === 0

/** A picture of the dataset, drawn again. */
export function drawn(settings: DatasetSettings, index: number): Picture {
  const rgb = new Uint8Array(settings.size * settings.size * 3)
  drawDatasetPicture(settings, index, rgb, 0, 3)
  return { width: settings.size, height: settings.size, rgb }
}
