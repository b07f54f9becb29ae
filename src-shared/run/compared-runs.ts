// The runs of a comparison, and what can be said of them in sentences before anyone looks at a picture.
import { spaceKind } from '../recipe/parameterizations/index.ts'
import { epochsOnTop } from '../recipe/continuation.ts'
import { type GeneratorMethod, methodOf } from '../recipe/generators/index.ts'
import { differences } from '../recipe/diff.ts'
import { countsIn, verdictSentence } from './figure.ts'
import type { DatasetSpec, Recipe, SearchRecipe } from '../recipe/recipe.ts'
import { canonical } from '../recipe/recipe.ts'
import { resultOf } from './results/form.ts'
import { summaryOf } from './results/index.ts'
import { networkResults } from './results/network.ts'
import { classifierResults } from './results/training.ts'
import type { Artifact, Run } from './run.ts'
import { compact, count, duration, number, percent } from '../text/numbers.ts'
import { kindWords } from '../recipe/kind-labels.ts'
import { listed } from '../text/phrase.ts'
import { outcomeOf } from './outcome.ts'
import { scoreSentence } from './compared-scores.ts'
import { settingLabel } from '../recipe/setting-rows.ts'

/** A run at its place: "A" to "F", which also decides its colour and dash. */
export interface Compared {
  letter: string
  slot: number
  run: Run
  artifacts: readonly Artifact[]
  children: readonly Run[]
}

export const letterOf = (slot: number): string => String.fromCharCode(65 + slot)
/** The comparison in one or two sentences: which is better by how much, and how many settings differ. */
export function verdict(list: readonly Compared[]): string {
  return `${outcome(list)} ${settingsSentence(list)}`.trim()
}

function outcome(list: readonly Compared[]): string {
  const unfinished = list.filter(({ run }) => run.state !== 'finished')
  if (unfinished.length > 0)
    return (
      `${listed(unfinished.map((one) => one.letter))} ${unfinished.length === 1 ? 'is' : 'are'} not finished, so what follows ` +
      `may still change.`
    )
  const kinds = [...new Set(list.map(({ run }) => run.recipe.kind))]
  if (kinds.length > 1)
    return (
      `These are runs of different kinds (${listed(kinds.map((kind) => kindWords[kind].toLowerCase()))}); what they have in ` +
      `common is below.`
    )
  switch (kinds[0]) {
    case 'classifier':
      return accuracy(list)
    case 'autoencoder':
      return error(list)
    case 'ascend':
    case 'search':
      return scoreSentence(list, modelsOf(list).size > 1)
    case 'reproduce':
      return list
        .map(({ letter, run }) => {
          const summary = summaryOf('reproduce', run)
          const counts = countsIn(summary)
          return (
            `${letter}, of ${count(summary.claims ?? 0, 'claim')} of the paper: ` + `${counts ? verdictSentence(counts) : 'not judged'}.`
          )
        })
        .join(' ')
    case 'network':
    case 'pictures':
      return `${listed(list.map(({ letter, run }) => `${letter} has ${outcomeOf(run)}`))}.`
    default:
      return `${listed(list.map(({ letter, run }) => `${letter} took ${duration(run.seconds)}`))}.`
  }
}

function accuracy(list: readonly Compared[]): string {
  const known = list
    .map((one) => ({ ...one, summary: summaryOf('classifier', one.run) }))
    .map(({ summary, ...one }) => ({ ...one, share: summary.testAccuracy, of: summary.testCount }))
    .filter((one): one is typeof one & { share: number } => one.share !== undefined)
  const sorted = [...known].sort((a, b) => b.share - a.share)
  const [best, last] = [sorted[0], sorted.at(-1)]
  if (!best || !last || sorted.length < 2) return 'The test accuracy is not known of all.'
  // What a reader gets by subtracting the two percentages that are shown.
  const [most, least] = [best.share, last.share].map((share) => Number((100 * share).toFixed(1))) as [number, number]
  const points = most - least
  if (best.share === last.share) return `${listed(known.map((one) => one.letter))} reach the same test accuracy, ${percent(best.share)}.`
  const against = `${percent(best.share)} against ${percent(last.share)}`
  const told =
    sorted.length === 2
      ? `${best.letter} reaches ${points === 0 ? 'less than 0.1' : points.toFixed(1)} points more test accuracy than ` +
        `${last.letter}: ${against}.`
      : `${best.letter} reaches the highest test accuracy and ${last.letter} the lowest: ${against}.`
  if (sameDataset([best.run, last.run]))
    return `${told} Both were asked the same pictures: those that only one gets wrong tell whether the difference may be random.`
  return mayBeChance(best.share, best.of, last.share, last.of)
    ? `${told} With ${number(Math.min(best.of ?? 0, last.of ?? 0))} test pictures a difference of this size may be random.`
    : told
}
const sameDataset = (runs: readonly Run[]): boolean =>
  new Set(runs.map(({ recipe }) => ('dataset' in recipe ? canonical(recipe.dataset) : null))).size === 1
