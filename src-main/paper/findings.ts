// What the parts of a reproduction found, read back from the library in the form the figures need.
import type { DatasetSettings } from '../../src-shared/recipe/recipe.ts'
import { drawDatasetPicture } from '../../src-shared/domains/shapes/dataset.ts'
import { modelMedia } from '../../src-shared/network/model-file.ts'
import { missing } from '../../src-shared/rpc/fault.ts'
import type { Figure } from '../../src-shared/run/figure.ts'
import { ascendResults, type AscentMeta } from '../../src-shared/run/results/ascend.ts'
import { type ExampleRow, examplesResults } from '../../src-shared/run/results/examples.ts'
import { nameOf, resultOf, resultsOf, tableOf } from '../../src-shared/run/results/form.ts'
import { type NearestTable, nearestResults } from '../../src-shared/run/results/nearest.ts'
import { reproduceResults } from '../../src-shared/run/results/reproduce.ts'
import { keptScore, searchResults } from '../../src-shared/run/results/search.ts'
import type { Run } from '../../src-shared/run/run.ts'
import type { Store } from '../store/open.ts'
import { type Picture, readPng } from '../image/png.ts'

/** One picture made by an ascent. */
export interface Made {
  key: string
  start: number
  hash: string
  picture: Picture
  meta: AscentMeta
  film: { hash: string; steps: number[] } | null
}

/** An artifact of a run that must be there, since the run finished. */
export function bytesOf(store: Store, run: Run, name: string): { hash: string; bytes: Uint8Array } {
  const found = store.artifacts.find(run.id, name)
  const content = found && store.artifacts.read(found.hash)
  if (!found || !content) throw missing(`"${run.name}" has finished without its ${name}.`)
  return { hash: found.hash, bytes: content.bytes }
}

/** The hash of the network that a finished training has made. */
export const modelOf = (store: Store, run: Run): string => store.artifacts.of(run.id).find((one) => one.media === modelMedia)!.hash

/** The figures that a run has by now, with links to its parts as they are called now. */
export function figuresOf(run: Run, store: Store): Figure[] {
  const children = store.runs.children(run.id)
  const { figure } = reproduceResults.artifacts
  return resultsOf(figure, store.artifacts.of(run.id))
    .map(({ hash }) => {
      const { parts, ...rest } = tableOf(figure, store.artifacts.read(hash)!.bytes)
      const made = parts.flatMap((hash) => children.find((child) => child.recipeHash === hash && child.state === 'finished') ?? [])
      return { ...rest, runs: made.map(({ id, name }) => ({ id, name })) }
    })
    .sort((a, b) => a.number - b.number)
}

/** The best dataset pictures of each objective, by its key. */
export function examplesIn(store: Store, run: Run): Map<string, ExampleRow> {
  const table = tableOf(examplesResults.artifacts.examples, bytesOf(store, run, examplesResults.artifacts.examples.name).bytes)
  return new Map(table.objectives.map((row) => [row.key, row]))
}

export const nearestIn = (store: Store, run: Run): NearestTable =>
  tableOf(nearestResults.artifacts.nearest, bytesOf(store, run, nearestResults.artifacts.nearest.name).bytes)

/** All pictures of an ascent, by objective and start. */
export function madeIn(store: Store, run: Run): Made[] {
  const { picture, film } = ascendResults.artifacts
  const all = store.artifacts.of(run.id)
  const films = new Map(resultsOf(film, all).map(({ place, hash, meta }) => [place, { hash, steps: meta.steps }]))
  return resultsOf(picture, all).map(({ place, hash, meta }) => ({
    key: meta.key,
    start: meta.start,
    hash,
    picture: readPng(store.artifacts.read(hash)!.bytes),
    meta,
    film: films.get(place) ?? null,
  }))
}

/** Rank by rank, what a search found for one objective: its sheet, and the scores of the pictures on it as they are kept, in 8 bits. */
export interface Tops {
  hash: string
  picture: Picture
  scores: number[]
}
export function topsIn(store: Store, run: Run, key: string): Tops {
  const { tops } = searchResults.artifacts
  const found = resultOf(tops, store.artifacts.of(run.id), key)
  const content = found && store.artifacts.read(found.hash)
  if (!found || !content) throw missing(`"${run.name}" has finished without its ${nameOf(tops, key)}.`)
  return { hash: found.hash, picture: readPng(content.bytes), scores: found.meta.ranks.map(keptScore) }
}

/** The one with the highest score. */
export const bestOf = (made: Made[]): Made => made.reduce((a, b) => (b.meta.score > a.meta.score ? b : a))

/** A picture that no step has moved: there was no gradient from the first step on, so it still is what it began as. */
export const stoodStill = ({ meta }: Made): boolean => meta.gradientNormFirst === 0 && meta.distance === 0

/** A picture of the dataset, drawn again. */
export function drawn(settings: DatasetSettings, index: number): Picture {
  const rgb = new Uint8Array(settings.size * settings.size * 3)
  drawDatasetPicture(settings, index, rgb, 0, 3)
  return { width: settings.size, height: settings.size, rgb }
}
