// Fig. 10: classes, climbed in pixels.
import { className } from '../../../src-shared/domains/shapes/classes.ts'
import { figure10Classes } from '../../../src-shared/recipe/reproduction-presets.ts'
import type { NearestTable } from '../../../src-shared/run/results/nearest.ts'
import type { KeptFigure } from '../../../src-shared/run/results/reproduce.ts'
import type { Run } from '../../../src-shared/run/run.ts'
import { littleResemblance, robustDistinct } from '../claims/classes.ts'
import { show } from '../claims/judgement.ts'
import { number, partsOf, type Pin } from '../figure-parts.ts'
import { type Made, stoodStill } from '../findings.ts'
import { likeness } from '../likeness.ts'
import { coarse, distance, median } from '../measures.ts'
import { silhouettes } from '../statistics.ts'
import { type PixelFindings, activationNumbers } from './pixel-findings.ts'

/** Fig. 10: class output objectives; the target class above, then naive, then robust. */
export function figure10(
  runs: { naive: Run; robust: Run; nearest: Run },
  found: PixelFindings,
  nearest: NearestTable,
  pin: Pin,
): KeptFigure {
  const columns = figure10Classes.map((label) => {
    const key = `logit:${label}`
    const pick = (made: Made[]): Made => made.find((one) => one.key === key && one.start === 0)!
    return { label, key, naive: pick(found.naive), robust: pick(found.robust), best: found.examples.get(key)!.top[0]! }
  })
  const panels = columns.flatMap(({ label, key, naive, robust, best }) => {
    const name = className(label)
    return [
      pin(`10/${label}/example`, found.example(key), {
        label: name,
        row: 'Best dataset example',
        caption: `logit ${show(best.score, 1)}`,
        alt: `A training picture of the class ${name}.`,
      }),
      pin(`10/${label}/naive`, naive.picture, {
        label: name,
        row: 'Naive',
        caption: `logit ${show(naive.meta.score, 1)}`,
        alt: `Naive visualization of the class ${name}, logit ${show(naive.meta.score, 1)}.`,
      }),
      pin(`10/${label}/robust`, robust.picture, {
        label: name,
        row: 'Robust',
        caption: `logit ${show(robust.meta.score, 1)}`,
        alt: `Visualization of the class ${name} with transformation robustness, logit ${show(robust.meta.score, 1)}.`,
      }),
    ]
  })
  const targets = (made: Made[]) =>
    made.filter((one) => !stoodStill(one)).map((one) => ({ hash: one.hash, label: Number(one.key.split(':')[1]) }))
  const like = { naive: likeness(nearest, targets(found.naive)), robust: likeness(nearest, targets(found.robust)) }
  // In the order of class and start, so that a naive picture is compared with the robust one of the same class and start.
  const apart = (made: Made[]): number[] =>
    silhouettes(
      columns.map(({ key }) =>
        made
          .filter((one) => one.key === key)
          .sort((a, b) => a.start - b.start)
          .map((one) => coarse(one.picture)),
      ),
      distance,
    ).flat()
  const [naiveApart, robustApart] = [apart(found.naive), apart(found.robust)]
  return {
    number: 10,
    title: 'Class output objectives',
    caption:
      'Class output objectives on our classifier. Top: target class example. Middle: no regularization. Bottom: transformation ' +
      'robustness regularization.',
    reading:
      `The training picture most like them is of the target class for ` +
      `${like.naive.right} of ${like.naive.count} naive and ${like.robust.right} of ${like.robust.count} robust pictures.`,
    panels,
    numbers: [
      ...activationNumbers(found),
      number(
        'Naive, resemblance',
        median(like.naive.resemblance),
        'of a test picture’s',
        'Median over classes and starts. Correlation with the training picture most like it, by means of 4 × 4 pixels: 0 is as like ' +
          'as noise, 1 as an unseen test picture.',
      ),
      number('Robust, resemblance', median(like.robust.resemblance), 'of a test picture’s', 'The same for the robust pictures.'),
      number(
        'Naive, silhouette',
        median(naiveApart),
        '',
        'How well the classes’ pictures stand apart: 1 is each class by itself, 0 as near to another class as to another start of its own.',
      ),
      number('Robust, silhouette', median(robustApart), '', 'The same for the robust pictures.'),
    ],
    claims: [
      littleResemblance([...like.naive.resemblance, ...like.robust.resemblance], found.needs),
      robustDistinct(naiveApart, robustApart, found.needs),
    ],
    remarks: [],
    parts: partsOf(runs),
  }
}