/** Two shares of independent samples differ by less than 1.96 standard errors of their difference (normal approximation, pooled). */
function mayBeChance(a: number, countA: number | undefined, b: number, countB: number | undefined): boolean {
  if (!countA || !countB) return false
  const pooled = (a * countA + b * countB) / (countA + countB)
  return Math.abs(a - b) < 1.96 * Math.sqrt(pooled * (1 - pooled) * (1 / countA + 1 / countB))
}

function error(list: readonly Compared[]): string {
  const known = list
    .map((one) => ({ ...one, error: summaryOf('autoencoder', one.run).testError }))
    .filter((one): one is typeof one & { error: number } => one.error !== undefined)
  const sorted = [...known].sort((a, b) => a.error - b.error)
  const [best, last] = [sorted[0], sorted.at(-1)]
  if (!best || !last || sorted.length < 2) return 'The test error is not known of all.'
  if (best.error === last.error) return `${listed(known.map((one) => one.letter))} have the same test error, ${compact(best.error)}.`
  return (
    `${best.letter} copies best: its test error is ${percent(1 - best.error / last.error, 0)} lower than that of ` +
    `${last.letter}, ${compact(best.error)} against ${compact(last.error)}.`
  )
}

/** The settings that differ, by their labels. */
const differing = (list: readonly Compared[]): string[] => [
  ...new Set(differences(list.map(({ run }) => run.recipe)).map(({ setting }) => settingLabel(setting))),
]
const small = (label: string): string => label.charAt(0).toLowerCase() + label.slice(1)

function settingsSentence(list: readonly Compared[]): string {
  const [on] = list.length === 2 ? continuations(list) : []
  if (on)
    return `${on.later.letter} is ${on.earlier.letter} trained for ${count(on.epochs, 'epoch')} more; all other settings are the same.`
  // Of different kinds of runs nearly all settings differ, which says nothing.
  if (new Set(list.map(({ run }) => run.recipe.kind)).size > 1) return ''
  const labels = differing(list)
  if (labels.length === 0) return 'All settings are the same.'
  const named = labels.length <= 3 ? `: ${listed(labels.map(small))}` : ''
  return `${labels.length === 1 ? '1 setting differs' : `${labels.length} settings differ`}${named}.`
}

/** The network that a run looks into, has trained or has brought. */
export function modelOf({ run, artifacts }: Pick<Compared, 'run' | 'artifacts'>): string | null {
  if ('model' in run.recipe) return run.recipe.model
  if (run.recipe.kind === 'network') return resultOf(networkResults.artifacts.model, artifacts)?.hash ?? null
  return run.recipe.kind === 'classifier' ? (resultOf(classifierResults.artifacts.model, artifacts)?.hash ?? null) : null
}
export const modelsOf = (list: readonly Compared[]): Set<string> => new Set(list.map(modelOf).filter((one) => one !== null))

const datasetOf = (recipe: Recipe): DatasetSpec | null => ('dataset' in recipe ? recipe.dataset : null)
/** A warning when the runs learnt from different pictures; null when they did not, or when it does not apply. */
export function datasetNote(list: readonly Compared[]): string | null {
  const sets = list.map(({ run }) => datasetOf(run.recipe))
  if (sets.some((one) => one === null) || new Set(sets.map(canonical)).size < 2) return null
  return (
    'These networks were trained and tested on different pictures, so a difference may come from the pictures and not from the ' +
    'network.'
  )
}

