// What a search and a climb leave behind, as their artifacts tell it.
import { settling } from '../../../src-shared/recipe/ascent-presets.ts'
import { causeWords } from '../../../src-shared/run/dead-gradient.ts'
import type { ObjectiveSpec } from '../../../src-shared/recipe/objective.ts'
import type { AscendRecipe, SearchRecipe } from '../../../src-shared/recipe/recipe.ts'
import { ascendResults, type AscentMeta, type FilmMeta } from '../../../src-shared/run/results/ascend.ts'
import { resultsOf } from '../../../src-shared/run/results/form.ts'
import { keptScore, type Rank, searchResults, type TopsMeta } from '../../../src-shared/run/results/search.ts'
import type { Artifact, Run } from '../../../src-shared/run/run.ts'
import type { LatentSpace } from './space.svelte.ts'

/** `kept` is the score of the kept picture. */
export type Top = Omit<TopsMeta, 'ranks'> & { hash: string; ranks: (Rank & { kept: number })[] }

/** The best pictures of a search, for each of its objectives. */
export const topsOf = (artifacts: readonly Artifact[]): Top[] =>
  resultsOf(searchResults.artifacts.tops, artifacts).map(({ hash, meta }) => ({
    ...meta,
    hash,
    ranks: meta.ranks.map((one) => ({ ...one, kept: keptScore(one) })),
  }))

/** What is told of the end of a climb. */
export type Climbed = Pick<
  AscentMeta,
  'score' | 'scoreFirst' | 'distance' | 'gradientNormFirst' | 'gradientNormLast' | 'steps' | 'dead' | 'deadFrom' | 'gradient'
>
export type ClimbFilm = FilmMeta & { hash: string }

export function climbOf(artifacts: readonly Artifact[]): { climbed: AscentMeta; film: ClimbFilm } | null {
  const [picture] = resultsOf(ascendResults.artifacts.picture, artifacts)
  const [film] = resultsOf(ascendResults.artifacts.film, artifacts)
  return picture && film ? { climbed: picture.meta, film: { ...film.meta, hash: film.hash } } : null
}

export const searchRecipeOf = (run: Run | null): SearchRecipe | null => (run?.recipe.kind === 'search' ? run.recipe : null)

/** 95 % of a normal distribution in six dimensions lie this near to its mean. */
const defaultBall = 3.55
/** Steps and step of a climb in the whitened latent space: where it gets anywhere, it has by then. */
const climbSteps = 256
const climbStep = 0.05

/** Climbs from a point, and stays as near to the dataset as the point itself is, or nearer than 95 % of it. */
export function climbRecipe(
  space: LatentSpace,
  model: string,
  objective: ObjectiveSpec,
  from: readonly number[],
  seed: number,
): AscendRecipe {
  const out = Math.hypot(...space.whitened(from))
  const ball = Math.min(20, Math.max(defaultBall, Math.ceil(out * 100) / 100))
  return {
    kind: 'ascend',
    model,
    objectives: [objective],
    starts: 1,
    transforms: [],
    regularizers: [],
    optimizer: { kind: 'adam', step: climbStep, decay: settling },
    steps: climbSteps,
    seed,
    frames: 24,
    parameterization: { kind: 'decoder', generator: space.generator, start: 'examples', whiten: true, ball, at: [...from] },
  }
}

/** Less than this, in standard deviations of the dataset and as a share of the score, is standing still. */
const leastMove = 0.05
const leastGain = 0.01

/** Whether a climb got nowhere, and why, with its numbers. */
export function stuckWords(
  { dead, deadFrom, gradient, steps, distance, score, scoreFirst, gradientNormFirst, gradientNormLast }: Climbed,
  show: (value: number) => string,
): string | null {
  if (dead)
    return (
      `Stuck ${deadFrom ? `from step ${deadFrom} on` : 'from the start'}. ` +
      `${gradient ? causeWords(gradient.cause, gradient.at) : 'The gradient is zero, so no step can move the point.'} It moved ` +
      `${show(distance)} standard deviations in ${steps} steps.`
    )
  const gain = (score - scoreFirst) / Math.max(Math.abs(scoreFirst), 1e-6)
  if (distance >= leastMove && gain >= leastGain) return null
  if (distance < leastMove)
    return (
      `Stuck: it moved ${show(distance)} standard deviations in ` +
      `${steps} steps${
        gradientNormFirst === undefined || gradientNormLast === undefined
          ? ''
          : `, with a gradient of length ${show(gradientNormFirst)} at the start and ${show(gradientNormLast)} at the end`
      }.`
    )
  return (
    `Hardly better: it moved ${show(distance)} standard deviations in ` +
    `${steps} steps, and its value went from ${show(scoreFirst)} to ${show(score)}.`
  )
}

/** The ranks that are at least `least` apart from each other, best first: of two that are near, the better one stays. */
export function keepDifferent<T extends { z: readonly number[] }>(
  ranks: readonly T[],
  least: number,
  distance: (a: readonly number[], b: readonly number[]) => number,
): T[] {
  const kept: T[] = []
  for (const one of ranks) if (kept.every((other) => distance(one.z, other.z) >= least)) kept.push(one)
  return kept
}
