// What came of a reproduction, in the sentences at the top of its page and of its report.
import type { Json } from './event.ts'
import { countsIn, verdictSentence } from './figure.ts'
import { count, duration, percent, shareOf } from '../text/numbers.ts'
import type { Run } from './run.ts'

/**
 * Null while it is not finished, or of a version that did not count its verdicts. `classifier` is the summary of the part that trained it.
 */
export function reproductionHeadline(
  { state, summary, seconds }: Pick<Run, 'state' | 'summary' | 'seconds'>,
  classifier: Record<string, Json>,
  figures: number,
): string | null {
  const counts = countsIn(summary)
  if (state !== 'finished' || counts === null) return null
  const of = (from: Record<string, Json>, key: string): number | null => (typeof from[key] === 'number' ? from[key] : null)
  const [accuracy, right, all] = [of(summary, 'testAccuracy'), of(classifier, 'testCorrect'), of(classifier, 'testCount')]
  const share = right !== null && all !== null ? shareOf(right, all) : accuracy === null ? null : percent(accuracy)
  const claims = of(summary, 'claims') ?? Object.values(counts).reduce((sum, one) => sum + one, 0)
  return (
    `${count(figures, 'figure')} of the paper, redrawn in ${duration(seconds)}. Of ${count(claims, 'claim')}, ${verdictSentence(counts)}.` +
    (share === null ? '' : ` Its classifier names ${share} of the test pictures correctly.`)
  )
}