const startsKind: Record<GeneratorMethod['kind'], string> = { autoencoder: 'an autoencoder', vae: 'a variational autoencoder' }
const samplingWords: Record<SearchRecipe['sampling'], string> = {
  box: 'samples the box',
  posterior: 'samples the normal distribution of the training pictures',
  prior: 'samples the prior N(0, 1)',
}
/** What the seed is used for, in words: the same seed gives the same start only where these are equal. */
function startOf(recipe: Recipe): string {
  switch (recipe.kind) {
    case 'ascend':
      return spaceKind(recipe.parameterization).starts(recipe.parameterization)
    case 'search':
      return samplingWords[recipe.sampling]
    case 'classifier':
      return `starts a network of the layout “${recipe.preset}”`
    // The encoder of another kind has more weights, so its draws from the same seed fall elsewhere.
    case 'autoencoder':
      return `starts ${startsKind[methodOf(recipe).kind]} of ${recipe.latent} latent numbers and the layout “${recipe.preset}”`
    default:
      return recipe.kind
  }
}

/** Which of the trainings goes on from the end of which; of several that a training goes on from, the last. */
export function continuations(list: readonly Compared[]): { earlier: Compared; later: Compared; epochs: number }[] {
  return list.flatMap((later) => {
    const before = list.flatMap((earlier) => {
      const epochs = epochsOnTop(earlier.run.recipe, later.run.recipe)
      return epochs === null ? [] : [{ earlier, later, epochs }]
    })
    return before.sort((a, b) => a.epochs - b.epochs).slice(0, 1)
  })
}

/** "good" where nothing else differs but one setting, "plain" where more does, "warning" where the starts do. */
export interface StartCheck {
  tone: 'good' | 'plain' | 'warning'
  words: string
}
/**
 * Whether the random start is the same in all: said of ascents by their seed and start, of trainings by their seeds. A comparison is called
 * honest only where one setting differs and no other. Null where nothing starts at random.
 */
export function startCheck(list: readonly Compared[]): StartCheck | null {
  const on = continuations(list)
  // A training that goes on from another began with that one's weights, whatever its seed.
  if (on.length > 0 && on.length >= list.length - 1)
    return {
      tone: 'plain',
      words: on
        .map(
          ({ earlier, later, epochs }) =>
            `${later.letter} continues ${earlier.letter}: it began from the end of ` +
            `${earlier.letter} and trained for ${count(epochs, 'epoch')} more.`,
        )
        .join(' '),
    }
  const recipes = list.map(({ run }) => run.recipe)
  const seeds = recipes.map((one) => ('seed' in one ? one.seed : null))
  if (seeds.some((one) => one === null)) return null
  const told = `(${list.map(({ letter }, at) => `${letter} ${seeds[at]}`).join(', ')})`
  if (new Set(seeds).size > 1)
    return {
      tone: 'warning',
      words: `Different seeds ${told}: part of any difference is random. Run them again with one seed for an honest comparison.`,
    }
  const starts = recipes.map(startOf)
  if (new Set(starts).size > 1)
    return {
      tone: 'warning',
      words:
        `The same seed, ${seeds[0]}, but it is used differently: ` +
        `${list.map(({ letter }, at) => `${letter} ${starts[at]}`).join(', ')}.`,
    }
  const training = recipes.every(({ kind }) => kind === 'classifier' || kind === 'autoencoder')
  const same =
    `${training ? 'Same starting weights' : recipes.every(({ kind }) => kind === 'search') ? 'Same samples' : 'Same start'}` +
    ` (seed ${seeds[0]})`
  const labels = differing(list)
  const only = labels.length === 1 ? `, and only one setting differs, ${small(labels[0]!)}: an honest comparison.` : '.'
  return { tone: labels.length === 1 ? 'good' : 'plain', words: `${same}${only}${roundingNote(recipes)}` }
}

/** Ascents that make another number of pictures at once: what they see is the same, how sums are rounded is not. */
function roundingNote(recipes: readonly Recipe[]): string {
  const made = new Set(recipes.map((one) => (one.kind === 'ascend' ? one.starts * one.objectives.length : 0)))
  return made.size > 1
    ? ' Each start has its own noise and shaking, so start 1 is the same in all; they make different numbers of pictures at once, ' +
        'though, which changes the rounding, and after many steps the same start may end a little differently.'
    : ''
}
