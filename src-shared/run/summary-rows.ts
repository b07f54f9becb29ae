// What a run says of itself at its end, as rows of words.
import { ascentWords } from '../recipe/ascent-description.ts'
import { classNameOf } from '../domains/dataset.ts'
import { className } from '../domains/shapes/classes.ts'
import type { MixUp } from './confusion.ts'
import { countsIn, verdictSentence } from './figure.ts'
import { type AnySummary, anySummaryOf } from './results/index.ts'
import type { Run } from './run.ts'
import { compact, number, percent, shareOf } from '../text/numbers.ts'

/** Words of the glossary that rows are explained by. */
export type SummaryTerm =
  | 'accuracy'
  | 'batch'
  | 'channel'
  | 'class'
  | 'confusion-matrix'
  | 'correlation'
  | 'epoch'
  | 'kl'
  | 'learning-rate'
  | 'mse'
  | 'objective'
  | 'reconstruction'
  | 'samples'
  | 'seed'
  | 'split'
  | 'step'
  | 'validation'
  | 'weights'
export interface SummaryRow {
  label: string
  value: string
  term?: SummaryTerm
}

/** Plain counts by their key. */
const counts = [
  ['epochs', 'Epochs', 'epoch'],
  ['samples', 'Samples', 'samples'],
  ['objectives', 'Objectives', 'objective'],
  ['count', 'Pictures', undefined],
  ['classes', 'Classes', 'class'],
  ['parameters', 'Weights', 'weights'],
] as const
/** Fields that are numbers. */
type Numeric = { [K in keyof AnySummary]-?: AnySummary[K] extends number | null | undefined ? K : never }[keyof AnySummary]
const whole = (label: string, value: number, term?: SummaryTerm): SummaryRow => ({ label, value: number(value), ...(term ? { term } : {}) })

/** Rows for what is known by name, then for any other plain value; lists and objects that have their own place are left out. */
export function summaryRows(run: Run): SummaryRow[] {
  const { recipe } = run
  const summary = anySummaryOf(run)
  const rows: SummaryRow[] = []
  const used = new Set<string>([
    'health',
    'best',
    'bestCells',
    'cells',
    'mostConfused',
    'sha256',
    'splits',
    'figures',
    'baselineMedian',
    'status',
  ])
  const take = (key: Numeric): number | null => {
    used.add(key)
    return summary[key] ?? null
  }

  const [accuracy, correct, tested] = [take('testAccuracy'), take('testCorrect'), take('testCount')]
  if (accuracy !== null)
    rows.push({
      label: 'Test accuracy',
      term: 'accuracy',
      value: correct !== null && tested !== null ? shareOf(correct, tested) : percent(accuracy),
    })
  const validation = take('validationAccuracy')
  if (validation !== null) rows.push({ label: 'Validation accuracy', term: 'validation', value: percent(validation) })
  const [error, black, last] = [take('testError'), take('blackError'), take('validationError')]
  if (error !== null)
    rows.push({
      label: 'Test error',
      term: 'mse',
      value: `${compact(error)}${black ? ` (${percent(error / black)} of what answering black would give, ${compact(black)})` : ''}`,
    })
  if (last !== null) rows.push({ label: 'Validation error', term: 'validation', value: compact(last) })
  const [kl, active] = [take('kl'), take('activeLatents')]
  if (kl !== null)
    rows.push({ label: 'KL divergence from the prior', value: `${compact(kl)} nats, a mean over the test pictures`, term: 'kl' })
  if (active !== null) rows.push(whole('Latent numbers that depend on the picture', active))
  const [named, right, all] = [take('accuracy'), take('correct'), recipe.kind === 'reconstructions' ? take('count') : null]
  if (named !== null)
    rows.push({
      label: 'Reconstructions named correctly',
      term: 'reconstruction',
      value: right !== null && all !== null ? shareOf(right, all) : percent(named),
    })
  const [originals, originalRight] = [take('originalAccuracy'), take('originalCorrect')]
  if (originals !== null)
    rows.push({
      label: 'Originals named correctly',
      value: originalRight !== null && all !== null ? shareOf(originalRight, all) : percent(originals),
    })
  const lost = take('lost')
  if (lost !== null && originalRight !== null)
    rows.push({ label: 'Lose their class', value: `${shareOf(lost, originalRight)} that were named correctly as originals` })
  const verdicts = recipe.kind === 'reproduce' ? countsIn(summary) : null
  const claims = take('claims')
  for (const key of ['agrees', 'differs', 'open', 'tooSmall'] as const) take(key)
  if (verdicts && claims !== null) rows.push({ label: 'Claims of the paper', value: `of ${number(claims)}, ${verdictSentence(verdicts)}` })
  const redrawn = take('reconstructionAccuracy')
  if (redrawn !== null) rows.push({ label: 'Reconstructions named correctly', term: 'reconstruction', value: percent(redrawn) })
  const [pictures, dead] = [take('pictures'), take('dead')]
  if (pictures !== null)
    rows.push({ label: 'Pictures', value: `${number(pictures)}${dead ? `, ${number(dead)} of them did not change: no gradient` : ''}` })
  const [units, correlation] = [take('units'), take('meanCorrelation')]
  if (units !== null) rows.push(whole('Channels matched', units, 'channel'))
  const [chance, unmatched] = [take('chanceCorrelation'), take('unmatchedCorrelation')]
  if (correlation !== null) {
    const beside =
      chance !== null && unmatched !== null
        ? ` (${compact(chance)} with the pictures shuffled, ${compact(unmatched)} for channels that are not matched)`
        : ''
    rows.push({ label: 'Mean correlation', term: 'correlation', value: `${compact(correlation)}${beside}` })
  }
  for (const [key, label, term] of counts) {
    const value = used.has(key) ? null : take(key)
    if (value !== null) rows.push(whole(label, value, term))
  }
  if (recipe.kind === 'ascend') rows.push({ label: 'Method', value: ascentWords(recipe) })
  const nameOf = recipe.kind === 'classifier' ? (label: number) => classNameOf(recipe.dataset, label) : className
  const mixUps = (summary.mostConfused ?? []).slice(0, 3).map((one) => mixUp(one, nameOf))
  if (mixUps.length > 0) rows.push({ label: 'Most common mix-ups', term: 'confusion-matrix', value: mixUps.join('; ') })
  for (const [key, value] of Object.entries(run.summary)) {
    if (used.has(key) || value === null || typeof value === 'object') continue
    rows.push({ label: spaced(key), value: typeof value === 'number' ? compact(value) : String(value) })
  }
  return rows
}
const mixUp = ({ truth, said, count }: MixUp, nameOf: (label: number) => string): string =>
  `${nameOf(truth)} taken for ${nameOf(said)} (${count === 1 ? 'once' : `${number(count)} times`})`
const spaced = (key: string): string =>
  key
    .replace(/([A-Z])/g, ' $1')
    .replace(/^./, (first) => first.toUpperCase())
    .replace(/ [A-Z]/g, (part) => part.toLowerCase())
