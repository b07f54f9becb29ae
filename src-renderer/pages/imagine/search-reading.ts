// What a search came to, as a sentence that its numbers carry: how high the best scores, and whether it lies where the dataset does.
import { count, measured, percent } from '../../text/format.ts'
import type { Spread } from './spread.ts'

export interface SearchEnd {
  /** What such a score is called. */
  word: string
  samples: number
  /** Score of the best picture found. */
  best: number
  /** The best real picture for the same objective, and of how many pictures of which split it is the best; null where nobody has looked. */
  real: { score: number; count: number; split: string } | null
  /**
   * Standard deviations of the dataset from the best one found to the nearest training picture, and how far test pictures lie; null where
   * that is not known.
   */
  away: (Spread & { distance: number }) | null
}
export interface SearchReading {
  text: string
  where: 'inside' | 'edge' | 'outside' | null
}

/** Where a point lies: no farther from the training pictures than 95 of 100 test pictures, than all of them, or farther. */
export const whereIs = (distance: number, { high, farthest }: Spread): 'inside' | 'edge' | 'outside' =>
  distance <= high ? 'inside' : distance <= farthest ? 'edge' : 'outside'

export function searchReading({ word, samples, best, real, away }: SearchEnd): SearchReading {
  const by = real ? best - real.score : 0
  const score = real
    ? `The best of ${count(samples, 'sample')} reaches ${measured(best)}, ` +
      `${by === 0 ? 'as much as' : `${measured(Math.abs(by))} ${by > 0 ? 'more' : 'less'} than`} the best real picture ` +
      `(${measured(real.score)}, of ${count(real.count, `${real.split} picture`)}).`
    : `The best of ${count(samples, 'sample')} reaches ${measured(best)}.`
  if (!away) return { text: score, where: null }
  const where = whereIs(away.distance, away)
  const far =
    `It lies ${measured(away.distance)} standard deviations of the dataset from the nearest training picture; of ` +
    `${count(away.count, 'test picture')}, ${percent(0.95, 0)} lie within ` +
    `${measured(away.high)} of theirs, and all within ${measured(away.farthest)}.`
  const verdict = {
    inside: 'So it is among what the generator learnt.',
    edge: 'So it is at the edge of what the generator learnt.',
    outside: `So it is outside what the generator learnt${
      by > 0 ? `, and its high ${word} counts for little: real pictures look different` : ''
    }.`,
  }[where]
  return { text: `${score} ${far} ${verdict}`, where }
}
