// What the scores of an objective's pictures say, in a sentence: beside the best real picture and beside the noise that the pictures began
// as.
import { listed } from '../../../src-shared/text/phrase.ts'
import { compact } from '../../text/format.ts'

export interface Scored {
  /** "Naive", "Generated (climb)". */
  name: string
  score: number
}

/** Less than this share of the way from noise to the best real picture is hardly above noise. */
const little = 0.1

/**
 * `best`: the score of the best real picture, null while it is not known. `noise`: that of random noise, null without a picture made from
 * it. Null when there is nothing made to speak of.
 */
export function scoreReading({ best, noise, made }: { best: number | null; noise: number | null; made: readonly Scored[] }): string | null {
  if (made.length === 0) return null
  if (best === null) return 'Find the real pictures with the highest score, to have something to hold these scores against.'
  if (noise !== null && noise >= best)
    return (
      `Random noise alone scores ${compact(noise)}, no less than the best real picture ` +
      `(${compact(best)}): a high score is no evidence here.`
    )
  const names = (list: readonly Scored[]): string => listed(list.map((one) => `${one.name} (${compact(one.score)})`))
  const weak = noise === null ? [] : made.filter((one) => one.score < noise + little * (best - noise))
  const above = made.filter((one) => one.score > best)
  const between = made.filter((one) => !weak.includes(one) && !above.includes(one))
  const said = (list: readonly Scored[], one: string, many: string): string[] =>
    list.length === 0 ? [] : [`${names(list)} ${list.length === 1 ? one : many}`]
  const parts = [
    ...said(
      above,
      `scores more than the best real picture (${compact(best)}): it asks for more than the data hold, so judge it by what you see, ` +
        `not by its score.`,
      `score more than the best real picture (${compact(best)}): they ask for more than the data hold, so judge them by what you see, ` +
        `not by their scores.`,
    ),
    ...said(
      between,
      `${noise === null ? 'scores less than' : `lies between random noise (${compact(noise)}) and`} the best real picture ` +
        `(${compact(best)}).`,
      `${noise === null ? 'score less than' : `lie between random noise (${compact(noise)}) and`} the best real picture ` +
        `(${compact(best)}).`,
    ),
    ...said(
      weak,
      `is no better, or hardly better, than random noise (${compact(noise ?? 0)}): more steps or another seed may help.`,
      `are no better, or hardly better, than random noise (${compact(noise ?? 0)}): more steps or another seed may help.`,
    ),
  ]
  return parts.join(' ')
}
