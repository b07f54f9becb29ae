// What came of a reproduction, in the sentences at the top of its page and of its report.
import { countsIn, verdictSentence } from './figure.ts'
import { count, duration, percent, shareOf } from '../text/numbers.ts'
import { summaryOf } from './results/index.ts'
import type { Run } from './run.ts'

/**
 * Null while it is not finished, or of a version that did not count its verdicts. `classifier` is the part that trained it, where it is
 * there.
 */
export function reproductionHeadline(run: Run, classifier: Run | undefined, figures: number): string | null {
  const { testAccuracy, claims, ...verdicts } = summaryOf('reproduce', run)
  const counts = countsIn(verdicts)
  if (run.state !== 'finished' || counts === null) return null
  const { testCorrect, testCount } = classifier ? summaryOf('classifier', classifier) : {}
  const counted = testCorrect !== undefined && testCount !== undefined ? shareOf(testCorrect, testCount) : null
  const share = counted ?? (testAccuracy === undefined ? null : percent(testAccuracy))
  const all = count(claims ?? Object.values(counts).reduce((sum, one) => sum + one, 0), 'claim')
  return (
    `${count(figures, 'figure')} of the paper, redrawn in ${duration(run.seconds)}. Of ${all}, ${verdictSentence(counts)}.` +
    (share === null ? '' : ` Its classifier names ${share} of the test pictures correctly.`)
  )
}
