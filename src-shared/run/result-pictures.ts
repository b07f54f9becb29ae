// The pictures among a run's results: which there are, how they lie in their files, and what is to be said of each.
import { type ObjectiveSpec, titleOf, valueWord } from '../recipe/objective.ts'
import { ascendResults, equalContrast } from './results/ascend.ts'
import { nameOf, placeOf, resultsOf } from './results/form.ts'
import { ownPicturesResults } from './results/own-pictures.ts'
import { sheetMeta } from './results/pictures.ts'
import { reproduceResults } from './results/reproduce.ts'
import { keptScore, searchResults } from './results/search.ts'
import type { Artifact } from './run.ts'
import { compact, number } from '../text/numbers.ts'

/** One picture, or a film of it: tiles side by side in one file. */
export interface ResultPicture {
  /** Unique in the run. */
  id: string
  /** What the picture is of, such as "conv3:5"; pictures of two runs with the same key and start can be compared. */
  key: string
  title: string
  objective: ObjectiveSpec
  /** The start of an ascent, or the rank in a search. */
  start: number
  source: string
  /** The content hash of that file. */
  hash: string
  /** Tiles in the file, side by side. */
  tiles: number
  /** The only tile of this picture; null for a film, whose tile follows the step. */
  tile: number | null
  /** For a film: the step after which each tile was kept. */
  steps: readonly number[]
  /** The score of each tile of a film, or the one score: of the picture as it is kept, in 8 bits. */
  scores: readonly number[]
  /** The score of an ascent's last picture at the contrast at which all are compared; absent where that was not asked, or cannot be. */
  atEqualContrast?: number
  /** Steps or distance stood still because there was no gradient. */
  dead: boolean
}
/** A picture file that is looked at whole: a wall, a sheet of reconstructions. */
export interface WholePicture {
  name: string
  source: string
  hash: string
  caption: string
  alt: string
}

export const artifactUrl = (hash: string): string => `artifact/${hash}`

const { picture, canvas, best, film } = ascendResults.artifacts
const { tops } = searchResults.artifacts

/** The pictures of ascents (as films where there are any) and of searches; those of another version, or damaged, are left out. */
export function resultPictures(artifacts: readonly Artifact[]): ResultPicture[] {
  const films = new Map(resultsOf(film, artifacts).map((one) => [one.place, one]))
  const made = resultsOf(picture, artifacts).map(({ place, hash, meta }): ResultPicture => {
    const { key, objective, start, dead, score, scoreAtEqualContrast: equal } = meta
    const strip = films.get(place)
    const still = {
      id: nameOf(picture, place),
      key,
      title: titleOf(meta.name),
      objective,
      start,
      dead,
      ...(typeof equal === 'number' ? { atEqualContrast: equal } : {}),
    }
    if (!strip) return { ...still, source: artifactUrl(hash), hash, tiles: 1, tile: 0, steps: [], scores: [score] }
    const { steps, scores } = strip.meta
    return { ...still, source: artifactUrl(strip.hash), hash: strip.hash, tiles: steps.length, tile: null, steps, scores }
  })
  const found = resultsOf(tops, artifacts).flatMap(({ place, hash, meta: { key, name, objective, ranks } }) =>
    ranks.map((one, rank): ResultPicture => {
      const file = { source: artifactUrl(hash), hash, tiles: ranks.length, tile: rank, steps: [] }
      const id = `${nameOf(tops, place)}#${rank}`
      return { id, key, title: titleOf(name), objective, start: rank, dead: false, ...file, scores: [keptScore(one)] }
    }),
  )
  return [...made, ...found]
}

const shownElsewhere = [picture, canvas, best, film, tops, reproduceResults.artifacts.panel, ownPicturesResults.artifacts.pack]
/** Picture files that are no film, canvas, ranked strip, panel of a figure or pack of own pictures, which have pages of their own. */
export function wholePictures(artifacts: readonly Artifact[]): WholePicture[] {
  return artifacts
    .filter(({ name, media }) => media === 'image/png' && shownElsewhere.every((form) => placeOf(form, name) === null))
    .map(({ name, hash, meta }) => {
      const { data: sheet } = sheetMeta.safeParse(meta)
      const caption = sheet?.caption || name
      return {
        name,
        source: artifactUrl(hash),
        hash,
        caption,
        alt: `${caption}${sheet ? `; ${number(sheet.pictures.length)} of them` : ''}`,
      }
    })
}

/** The tile of a picture at a step: the last one kept up to then. */
export function tileAt({ tile, steps }: Pick<ResultPicture, 'tile' | 'steps'>, step: number): number {
  if (tile !== null) return tile
  const after = steps.findIndex((one) => one > step)
  return after < 0 ? steps.length - 1 : Math.max(0, after - 1)
}
export const scoreAt = (picture: ResultPicture, step: number): number | undefined =>
  picture.steps.length > 0 ? picture.scores[tileAt(picture, step)] : picture.scores[0]

/** What a picture reaches, such as "logit 24.1", by its one number or that of a step; empty where that is not known. */
export function reachedWords({ objective }: Pick<ResultPicture, 'objective'>, score: number | undefined): string {
  return score === undefined || !Number.isFinite(score) ? '' : `${valueWord(objective)} ${compact(score)}`
}

/** Beside the score of the last picture, its score at the contrast at which all are compared: "18 at contrast 0.2". */
export function equalContrastWords(picture: ResultPicture, step: number): string {
  const { atEqualContrast: score, steps, tiles } = picture
  if (score === undefined || (steps.length > 0 && tileAt(picture, step) < tiles - 1)) return ''
  return `${compact(score)} at contrast ${equalContrast}`
}

/** A picture in words, for those who do not see it. */
export function altOf(picture: ResultPicture, step: number, run?: string): string {
  const reached = reachedWords(picture, scoreAt(picture, step))
  const rank = picture.start > 0 || picture.tiles > 1 ? `, rank ${picture.start + 1}` : ''
  const when = picture.steps.length > 0 ? `, after step ${number(picture.steps[tileAt(picture, step)] ?? 0)}` : rank
  const known = reached === '' ? '' : `, ${reached}`
  return `${run ? `${run}: ` : ''}picture for ${picture.title}${when}${known}`
}
