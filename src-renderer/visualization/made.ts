// A picture that was made for a unit, as its run tells of it.
import type { GradientCause } from '../../src-shared/run/dead-gradient.ts'
import { ascendResults } from '../../src-shared/run/results/ascend.ts'
import { resultsOf } from '../../src-shared/run/results/form.ts'
import { keptScore, searchResults } from '../../src-shared/run/results/search.ts'
import type { Artifact, Run } from '../../src-shared/run/run.ts'
import { methodOf, type MadeMethod } from './methods.ts'

export interface Film {
  hash: string
  steps: number[]
  scores: number[]
}
export interface Made {
  method: MadeMethod
  key: string
  start: number
  run: Pick<Run, 'id' | 'name' | 'state' | 'created'>
  /** A tile of a PNG of `columns` square pictures side by side. */
  picture: { hash: string; columns: number; index: number }
  score: number
  /** Score of the start, the random noise; null for a search, which has none. */
  scoreFirst: number | null
  seed: number
  /** "ascent" took steps, "search" drew samples. */
  by: 'ascent' | 'search'
  steps: number
  words: string
  dead: boolean
  /** The first step without a gradient; null where there always was one. */
  deadFrom: number | null
  /** Why there is none, or hardly any; null where there is one, and for runs from before this was looked into. */
  gradient: { cause: GradientCause; at: string | null } | null
  film: Film | null
  /** It was made on a canvas larger than what the network sees, so its noise is laid out differently. */
  wide: boolean
}

const { picture, film, canvas } = ascendResults.artifacts
const { tops } = searchResults.artifacts

/** All pictures of a run, by objective; the starts of an objective in order. */
export function madeBy(run: Run, artifacts: readonly Artifact[]): Map<string, Made[]> {
  const method = methodOf(run.recipe)
  const found = new Map<string, Made[]>()
  if (method === null) return found
  const about = { id: run.id, name: run.name, state: run.state, created: run.created }
  const films = new Map(resultsOf(film, artifacts).map((one) => [one.place, one]))
  const wide = resultsOf(canvas, artifacts).length > 0
  for (const { place, hash, meta } of resultsOf(picture, artifacts)) {
    const { key, start, score, scoreFirst, seed, steps, dead, deadFrom, gradient } = meta
    const strip = films.get(place)
    const made: Made = {
      method,
      key,
      start,
      score,
      scoreFirst,
      seed,
      steps,
      dead,
      wide,
      words: meta.method,
      by: 'ascent',
      run: about,
      picture: { hash, columns: 1, index: 0 },
      deadFrom: deadFrom ?? null,
      gradient: gradient ?? null,
      film: strip ? { hash: strip.hash, steps: strip.meta.steps, scores: strip.meta.scores } : null,
    }
    found.set(key, [...(found.get(key) ?? []), made])
  }
  if (run.recipe.kind !== 'search') return found
  for (const { hash, meta } of resultsOf(tops, artifacts)) {
    const { key, samples, ranks } = meta
    const made: Made = {
      method,
      key,
      start: 0,
      run: about,
      picture: { hash, columns: ranks.length, index: 0 },
      score: keptScore(ranks[0]!),
      scoreFirst: null,
      seed: run.recipe.seed,
      by: 'search',
      steps: samples,
      words: `Best of ${samples.toLocaleString('en-US')} random latent vectors.`,
      dead: false,
      deadFrom: null,
      gradient: null,
      film: null,
      wide: false,
    }
    found.set(key, [made])
  }
  return found
}

/** The one to show: of a generator's starts the best, since they do not begin alike; of pixels the first, so that the methods do. */
export function shownOf(starts: readonly Made[] | undefined): Made | null {
  if (!starts || starts.length === 0) return null
  if (starts[0]!.method !== 'generated') return starts.find((one) => one.start === 0) ?? starts[0]!
  return starts.reduce((best, one) => (one.score > best.score ? one : best))
}
