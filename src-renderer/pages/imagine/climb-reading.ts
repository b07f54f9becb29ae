// What a climb came to, as a sentence that its numbers carry: whether it arrived, or got stuck on the way.
import { type ObjectiveSpec, valueWord } from '../../../src-shared/recipe/objective.ts'
import { measured, number, percent } from '../../text/format.ts'
import { type Climbed, stuckWords } from './results.ts'

export interface ClimbEnd {
  climbed: Climbed
  objective: ObjectiveSpec
  /** What the classifier calls the picture at the end; null where it was not asked. */
  said: { label: number; probability: number } | null
  /** Highest score of a real picture for the same objective; null where nobody has looked. */
  bestReal: number | null
  /** What a class is called. */
  nameOf: (label: number) => string
}
export interface ClimbReading {
  stuck: boolean
  title: string
  text: string
}

/** The class an objective asks for; null for anything but one logit. */
export const classAsked = (objective: ObjectiveSpec): number | null => (objective.kind === 'logit' ? objective.class : null)

/**
 * A climb got stuck when it did not move, when the classifier calls its end another class than was asked for, or when real pictures reach
 * more than its end. A high value alone is no arrival.
 */
export function climbReading({ climbed, objective, said, bestReal, nameOf }: ClimbEnd): ClimbReading {
  const { score, scoreFirst, steps } = climbed
  const went = `In ${number(steps)} steps the ${valueWord(objective)} went from ${measured(scoreFirst)} to ${measured(score)}.`
  const target = classAsked(objective)
  const name = target === null ? 'picture' : nameOf(target)
  const still = stuckWords(climbed, measured)
  const real =
    bestReal === null
      ? ''
      : target === null
        ? ` The best real picture has ${measured(bestReal)}.`
        : ` For the best real picture, the logit of ${name} is ${measured(bestReal)}.`
  if (still !== null)
    return {
      stuck: true,
      title: still,
      text: `${real} In the latent space a climb often gets nowhere, as the paper found; a search of many points works better.`.trim(),
    }
  const below = bestReal !== null && score < bestReal
  const called =
    said && `the classifier calls this a ${nameOf(said.label)} (${percent(said.probability, said.probability < 0.995 ? 0 : 1)})`
  if (target !== null && said && said.label !== target) {
    return {
      stuck: true,
      title: `It got stuck: ${called}.`,
      text: `${went}${real}${
        bestReal !== null && !below ? ' So a higher logit than that of any real picture is no proof of the class.' : ''
      }`,
    }
  }
  if (below) {
    return {
      stuck: true,
      title:
        target !== null && called
          ? `It stopped short: ${called}, but real ones reach more.`
          : 'It stopped short of what real pictures reach.',
      text: `${went}${real}`,
    }
  }
  if (target !== null && called) return { stuck: false, title: `It arrived: ${called}.`, text: `${went}${real}` }
  return {
    stuck: false,
    title: bestReal === null ? went : 'It reached more than any real picture tried.',
    text: bestReal === null ? '' : `${went}${real}`,
  }
}
