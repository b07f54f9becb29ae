// A picture that was made for a unit, as its run tells of it.
import { z } from 'zod'
import { type GradientCause, gradientCause } from '../../src-shared/run/dead-gradient.ts'
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

const ascended = z.object({
  key: z.string(),
  start: z.int(),
  score: z.number(),
  scoreFirst: z.number(),
  seed: z.number(),
  steps: z.number(),
  method: z.string(),
  dead: z.boolean(),
  deadFrom: z.number().optional(),
  gradient: z.object({ cause: gradientCause, at: z.string().nullable() }).optional(),
})
const filmed = z.object({ steps: z.array(z.number()), scores: z.array(z.number()) })
const searched = z.object({
  key: z.string(),
  samples: z.number(),
  ranks: z.array(z.object({ score: z.number(), pictureScore: z.number() })).min(1),
})

/** All pictures of a run, by objective; the starts of an objective in order. */
export function madeBy(run: Run, artifacts: readonly Artifact[]): Map<string, Made[]> {
  const method = methodOf(run.recipe)
  const found = new Map<string, Made[]>()
  if (method === null) return found
  const about = { id: run.id, name: run.name, state: run.state, created: run.created }
  const films = new Map(artifacts.filter((one) => one.name.startsWith('films/')).map((one) => [one.name.slice('films/'.length), one]))
  const wide = artifacts.some((one) => one.name.startsWith('canvases/'))
  for (const one of artifacts) {
    if (one.name.startsWith('pictures/')) {
      const meta = ascended.safeParse(one.meta)
      if (!meta.success) continue
      const { method: words, deadFrom, gradient, ...rest } = meta.data
      const strip = films.get(`${rest.key}/${rest.start}`)
      const film = strip && filmed.safeParse(strip.meta)
      const made: Made = {
        ...rest,
        words,
        method,
        wide,
        by: 'ascent',
        run: about,
        picture: { hash: one.hash, columns: 1, index: 0 },
        deadFrom: deadFrom ?? null,
        gradient: gradient ?? null,
        film: strip && film?.success ? { hash: strip.hash, ...film.data } : null,
      }
      found.set(rest.key, [...(found.get(rest.key) ?? []), made])
    } else if (one.name.startsWith('tops/') && run.recipe.kind === 'search') {
      const meta = searched.safeParse(one.meta)
      if (!meta.success) continue
      const { key, samples, ranks } = meta.data
      found.set(key, [
        {
          method,
          key,
          start: 0,
          run: about,
          picture: { hash: one.hash, columns: ranks.length, index: 0 },
          score: ranks[0]!.pictureScore,
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
        },
      ])
    }
  }
  return found
}

/** The one to show: of a generator's starts the best, since they do not begin alike; of pixels the first, so that the methods do. */
export function shownOf(starts: readonly Made[] | undefined): Made | null {
  if (!starts || starts.length === 0) return null
  if (starts[0]!.method !== 'generated') return starts.find((one) => one.start === 0) ?? starts[0]!
  return starts.reduce((best, one) => (one.score > best.score ? one : best))
}
