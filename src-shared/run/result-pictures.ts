// The pictures among a run's results: which there are, how they lie in their files, and what is to be said of each.
import { objectiveKey, objectiveSpec, objectiveTitle, type ObjectiveSpec } from '../recipe/objective.ts'
import type { Artifact } from './run.ts'
import { compact, number } from '../text/numbers.ts'

/** One picture, or a film of it: tiles side by side in one file. */
export interface ResultPicture {
  /** Unique in the run. */
  id: string
  /** What the picture is of, such as "conv3:5"; pictures of two runs with the same key and start can be compared. */
  key: string
  title: string
  objective: ObjectiveSpec | null
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
  /** The score of each tile of a film, or the one score. */
  scores: readonly number[]
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

const numbers = (value: unknown): number[] => (Array.isArray(value) ? value.filter((one): one is number => typeof one === 'number') : [])
const text = (value: unknown): string => (typeof value === 'string' ? value : '')
export const artifactUrl = (hash: string): string => `artifact/${hash}`

/** The pictures of ascents (as films where there are any) and of searches. */
export function resultPictures(artifacts: readonly Artifact[]): ResultPicture[] {
  const byName = new Map(artifacts.map((one) => [one.name, one]))
  return artifacts.flatMap((one): ResultPicture[] => {
    const { meta } = one
    const parsed = objectiveSpec.safeParse(meta['objective'])
    const objective = parsed.success ? parsed.data : null
    const key = text(meta['key']) || (objective ? objectiveKey(objective) : one.name)
    const title = objective ? objectiveTitle(objective) : text(meta['name']) || one.name
    if (one.name.startsWith('pictures/')) {
      const film = byName.get(one.name.replace(/^pictures/, 'films'))
      const steps = numbers(film?.meta['steps'])
      const start = Number(meta['start'] ?? 0)
      const still = { id: one.name, key, title, objective, start, dead: meta['dead'] === true }
      return film && steps.length > 0
        ? [
            {
              ...still,
              source: artifactUrl(film.hash),
              hash: film.hash,
              tiles: steps.length,
              tile: null,
              steps,
              scores: numbers(film.meta['scores']),
            },
          ]
        : [{ ...still, source: artifactUrl(one.hash), hash: one.hash, tiles: 1, tile: 0, steps: [], scores: numbers([meta['score']]) }]
    }
    if (one.name.startsWith('tops/') && Array.isArray(meta['ranks'])) {
      const scores = meta['ranks'].map((rank) =>
        rank !== null && typeof rank === 'object' && !Array.isArray(rank) ? Number(rank['score']) : NaN,
      )
      return scores.map((score, rank) => ({
        id: `${one.name}#${rank}`,
        key,
        title,
        objective,
        start: rank,
        source: artifactUrl(one.hash),
        hash: one.hash,
        tiles: scores.length,
        tile: rank,
        steps: [],
        scores: [score],
        dead: false,
      }))
    }
    return []
  })
}

/** Picture files that are no film, canvas, ranked strip or panel of a figure, which has a page of its own. */
export function wholePictures(artifacts: readonly Artifact[]): WholePicture[] {
  return artifacts
    .filter((one) => one.media === 'image/png' && !/^(pictures|films|canvases|best|tops|panel)\//.test(one.name))
    .map((one) => {
      const caption = text(one.meta['caption']) || one.name
      const shown = Array.isArray(one.meta['pictures']) ? `; ${number(one.meta['pictures'].length)} of them` : ''
      return { name: one.name, source: artifactUrl(one.hash), hash: one.hash, caption, alt: `${caption}${shown}` }
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

/** A picture in words, for those who do not see it. */
export function altOf(picture: ResultPicture, step: number, run?: string): string {
  const score = scoreAt(picture, step)
  const rank = picture.start > 0 || picture.tiles > 1 ? `, rank ${picture.start + 1}` : ''
  const when = picture.steps.length > 0 ? `, after step ${number(picture.steps[tileAt(picture, step)] ?? 0)}` : rank
  const known = score === undefined || Number.isNaN(score) ? '' : `, activation ${compact(score)}`
  return `${run ? `${run}: ` : ''}picture for ${picture.title}${when}${known}`
}
