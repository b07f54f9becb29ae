// What came of a run, in a few words for a line of a list.
import { countsIn, verdictSentence } from './figure.ts'
import { count as counted, number, percent } from '../text/numbers.ts'
import type { Run } from './run.ts'
import { errorShareOf } from './training-result.ts'

/** What came of a run, in a few words; empty while there is nothing to say. */
export function outcomeOf({ recipe, summary, state, fault }: Run): string {
  if (state === 'failed') return fault?.message ?? 'It failed.'
  const value = (key: string): number | null => (typeof summary[key] === 'number' ? summary[key] : null)
  const [accuracy, correct, count, error] = [value('testAccuracy'), value('testCorrect'), value('testCount'), value('testError')]
  const verdicts = recipe.kind === 'reproduce' ? countsIn(summary) : null
  if (verdicts)
    return `of ${counted(
      Object.values(verdicts).reduce((sum, one) => sum + one, 0),
      'claim',
    )}, ${verdictSentence(verdicts)}`
  if (recipe.kind === 'classifier' && accuracy !== null) {
    const of = correct !== null && count !== null ? ` (${number(correct)} of ${number(count)})` : ''
    return `${percent(accuracy)} of the test pictures named correctly${of}`
  }
  if (recipe.kind === 'autoencoder' && error !== null) {
    const share = errorShareOf(summary)
    return share !== null ? `test error: ${percent(share)} of what answering black would give` : `test error ${error.toPrecision(3)}`
  }
  const [pictures, dead, samples, objectives] = [value('pictures'), value('dead'), value('samples'), value('objectives')]
  if (recipe.kind === 'ascend' && pictures !== null)
    return `${counted(pictures, 'picture')}${dead ? `, ${number(dead)} without a gradient` : ''}`
  if (recipe.kind === 'search' && samples !== null && objectives !== null)
    return `best of ${counted(samples, 'sample')} for ${counted(objectives, 'objective')}`
  if (recipe.kind === 'examples' && pictures !== null && objectives !== null)
    return `${counted(objectives, 'objective')} over ${counted(pictures, 'picture')}`
  const [correlation, units] = [value('meanCorrelation'), value('units')]
  if (recipe.kind === 'match' && correlation !== null && units !== null) {
    const chance = value('chanceCorrelation')
    return (
      `mean correlation ${correlation.toFixed(2)} over ${counted(units, 'channel')}` +
      `${chance === null ? '' : `, ${chance.toFixed(2)} at random`}`
    )
  }
  const drawn = value('count')
  if (recipe.kind === 'dataset' && drawn !== null) return counted(drawn, 'picture')
  return ''
}
