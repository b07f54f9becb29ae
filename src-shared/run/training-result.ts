// What came of a training, in a sentence for its page and its report.
import { classesOf, classNameOf, isShapes } from '../domains/dataset.ts'
import { mistakesSentence } from './common-mistakes.ts'
import { count, measured, number, percent } from '../text/numbers.ts'
import { type Summarized, summaryOf } from './results/index.ts'
import type { Run } from './run.ts'

/** "(24 of 120)", which does not break over two lines. */
export const ofAll = (part: number, whole: number): string => `(${number(part)}\u00a0of\u00a0${number(whole)})`

/** Up to this share right a classifier has only begun to learn; from `reliable` on it is worth looking inside without a warning. */
const begun = 0.5
const reliable = 0.9

/** Whether a classifier is right on so few pictures that training on is the next thing to do; false where there is no result. */
export function isWeak(run: Summarized): boolean {
  const { testAccuracy } = summaryOf('classifier', run)
  return testAccuracy !== undefined && testAccuracy < reliable
}

/**
 * How good a classifier is beside guessing, and what to do next; null when there is no result. The share that guessing gets right is that
 * of classes of equal size. Of few test pictures the share itself is uncertain: by 1.96 standard errors of a share, sqrt(p (1 - p) / n),
 * and said from three percentage points on.
 */
export function gradeSentence(run: Summarized): string | null {
  const { recipe } = run
  const { testCorrect: right, testCount: tested } = summaryOf('classifier', run)
  if (recipe.kind !== 'classifier' || right === undefined || tested === undefined || tested <= 0) return null
  const share = right / tested
  const classes = classesOf(recipe.dataset).length
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
export function errorShareOf(run: Summarized): number | null {
  const { testError: error, blackError: black } = summaryOf('autoencoder', run)
  return error !== undefined && black !== undefined && error >= 0 && black > 0 && Number.isFinite(error / black) ? error / black : null
}

/** What came of it; null when nothing did. */
export function resultSentence(run: Run): string | null {
  return classifierSentence(run) ?? generatorSentence(run)
}

/** How far a training came that was stopped; empty for any other. */
function early({ state, recipe }: Run, epochs: number | undefined): string {
  if (state !== 'cancelled' || epochs === undefined || !('epochs' in recipe)) return ''
  return `Stopped after ${Number(epochs.toFixed(1))} of ${count(recipe.epochs, 'epoch')}; what it has learnt so far is kept. `
}

/** The names of classes that are not the lab's own. */
function ownClasses({ recipe }: Run): ((label: number) => string) | undefined {
  if (recipe.kind !== 'classifier' || isShapes(recipe.dataset)) return undefined
  const { dataset } = recipe
  return (label) => classNameOf(dataset, label)
}

function classifierSentence(run: Run): string | null {
  const { epochs, testAccuracy, testCorrect: correct, testCount: tested, mostConfused = [] } = summaryOf('classifier', run)
  if (testAccuracy === undefined || correct === undefined || tested === undefined) return null
  const mistakes = correct === tested ? 'It made no mistakes on them.' : mistakesSentence(mostConfused, tested - correct, ownClasses(run))
  const share = `${percent(testAccuracy)} of unseen pictures correctly ${ofAll(correct, tested)}`
  return `${early(run, epochs)}Your classifier names ${share}. ${mistakes}`.trim()
}

/** How a variational autoencoder uses its latent numbers; empty for any other. */
function latentSentence(run: Run): string {
  const { kl, activeLatents: active } = summaryOf('autoencoder', run)
  if (run.recipe.kind !== 'autoencoder' || kl === undefined || active === undefined) return ''
  const { latent } = run.recipe
  const all = count(latent, 'latent number')
  const some = active === 0 ? 'None' : active === latent ? 'All' : number(active)
  const which = latent === 1 && active === 1 ? 'Its latent number depends' : `${some} of its ${all} ${active === 1 ? 'depends' : 'depend'}`
  return ` ${which} on the picture; the KL divergence from the prior is ${measured(kl)} nats.`
}

function generatorSentence(run: Run): string | null {
  const { epochs, testError, testCount } = summaryOf('autoencoder', run)
  if (testError === undefined || testCount === undefined) return null
  const share = errorShareOf(run)
  return (
    `${early(run, epochs)}Your generator redraws unseen pictures with a mean squared error of ` +
    `${measured(testError)} (over ${number(testCount)} of them)` +
    `${share !== null ? `: ${percent(share, 0)} of what answering black would give` : ''}.${latentSentence(run)}`
  )
}
