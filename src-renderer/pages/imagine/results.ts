// What a search and a climb leave behind, as their artifacts tell it.
import { z } from 'zod'
import { settling } from '../../../src-shared/recipe/ascent-presets.ts'
import { causeWords, gradientCause } from '../../../src-shared/run/dead-gradient.ts'
import { type ObjectiveSpec, objectiveSpec } from '../../../src-shared/recipe/objective.ts'
import type { AscendRecipe, SearchRecipe } from '../../../src-shared/recipe/recipe.ts'
import type { Artifact, Run } from '../../../src-shared/run/run.ts'
import type { LatentSpace } from './space.svelte.ts'

const rank = z.object({ sample: z.int(), score: z.number(), pictureScore: z.number(), z: z.array(z.number()) })
export type Rank = z.output<typeof rank>
const topMeta = z.object({ objective: objectiveSpec, key: z.string(), name: z.string(), samples: z.int(), ranks: z.array(rank).min(1) })
export type Top = z.output<typeof topMeta> & { hash: string }

/** The best pictures of a search, for each of its objectives. */
export function topsOf(artifacts: readonly Artifact[]): Top[] {
  return artifacts
    .filter((one) => one.name.startsWith('tops/'))
    .flatMap((one) => {
      const read = topMeta.safeParse(one.meta)
      return read.success ? [{ ...read.data, hash: one.hash }] : []
    })
}

const climbMeta = z.object({
  score: z.number(),
  scoreFirst: z.number(),
  distance: z.number(),
  gradientNormFirst: z.number(),
  gradientNormLast: z.number(),
  steps: z.int(),
  dead: z.boolean(),
  deadFrom: z.int().optional(),
  gradient: z.object({ cause: gradientCause, at: z.string().nullable() }).optional(),
  latent: z.array(z.number()).optional(),
})
const filmMeta = z.object({
  steps: z.array(z.int()),
  scores: z.array(z.number()),
  distances: z.array(z.number()),
  gradientNorms: z.array(z.number()),
})
export type Climbed = z.output<typeof climbMeta>
export type ClimbFilm = z.output<typeof filmMeta> & { hash: string }

export function climbOf(artifacts: readonly Artifact[]): { climbed: Climbed; film: ClimbFilm } | null {
  const picture = artifacts.find((one) => one.name.startsWith('pictures/'))
  const strip = artifacts.find((one) => one.name.startsWith('films/'))
  const [climbed, film] = [climbMeta.safeParse(picture?.meta), filmMeta.safeParse(strip?.meta)]
  return climbed.success && film.success && strip ? { climbed: climbed.data, film: { ...film.data, hash: strip.hash } } : null
}

export const searchRecipeOf = (run: Run | null): SearchRecipe | null => (run?.recipe.kind === 'search' ? run.recipe : null)

/** 95 % of a normal distribution in six dimensions lie this near to its mean. */
const usualBall = 3.55
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
  const ball = Math.min(20, Math.max(usualBall, Math.ceil(out * 100) / 100))
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
      `${steps} steps, with a gradient of length ${show(gradientNormFirst)} at the start and ${show(gradientNormLast)} at the end.`
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
