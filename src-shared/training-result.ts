// What came of a training, in a sentence for its page and its report.
import { z } from 'zod'
import { className } from './classes.ts'
import { count, measured, number, percent } from './number-words.ts'
import type { Run } from './run.ts'

/** "(24 of 120)", which does not break over two lines. */
export const ofAll = (part: number, whole: number): string => `(${number(part)}\u00a0of\u00a0${number(whole)})`

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
      : worst ? worst.count > 1 ? ` It most often takes a ${className(worst.truth)} for a ${className(worst.said)} (${number(worst.count)} times).` : ' No mistake happened more than once.' : ''
    return `${early}Your classifier names ${percent(accuracy)} of unseen pictures correctly ${ofAll(correct, tested)}.${mistakes}`
  }
  const [error, black] = [value('testError'), value('blackError')]
  if (error === null) return null
  return `${early}Your generator redraws unseen pictures with a mean squared error of ${measured(error)} (over ${number(tested)} of them)${black ? `: ${percent(error / black, 0)} of what all-black pictures would have` : ''}.`
}
