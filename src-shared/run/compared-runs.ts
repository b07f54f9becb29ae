// The runs of a comparison, and what can be said of them in sentences before anyone looks at a picture.
import { spaceKind } from '../recipe/parameterizations/index.ts'
import { epochsOnTop } from '../recipe/continuation.ts'
import { differences } from '../recipe/diff.ts'
import { countsIn, verdictSentence } from './figure.ts'
import type { DatasetSettings, Recipe } from '../recipe/recipe.ts'
import { canonical } from '../recipe/recipe.ts'
import { resultOf } from './results/form.ts'
import { summaryOf } from './results/index.ts'
import { classifierResults } from './results/training.ts'
import type { Artifact, Run } from './run.ts'
import { compact, count, duration, number, percent } from '../text/numbers.ts'
import { kindWords } from '../recipe/kind-labels.ts'
import { listed } from '../text/phrase.ts'
import { resultPictures } from './result-pictures.ts'
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
      return scores(list)
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
  const points = 100 * (best.share - last.share)
  if (points === 0) return `${listed(known.map((one) => one.letter))} reach the same test accuracy, ${percent(best.share)}.`
  const against = `${percent(best.share)} against ${percent(last.share)}`
  const told =
    sorted.length === 2
      ? `${best.letter} reaches ${points.toFixed(1)} points more test accuracy than ${last.letter}: ${against}.`
      : `${best.letter} reaches the highest test accuracy and ${last.letter} the lowest: ${against}.`
  return mayBeChance(best.share, best.of, last.share, last.of)
    ? `${told} With ${number(Math.min(best.of ?? 0, last.of ?? 0))} test pictures a difference of this size may be random.`
    : told
}
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

/** Activations closer than this share of the larger one are told as the same: rounding alone moves them about as far. */
const alike = 0.01

/**
 * What the pictures that the page shows first reach: of ascents start 1, of searches the best; each as it is kept, seen without shaking.
 */
function scores(list: readonly Compared[]): string {
  if (modelsOf(list).size > 1)
    return 'These runs look into different networks, whose activations are not on the same scale: compare the pictures, not the numbers.'
  const shown = list.map(
    ({ artifacts }) =>
      new Map(
        resultPictures(artifacts)
          .filter(({ start }) => start === 0)
          .map(({ key, scores: all }) => [key, all.at(-1) ?? Number.NaN]),
      ),
  )
  const [first = new Map<string, number>()] = shown
  const common = [...first.keys()].filter((key) => shown.every((one) => Number.isFinite(one.get(key))))
  if (common.length === 0) return 'These runs have no objective in common.'
  const which = list.some(({ run }) => run.recipe.kind === 'ascend' && run.recipe.starts > 1) ? ' Start 1 of each is compared.' : ''
  const winners = common.map((key) => ahead(shown.map((one) => one.get(key)!)))
  if (common.length === 1) {
    const reached = shown.map((one) => compact(one.get(common[0]!)!))
    const told = listed(list.map(({ letter }, at) => `${letter} reaches ${reached[at]}`))
    const [winner] = winners
    if (winner === null || winner === undefined) return `${told}: the activations are about the same.${which}`
    return list.length === 2
      ? `${list[winner]?.letter} reaches the higher activation, ${reached[winner]} against ${reached[1 - winner]}.${which}`
      : `${list[winner]?.letter} reaches the highest activation: ${told}.${which}`
  }
  const top = list.length === 2 ? 'higher' : 'highest'
  const wins = list.map((_, at) => winners.filter((one) => one === at).length)
  const most = Math.max(...wins)
  if (most === 0) {
    const all = common.length === 2 ? 'both common objectives' : `all ${common.length} common objectives`
    return `The activations are about the same for ${all}.${which}`
  }
  if (wins.filter((one) => one === most).length > 1)
    return `Neither is ahead: over ${count(common.length, 'common objective')} they share the ${top} activations evenly.${which}`
  const all = common.length === 2 ? 'both common objectives' : `all ${common.length} common objectives`
  return (
    `${list[wins.indexOf(most)]?.letter} reaches the ${top} activation for ` +
    `${most === common.length ? all : `${most} of ${common.length} common objectives`}.${which}`
  )
}

/** What stands side by side and what its numbers are, for above the pictures. `start` counts from 0. */
export function shownNote(list: readonly Compared[], start: number): string {
  const kinds = new Set(list.map(({ run }) => run.recipe.kind))
  if (kinds.size === 1 && kinds.has('search')) return `Rank ${start + 1} of each.`
  if (kinds.size !== 1 || !kinds.has('ascend')) return ''
  const many = list.map(({ letter, run }) => ({ letter, starts: run.recipe.kind === 'ascend' ? run.recipe.starts : 1 }))
  const which = many.some((one) => one.starts > 1)
    ? `Start ${start + 1} of each; ${listed(many.map((one) => `${one.letter} has ${count(one.starts, 'start')}`))}. `
    : ''
  const shaken = list.some(({ run }) => run.recipe.kind === 'ascend' && run.recipe.transforms.length > 0)
  return `${which}The activation is that of the picture as shown${shaken ? ', seen without shaking' : ''}.`
}

/** The place of the largest value, null when another comes within `alike` of it. */
function ahead(values: readonly number[]): number | null {
  const most = Math.max(...values)
  const near = values.filter((one) => most - one <= alike * Math.abs(most))
  return near.length > 1 ? null : values.indexOf(most)
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
  const labels = differing(list)
  if (labels.length === 0) return 'All settings are the same.'
  const named = labels.length <= 3 ? `: ${listed(labels.map(small))}` : ''
  return `${labels.length === 1 ? '1 setting differs' : `${labels.length} settings differ`}${named}.`
}

/** The classifiers that the runs look into or have trained. */
export function modelOf({ run, artifacts }: Pick<Compared, 'run' | 'artifacts'>): string | null {
  if ('model' in run.recipe) return run.recipe.model
  return run.recipe.kind === 'classifier' ? (resultOf(classifierResults.artifacts.model, artifacts)?.hash ?? null) : null
}
export const modelsOf = (list: readonly Compared[]): Set<string> => new Set(list.map(modelOf).filter((one) => one !== null))

const datasetOf = (recipe: Recipe): DatasetSettings | null => ('dataset' in recipe ? recipe.dataset : null)
/** A warning when the runs learnt from different pictures; null when they did not, or when it does not apply. */
export function datasetNote(list: readonly Compared[]): string | null {
  const sets = list.map(({ run }) => datasetOf(run.recipe))
  if (sets.some((one) => one === null) || new Set(sets.map(canonical)).size < 2) return null
  return (
    'These networks were trained and tested on different pictures, so a difference may come from the pictures and not from the ' +
    'network.'
  )
}

/** What the seed is used for, in words: the same seed gives the same start only where these are equal. */
function startOf(recipe: Recipe): string {
  switch (recipe.kind) {
    case 'ascend':
      return spaceKind(recipe.parameterization).starts(recipe.parameterization)
    case 'search':
      return recipe.sampling === 'box' ? 'samples the box' : 'samples the normal distribution'
    case 'classifier':
    case 'autoencoder':
      return (
        `starts a network of ${recipe.kind === 'autoencoder' ? `${recipe.latent} latent numbers and ` : ''}the layout ` +
        `“${recipe.preset}”`
      )
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
