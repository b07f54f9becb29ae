// A training at work in a sentence: how good it is, where it goes and how far it is.
import { capital } from '../../../src-shared/text/phrase.ts'
import { ofAll } from '../../../src-shared/run/training-result.ts'
import type { TrainingRecipe } from '../../../src-shared/recipe/recipe.ts'
import type { Progress } from '../../../src-shared/run/event.ts'
import { about, count, measured, percent } from '../../text/format.ts'
import type { Points } from '../../lab/run-watch.svelte.ts'

/** Points, an epoch of them, that are set against as many before them to say where a curve goes; one point alone is noise. */
const stretch = 20
/** Below this change of their means the curve is level. */
const flat = 0.02

export function trend(y: readonly number[]): 'falling' | 'rising' | 'level' | null {
  const size = Math.min(stretch, Math.floor(y.length / 2))
  if (size < 2) return null
  const mean = (list: readonly number[]): number => list.reduce((sum, one) => sum + one, 0) / list.length
  const now = mean(y.slice(-size))
  const before = mean(y.slice(-2 * size, -size))
  if (!Number.isFinite(now) || !Number.isFinite(before)) return null
  if (Math.abs(now - before) <= flat * Math.abs(before)) return 'level'
  return now < before ? 'falling' : 'rising'
}

/** A level loss in words: while hardly any of the first loss is gone it does not fall yet; later it has settled. */
export function trendWords(y: readonly number[]): string | null {
  const goes = trend(y)
  if (goes !== 'level') return goes
  return y.at(-1)! > 0.9 * y[0]! ? 'not falling yet' : 'steady'
}

/** The validation error of a generator's pictures: where the loss has other parts, it is a series of its own. */
const errorSeries = (recipe: TrainingRecipe): string =>
  recipe.kind === 'autoencoder' && recipe.method ? 'validation/error' : 'validation/loss'

/** Parts of the sentence while it learns, to be set apart by points in the middle. */
export function liveParts(
  recipe: TrainingRecipe,
  metrics: Readonly<Record<string, Points>>,
  validationCount: number,
  progress: Progress | null,
  running: boolean,
): string[] {
  const last = (series: string): number | undefined => metrics[series]?.y.at(-1)
  const parts: string[] = []
  const [accuracy, seen, error] = [last('validation/accuracy'), last('train/accuracy'), last(errorSeries(recipe))]
  if (recipe.kind === 'classifier') {
    if (accuracy !== undefined)
      parts.push(`${percent(accuracy)} right on validation pictures ${ofAll(Math.round(accuracy * validationCount), validationCount)}`)
    else if (seen !== undefined) parts.push(`${percent(seen)} right on the last training pictures`)
  } else if (error !== undefined) parts.push(`mean squared error ${measured(error)} on ${count(validationCount, 'validation picture')}`)
  const loss = last('train/loss')
  const goes = trendWords(metrics['train/loss']?.y ?? [])
  if (loss !== undefined)
    parts.push(`${recipe.kind === 'classifier' ? 'loss' : 'training loss'} ${measured(loss)}${goes === null ? '' : `, ${goes}`}`)
  if (progress) parts.push(progress.phase)
  if (running && progress?.secondsLeft != null) parts.push(`${about(progress.secondsLeft)} left`)
  const [first, ...rest] = parts
  return first === undefined ? [] : [capital(first), ...rest]
}
