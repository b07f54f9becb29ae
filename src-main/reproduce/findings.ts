// What the parts of a reproduction found, read back from the library in the form the figures need.
import { z } from 'zod'
import type { DatasetSettings } from '../../src-shared/recipe.ts'
import { drawDatasetPicture } from '../../src-shared/dataset.ts'
import { missing } from '../../src-shared/fault.ts'
import { type Figure, figure } from '../../src-shared/figure.ts'
import type { Run } from '../../src-shared/run.ts'
import type { Store } from '../store/open.ts'
import { type Picture, readPng } from './picture.ts'

/** A figure as it is kept: its runs by the hashes of their recipes, so that a replay, whose parts have other ids, gives the same bytes. */
const keptFigure = figure.omit({ runs: true }).extend({ parts: z.array(z.string()) })
export type KeptFigure = z.output<typeof keptFigure>

const ascendMeta = z.object({
  score: z.number(), scoreFirst: z.number(), distance: z.number(), gradientNormFirst: z.number(), gradientNormLast: z.number(), dead: z.boolean(),
})
type AscendMeta = z.output<typeof ascendMeta>
export const topsMeta = z.object({ ranks: z.array(z.object({ sample: z.number(), score: z.number(), z: z.array(z.number()) })) })
const exampleRow = z.object({ key: z.string(), top: z.array(z.object({ index: z.int(), score: z.number(), label: z.int() })) })
export type ExampleRow = z.output<typeof exampleRow>
const nearestTable = z.object({
  baseline: z.object({ median: z.number(), low: z.number(), high: z.number() }),
  rows: z.array(z.object({ picture: z.string(), tile: z.int(), index: z.int(), label: z.int(), distance: z.number() })),
})
export type NearestTable = z.output<typeof nearestTable>

/** One picture made by an ascent. */
export interface Made { key: string; start: number; hash: string; picture: Picture; meta: AscendMeta; film: { hash: string; steps: number[] } | null }

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
  return store.artifacts.of(run.id).filter((one) => one.name.startsWith('figure/')).map((one) => {
    const { parts, ...rest } = keptFigure.parse(jsonOf(store.artifacts.read(one.hash)!.bytes))
    const made = parts.flatMap((hash) => children.find((child) => child.recipeHash === hash && child.state === 'finished') ?? [])
    return { ...rest, runs: made.map(({ id, name }) => ({ id, name })) }
  }).sort((a, b) => a.number - b.number)
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
  return all.filter((one) => one.name.startsWith('pictures/')).map((one) => {
    const [, key, start] = /^pictures\/(.*)\/(\d+)$/.exec(one.name) ?? []
    const film = all.find((other) => other.name === `films/${key}/${start}`)
    return {
      key: key!, start: Number(start), hash: one.hash, picture: readPng(store.artifacts.read(one.hash)!.bytes), meta: ascendMeta.parse(one.meta),
      film: film ? { hash: film.hash, steps: z.object({ steps: z.array(z.number()) }).parse(film.meta).steps } : null,
    }
  })
}

/** A picture of the dataset, drawn again. */
export function drawn(settings: DatasetSettings, index: number): Picture {
  const rgb = new Uint8Array(settings.size * settings.size * 3)
  drawDatasetPicture(settings, index, rgb, 0, 3)
  return { width: settings.size, height: settings.size, rgb }
}
