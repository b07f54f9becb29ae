// What the mistakes of a classifier have in common, in a sentence.
import { classFactors, className, colours, shapes, styles } from '../domains/shapes/classes.ts'
import { factors, type MixUp } from './confusion.ts'
import { number } from '../text/numbers.ts'

/** One level of each factor after the verb and after "for": "take a square for a circle", "take a single shape for a double one". */
const phrase = {
  shape: (truth: number, said: number) => `a ${shapes[truth]} for a ${shapes[said]}`,
  style: (truth: number, said: number) => `a ${styles[truth]} shape for a ${styles[said]} one`,
  colour: (truth: number, said: number) => `a ${colours[truth]} shape for a ${colours[said]} one`,
}
const among = (part: number, whole: number): string =>
  part < whole
    ? `${number(part)} of ${number(whole)} mistakes take`
    : whole === 2
      ? 'Both mistakes take'
      : `All ${number(whole)} mistakes take`

/**
 * The most common mix-up in a sentence. Where no pair of classes was mixed up twice, the shape, style or colour that was: "2 of 3 mistakes
 * take a square for a circle." `list`: mix-ups, most common first; `mistakes`: how many there were in all. A list that has been cut off
 * says nothing of shapes, styles and colours, and then only that no mistake happened more than once. Empty without any mix-up. `classOf`
 * names classes that are not the lab's own, and have no factors.
 */
export function mistakesSentence(list: readonly MixUp[], mistakes: number, classOf?: (label: number) => string): string {
  const [worst] = list
  if (!worst) return ''
  if (classOf) {
    const [truth, said] = [classOf(worst.truth), classOf(worst.said)]
    if (worst.count > 1) return `It most often takes ${truth} for ${said} (${number(worst.count)} times).`
    return mistakes === 1 ? `Its one mistake takes ${truth} for ${said}.` : 'No mistake happened more than once.'
  }
  const valid = list.every(({ truth, said }) => [truth, said].every((one) => !className(one).startsWith('unknown')))
  if (worst.count > 1)
    return `It most often takes a ${className(worst.truth)} for a ${className(worst.said)} (${number(worst.count)} times).`
  if (mistakes === 1) return `Its one mistake takes a ${className(worst.truth)} for a ${className(worst.said)}.`
  if (valid && list.reduce((sum, one) => sum + one.count, 0) === mistakes) {
    const sums = factors
      .flatMap((factor) =>
        [...Map.groupBy(list, ({ truth, said }) => `${classFactors(truth)[factor]} ${classFactors(said)[factor]}`)].flatMap(
          ([key, group]) => {
            const [truth = 0, said = 0] = key.split(' ').map(Number)
            return truth === said ? [] : [{ factor, truth, said, count: group.reduce((sum, one) => sum + one.count, 0) }]
          },
        ),
      )
      .sort((a, b) => b.count - a.count)
    const [most] = sums
    if (most && most.count > 1) return `${among(most.count, mistakes)} ${phrase[most.factor](most.truth, most.said)}.`
  }
  return 'No mistake happened more than once.'
}
