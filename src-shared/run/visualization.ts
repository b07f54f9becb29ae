// The pictures that a run has made of what a network looks for, by which of the paper's methods, and which one to show of several.
import { z } from 'zod'
import type { Recipe } from '../recipe/recipe.ts'
import { objectiveSpec } from '../recipe/objective.ts'
import { gradientCause } from './dead-gradient.ts'
import { ascendResults } from './results/ascend.ts'
import { resultsOf } from './results/form.ts'
import { keptScore, searchResults } from './results/search.ts'
import { type Artifact, type Run, runId, runState } from './run.ts'

/** The paper's three ways of making a picture, in its order. */
export const madeMethods = ['naive', 'robust', 'generated'] as const
export type MadeMethod = (typeof madeMethods)[number]

const filmStrip = z.object({ hash: z.string(), steps: z.array(z.number()), scores: z.array(z.number()) })
/** One picture, as its run tells of it. */
const visualization = z.object({
  method: z.enum(madeMethods),
  objective: objectiveSpec,
  /** That of the objective. */
  key: z.string(),
  start: z.int(),
  /** A tile of a PNG of `columns` square pictures side by side. */
  picture: z.object({ hash: z.string(), columns: z.int(), index: z.int() }),
  score: z.number(),
  /** Score of the start, the random noise; null for a search, which has none. */
  scoreFirst: z.number().nullable(),
  seed: z.number(),
  /** "ascent" took steps, "search" drew samples: `steps` says how many. */
  by: z.enum(['ascent', 'search']),
  steps: z.int(),
  /** How it was made, for a reader. */
  words: z.string(),
  dead: z.boolean(),
  /** The first step without a gradient; null where there always was one. */
  deadFrom: z.int().nullable(),
  /** Why there is none, or hardly any; null where there is one, and for runs from before this was looked into. */
  gradient: z.object({ cause: gradientCause, at: z.string().nullable() }).nullable(),
  film: filmStrip.nullable(),
  /** It was made on a canvas larger than what the network sees, so its noise is laid out differently. */
  wide: z.boolean(),
})
export const runVisualizations = z.object({
  run: z.object({
    id: runId,
    name: z.string(),
    state: runState,
    created: z.number(),
    /** Several starts in pixels, which stand beside the picture of a unit: a generator's picture is the best of several starts anyway. */
    variations: z.boolean(),
    /** The saved preset by which it was made, and beside whose name it is shown; null for any other. */
    preset: z.string().nullable(),
  }),
  /** By objective, the starts of an objective in order. */
  pictures: z.array(visualization),
})
export type RunVisualizations = z.output<typeof runVisualizations>
/** A picture, with the run that made it. */
export type Visualization = z.output<typeof visualization> & { run: RunVisualizations['run'] }
export type Film = z.output<typeof filmStrip>

/** What has objectives to make pictures of, and a network to ask. */
export type VisualizationRecipe = Extract<Recipe, { kind: 'ascend' | 'search' }>
export const visualizationKinds = ['ascend', 'search'] as const satisfies readonly VisualizationRecipe['kind'][]
/** The recipe, if it is one of pictures of what this network looks for; null for any other, also where it is only the generator. */
export function looksInto(recipe: Recipe, model: string): VisualizationRecipe | null {
  return (recipe.kind === 'ascend' || recipe.kind === 'search') && recipe.model === model ? recipe : null
}

/** Which of the methods a run belongs to; null for a run of another kind. */
export function methodOf(recipe: VisualizationRecipe): MadeMethod
export function methodOf(recipe: Recipe): MadeMethod | null
export function methodOf(recipe: Recipe): MadeMethod | null {
  if (recipe.kind === 'search') return 'generated'
  if (recipe.kind !== 'ascend') return null
  return recipe.parameterization.kind === 'decoder' ? 'generated' : recipe.transforms.length > 0 ? 'robust' : 'naive'
}
/** Whether a run makes variations: see `runVisualizations`. */
export const varies = (recipe: Recipe): boolean =>
  recipe.kind === 'ascend' && recipe.starts > 1 && recipe.parameterization.kind !== 'decoder'

const { picture, film, canvas } = ascendResults.artifacts
const { tops } = searchResults.artifacts

/** All pictures of a run. */
export function visualizationsOf(run: Run, recipe: VisualizationRecipe, artifacts: readonly Artifact[]): RunVisualizations {
  const method = methodOf(recipe)
  const films = new Map(resultsOf(film, artifacts).map((one) => [one.place, one]))
  const wide = resultsOf(canvas, artifacts).length > 0
  const climbed = resultsOf(picture, artifacts).map(({ place, hash, meta }): z.output<typeof visualization> => {
    const { objective, key, start, score, scoreFirst, seed, steps, dead } = meta
    const strip = films.get(place)
    return {
      method,
      objective,
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
      picture: { hash, columns: 1, index: 0 },
      deadFrom: meta.deadFrom ?? null,
      gradient: meta.gradient ? { cause: meta.gradient.cause, at: meta.gradient.at } : null,
      film: strip ? { hash: strip.hash, steps: strip.meta.steps, scores: strip.meta.scores } : null,
    }
  })
  const found = (recipe.kind === 'search' ? resultsOf(tops, artifacts) : []).map(({ hash, meta }): z.output<typeof visualization> => {
    const { objective, key, samples, ranks } = meta
    return {
      method,
      objective,
      key,
      start: 0,
      picture: { hash, columns: ranks.length, index: 0 },
      score: keptScore(ranks[0]!),
      scoreFirst: null,
      seed: recipe.seed,
      by: 'search',
      steps: samples,
      words: `Best of ${samples.toLocaleString('en-US')} random latent vectors.`,
      dead: false,
      deadFrom: null,
      gradient: null,
      film: null,
      wide: false,
    }
  })
  const { id, name, state, created } = run
  return { run: { id, name, state, created, variations: varies(recipe), preset: null }, pictures: [...climbed, ...found] }
}

/** The one to show: of a generator's starts the best, since they do not begin alike; of pixels the first, so that the methods do. */
export function shownOf(starts: readonly Visualization[] | undefined): Visualization | null {
  if (!starts || starts.length === 0) return null
  if (starts[0]!.method !== 'generated') return starts.find((one) => one.start === 0) ?? starts[0]!
  return starts.reduce((best, one) => (one.score > best.score ? one : best))
}
