// A training in a sentence: how good it is, where it goes, how far it is, and at its end what came of it.
import type { TrainingRecipe } from '../../../src-shared/recipe.ts'
import { z } from 'zod'
import { className } from '../../../src-shared/classes.ts'
import type { Progress } from '../../../src-shared/event.ts'
import type { Run } from '../../../src-shared/run.ts'
import { about, count, measured, number, percent } from '../../format.ts'
import type { Points } from '../../run-watch.svelte.ts'

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

/** "(24 of 120)", which does not break over two lines. */
const ofAll = (part: number, whole: number): string => `(${number(part)}\u00a0of\u00a0${number(whole)})`

/** Parts of the sentence while it learns, to be set apart by points in the middle. */
export function liveParts(recipe: TrainingRecipe, metrics: Readonly<Record<string, Points>>, validationCount: number, progress: Progress | null, running: boolean): string[] {
  const last = (series: string): number | undefined => metrics[series]?.y.at(-1)
  const parts: string[] = []
  const [accuracy, seen, error] = [last('validation/accuracy'), last('train/accuracy'), last('validation/loss')]
  if (recipe.kind === 'classifier') {
    if (accuracy !== undefined) parts.push(`${percent(accuracy)} right on validation pictures ${ofAll(Math.round(accuracy * validationCount), validationCount)}`)
    else if (seen !== undefined) parts.push(`${percent(seen)} right on the last training pictures`)
  } else if (error !== undefined) parts.push(`mean squared error ${measured(error)} on ${count(validationCount, 'validation picture')}`)
  const loss = last('train/loss')
  const goes = trend(metrics['train/loss']?.y ?? [])
  if (loss !== undefined) parts.push(`${recipe.kind === 'classifier' ? 'loss' : 'training loss'} ${measured(loss)}${goes === null ? '' : `, ${goes}`}`)
  if (progress) parts.push(progress.phase)
  if (running && progress?.secondsLeft != null) parts.push(`${about(progress.secondsLeft)} left`)
  const [first, ...rest] = parts
  return first === undefined ? [] : [first.charAt(0).toUpperCase() + first.slice(1), ...rest]
}

const mixUps = z.array(z.object({ truth: z.number(), said: z.number(), count: z.number() }))

/** What came of it; null when nothing did. */
export function resultSentence(run: Run): string | null {
  const value = (key: string): number | null => { const one = run.summary[key]; return typeof one === 'number' ? one : null }
  const tested = value('testCount')
  if (tested === null) return null
  const epochs = value('epochs')
  const all = 'epochs' in run.recipe ? run.recipe.epochs : null
  const early = run.state === 'cancelled' && epochs !== null && all !== null ? `Stopped after ${Number(epochs.toFixed(1))} of ${count(all, 'epoch')}; what it had learnt by then is kept. ` : ''
  const [accuracy, correct] = [value('testAccuracy'), value('testCorrect')]
  if (accuracy !== null && correct !== null) {
    const [worst] = mixUps.safeParse(run.summary['mostConfused']).data ?? []
    const mistakes = correct === tested ? ' It makes no mistake on them.'
      : worst ? worst.count > 1 ? ` It most often takes a ${className(worst.truth)} for a ${className(worst.said)} (${number(worst.count)} times).` : ' It makes no mistake twice.' : ''
    return `${early}Your classifier names ${percent(accuracy)} of unseen pictures rightly ${ofAll(correct, tested)}.${mistakes}`
  }
  const [error, black] = [value('testError'), value('blackError')]
  if (error === null) return null
  return `${early}Your generator redraws unseen pictures with a mean squared error of ${measured(error)} (over ${number(tested)} of them)${black ? `: ${percent(error / black, 0)} of what all-black pictures would have` : ''}.`
}
