// What came of a training, in a sentence for its page and its report.
import { z } from 'zod'
import { mistakesSentence } from './common-mistakes.ts'
import { count, measured, number, percent } from '../text/numbers.ts'
import type { Run } from './run.ts'

/** "(24 of 120)", which does not break over two lines. */
export const ofAll = (part: number, whole: number): string => `(${number(part)}\u00a0of\u00a0${number(whole)})`

const mixUps = z.array(z.object({ truth: z.number(), said: z.number(), count: z.number() }))

/** Up to this share right a classifier has only begun to learn; from `reliable` on it is worth looking inside without a warning. */
const begun = 0.5
const reliable = 0.9

/** Whether a classifier is right on so few pictures that training on is the next thing to do; false where there is no result. */
export function isWeak({ recipe, summary }: Pick<Run, 'recipe' | 'summary'>): boolean {
  const share = summary['testAccuracy']
  return recipe.kind === 'classifier' && typeof share === 'number' && share < reliable
}

/**
 * How good a classifier is beside guessing, and what to do next; null when there is no result. The share that guessing gets right is that
 * of classes of equal size. Of few test pictures the share itself is uncertain: by 1.96 standard errors of a share, sqrt(p (1 - p) / n),
 * and said from three percentage points on.
 */
export function gradeSentence({ recipe, summary }: Pick<Run, 'recipe' | 'summary'>): string | null {
  const value = (key: string): number | null => {
    const one = summary[key]
    return typeof one === 'number' ? one : null
  }
  const [right, tested] = [value('testCorrect'), value('testCount')]
  if (recipe.kind !== 'classifier' || right === null || tested === null || tested <= 0) return null
  const share = right / tested
  const classes = recipe.dataset.classes.length
  const error = 1.96 * Math.sqrt((share * (1 - share)) / tested)
  const parts = [`Guessing would be right ${percent(1 / classes)} of the time.`]
  if (error >= 0.03)
    parts.push(`With ${count(tested, 'test picture')}, the share is uncertain by about ${Math.round(100 * error)} percentage points.`)
  if (share <= 1 / classes + error) parts.push('It is no better than guessing: train it again with other settings, or longer.')
  else if (share < begun) parts.push('It has only begun to learn: train it longer before you look inside.')
  else if (share < reliable)
    parts.push('It has learnt the easy parts. Train it longer, or look inside, but remember that it is often wrong.')
  else parts.push('This network is reliable enough to look inside.')
  return parts.join(' ')
}

/** Test error of an autoencoder as a share of that of all-black pictures; null where either is not known. */
export function errorShareOf(summary: Run['summary']): number | null {
  const [error, black] = [summary['testError'], summary['blackError']]
  return typeof error === 'number' && typeof black === 'number' && error >= 0 && black > 0 && Number.isFinite(error / black)
    ? error / black
    : null
}

/** What came of it; null when nothing did. */
export function resultSentence(run: Run): string | null {
  const value = (key: string): number | null => {
    const one = run.summary[key]
    return typeof one === 'number' ? one : null
  }
  const tested = value('testCount')
  if (tested === null) return null
  const epochs = value('epochs')
  const all = 'epochs' in run.recipe ? run.recipe.epochs : null
  const early =
    run.state === 'cancelled' && epochs !== null && all !== null
      ? `Stopped after ${Number(epochs.toFixed(1))} of ${count(all, 'epoch')}; what it has learnt so far is kept. `
      : ''
  const [accuracy, correct] = [value('testAccuracy'), value('testCorrect')]
  if (accuracy !== null && correct !== null) {
    const mistakes =
      correct === tested
        ? 'It made no mistakes on them.'
        : mistakesSentence(mixUps.safeParse(run.summary['mostConfused']).data ?? [], tested - correct)
    return `${early}Your classifier names ${percent(accuracy)} of unseen pictures correctly ${ofAll(correct, tested)}. ${mistakes}`.trim()
  }
  const [error, share] = [value('testError'), errorShareOf(run.summary)]
  if (error === null) return null
  return (
    `${early}Your generator redraws unseen pictures with a mean squared error of ` +
    `${measured(error)} (over ${number(tested)} of them)` +
    `${share !== null ? `: ${percent(share, 0)} of what answering black would give` : ''}.`
  )
}
